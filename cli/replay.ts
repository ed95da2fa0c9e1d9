import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ChildRuntime } from './child-runtime.ts';
import { createMerchant } from './merchant.ts';
import { collect } from './replay/collect.ts';
import { readEventFiles, readProgramFile } from './replay/files.ts';
import { runReplay } from './replay/run.ts';
import { monthsOf, startOf } from './replay/timeline.ts';

const USAGE = `Usage: npm run replay -- --program FILE --events FILE [--events FILE] --out DIR [options]

  --url URL --key KEY   play on this runtime, into the program of this secret key
  --data DIR            the data folder of the replay's own runtime (default: a new one, removed at the end)
  --resume              go on with an interrupted replay in --data (or at --url)
  --chaos SEED          the runtime delivers every event at least twice, late and in random order`;

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      program: { type: 'string' },
      events: { type: 'string', multiple: true },
      out: { type: 'string' },
      url: { type: 'string' },
      key: { type: 'string' },
      data: { type: 'string' },
      resume: { type: 'boolean', default: false },
      chaos: { type: 'string' },
    },
  });
  const { program, events, out, url, key, chaos } = values;
  if (program === undefined || events === undefined || out === undefined) {
    throw new Error(`--program, --events and --out are needed.\n\n${USAGE}`);
  }
  if ((url === undefined) !== (key === undefined)) throw new Error(`--url and --key go together.\n\n${USAGE}`);
  if (values.resume && url === undefined && values.data === undefined) {
    throw new Error(`--resume needs the --data folder of the interrupted replay.\n\n${USAGE}`);
  }
  if (chaos !== undefined && !/^\d{1,9}$/.test(chaos)) throw new Error('--chaos is a whole number.');
  return { ...values, program, events, out, chaos: chaos === undefined ? undefined : Number(chaos) };
};

const main = async (): Promise<void> => {
  const options = readOptions();
  const file = readProgramFile(options.program);
  const events = readEventFiles(options.events);
  const clock = new Date(startOf(file, events)).toISOString();
  const dataDir = options.data ?? mkdtempSync(join(tmpdir(), 'fairshare-replay-'));
  const own = options.url === undefined ? new ChildRuntime({ dataDir, clock, chaos: options.chaos }) : undefined;
  await own?.start();
  try {
    const url = own?.url ?? options.url ?? '';
    const key = options.key ?? (await createMerchant(dataDir, file.program, file.currency)).secret_key;
    const { resume } = options;
    const { api, rate, eventRate } = await runReplay({ url, key, file, events, resume, until: 'paid out' });
    await collect(api, file, monthsOf(events), options.out);
    api.close();
    const rates = `${Math.round(eventRate)} a second from request to reward, ${Math.round(rate)} a second with the months`;
    process.stdout.write(`${events.length} events, ${rates}; the files are in ${options.out}\n`);
  } finally {
    await own?.close();
    if (options.data === undefined) rmSync(dataDir, { recursive: true, force: true });
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
