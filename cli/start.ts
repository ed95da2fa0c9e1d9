import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { startRuntime } from '../local/index.ts';
import { ASSEMBLY, buildIfNeeded } from './build.ts';
import { demoClock, fillDemo, isDemo } from './demo.ts';

const USAGE = `Usage: npm start -- [options]

  --port N          the port to serve on (default 4000; 0 takes a free one)
  --data DIR        where everything is kept (default .fairshare)
  --fresh           empty the data folder first
  --no-demo         start without the demo program
  --clock INSTANT   start an empty data folder at this test time, for instance 2011-01-01T00:00:00Z
  --chaos SEED      deliver every event at least twice, late and in random order
  --set NAME=VALUE  a parameter of the stack, such as the address of another system; may be given several times`;

interface StartOptions {
  readonly port: number;
  readonly dataDir: string;
  readonly fresh: boolean;
  readonly demo: boolean;
  readonly clock: string | undefined;
  readonly chaos: number | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Where this machine has what AWS has under names of its own. */
const OWN_ADDRESSES = { PublicUrl: '{url}', LoginUrl: '{url}/_local/login', FilesUrl: '{aws}' } as const;

const PAYMENTS = {
  parameters: ['StripeUrl', 'PaypalUrl'],
  webhooks: { secretOutput: 'PaymentsSecretArn', stripe: '/v2/webhooks/stripe', paypal: '/v2/webhooks/paypal' },
};

const wholeNumber = (name: string, text: string, most: number): number => {
  if (/^\d{1,10}$/.test(text) && Number(text) <= most) return Number(text);
  throw new Error(`--${name} is a whole number up to ${most}, not "${text}".\n\n${USAGE}`);
};

/** The 30th of February is none: it would quietly become a day in March. */
const isInstant = (text: string): boolean =>
  z.union([z.iso.datetime({ offset: true }), z.iso.date()]).safeParse(text).success;

const setting = (text: string): readonly [string, string] => {
  const [, name, value] = /^([A-Za-z]\w*)=(.*)$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new Error(`--set is NAME=VALUE, not "${text}".\n\n${USAGE}`);
};

const readOptions = (): StartOptions => {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      port: { type: 'string', default: '4000' },
      data: { type: 'string', default: '.fairshare' },
      fresh: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: true },
      clock: { type: 'string' },
      chaos: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
    },
  });
  if (values.clock !== undefined && !isInstant(values.clock)) {
    throw new Error(`--clock is an instant such as 2011-01-01T00:00:00Z, not "${values.clock}".`);
  }
  return {
    port: wholeNumber('port', values.port, 65_535),
    dataDir: resolve(values.data),
    fresh: values.fresh,
    demo: values.demo,
    clock: values.clock === undefined ? undefined : new Date(values.clock).toISOString(),
    chaos: values.chaos === undefined ? undefined : wholeNumber('chaos', values.chaos, 999_999_999),
    parameters: Object.fromEntries(values.set.map(setting)),
  };
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const main = async (): Promise<void> => {
  const options = readOptions();
  buildIfNeeded(print);
  if (options.fresh) rmSync(options.dataDir, { recursive: true, force: true });
  const isNew = !existsSync(options.dataDir);
  // The demo has its own time: its sales are of 2010 and 2011.
  const withDemo = isNew ? options.demo && options.clock === undefined : isDemo(options.dataDir);
  const clock = options.clock ?? (withDemo ? demoClock() : undefined);
  const runtime = await startRuntime({
    assembly: ASSEMBLY,
    dataDir: options.dataDir,
    port: options.port,
    parameters: { ...OWN_ADDRESSES, SelfSignUp: 'on', ...options.parameters },
    payments: PAYMENTS,
    dns: { parameters: ['DnsServers'] },
    ...(clock === undefined ? {} : { clock }),
    ...(options.chaos === undefined ? {} : { chaos: options.chaos }),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const { url } = runtime;
  print(`ready ${url}`);
  print(`  console         ${url}/`);
  print(`  API reference   ${url}/v2/docs`);
  print(`  mails           ${url}/_local/mail`);
  print(`  payments        ${runtime.paymentsUrl ?? ''}/_stand-in/`);
  print(`  clock           ${url}/_local/clock`);
  const demo = withDemo ? fillDemo(options.dataDir, url, print) : undefined;
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    demo?.stop();
    runtime.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  // A runtime that belongs to another process ends with it, however that one ended.
  if (process.connected) process.once('disconnect', end);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
