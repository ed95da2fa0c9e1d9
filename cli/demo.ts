import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownerLogin, partnerLogin } from './demo-logins.ts';
import { createMerchant } from './merchant.ts';
import { readProgramFile } from './replay/files.ts';
import type { Merchant } from './replay/run.ts';
import { startOf } from './replay/timeline.ts';

const FILES = fileURLToPath(new URL('demo/', import.meta.url));
const PROGRAM = join(FILES, 'p1-lifetime-sales.json');
const EVENTS = join(FILES, 'online-retail-h1.jsonl.gz');

/** Before the first partner of the demo joins. */
export const demoClock = (): string => new Date(startOf(readProgramFile(PROGRAM), [])).toISOString();

const stateFile = (dataDir: string): string => join(dataDir, 'demo.json');

/** Whether a data folder was started with the demo. */
export const isDemo = (dataDir: string): boolean => existsSync(stateFile(dataDir));

const isFilled = (dataDir: string): boolean => {
  const file = stateFile(dataDir);
  return existsSync(file) && readFileSync(file, 'utf8').includes('filled');
};

interface Demo {
  readonly dataDir: string;
  readonly url: string;
  readonly merchant: Merchant;
  print(line: string): void;
}

/** Who can log in where. Nobody is a partner before the first one has joined. */
const printLogins = async ({ dataDir, url, merchant, print }: Demo): Promise<void> => {
  print(`  owner's login   ${await ownerLogin(dataDir, merchant)}  at ${url}/console/`);
  const partner = await partnerLogin(dataDir, url, merchant);
  if (partner !== undefined) print(`  partner's login ${partner}  at ${url}/portal/`);
};

const printFilled = async (demo: Demo): Promise<void> => {
  demo.print('  the demo program is filled: six months are billed, the invoice of May 2011 is in review');
  await printLogins(demo);
  demo.print('  to go on        log in, and move the clock with the bar at the foot of the page: the 8th charges');
};

/** What to do with a folder whose demo cannot be filled any further. */
const printStuck = ({ dataDir, print }: Pick<Demo, 'dataDir' | 'print'>, why: string): void => {
  print(`  the demo in ${dataDir} could not be filled to its end: ${why}`);
  print('  what is there can be used. Another version may have begun it: for a new one, stop this and run');
  print(`  npm start -- --fresh --data ${dataDir}`);
};

/** Tells how the filling has ended. Without a code it was ended together with the runtime, and the next start goes on. */
export const fillingEnded = (demo: Demo, code: number | null): void => {
  if (code !== null && code !== 0) printStuck(demo, 'see the line above');
  if (code !== 0) return;
  const { dataDir, print } = demo;
  writeFileSync(stateFile(dataDir), JSON.stringify({ state: 'filled' }));
  printFilled(demo).catch((error: unknown) => print(`  no partner could be given a login: ${String(error)}`));
};

/**
 * Fills the demo program in the background from half a year of real sales, in a process of its own, and goes on where
 * an earlier start was interrupted. What it prints tells which keys and logins to use: the logins once more when it is
 * filled, since what came before them has gone up by then.
 */
export const fillDemo = (dataDir: string, url: string, print: (line: string) => void): { stop(): void } => {
  let child: ReturnType<typeof spawn> | undefined;
  const run = async (): Promise<void> => {
    mkdirSync(dataDir, { recursive: true });
    const began = isDemo(dataDir);
    if (!began) writeFileSync(stateFile(dataDir), JSON.stringify({ state: 'filling' }));
    const merchant = await createMerchant(dataDir, 'Demo shop', 'GBP');
    const demo: Demo = { dataDir, url, merchant, print };
    print(`  demo program    ${merchant.program_key}`);
    print(`  demo key        ${merchant.secret_key}`);
    print(`  try             curl -H "Authorization: Bearer ${merchant.secret_key}" ${url}/v2/invoices`);
    if (isFilled(dataDir)) return printFilled(demo);
    await printLogins(demo);
    print(
      '  the demo program is being filled with half a year of real sales, and with names and clicks that are made up;',
    );
    print('  it takes some minutes, and can be used meanwhile');
    const args = [join(FILES, '..', 'fill-demo.ts'), url, merchant.secret_key, PROGRAM, EVENTS];
    child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('exit', (code) => fillingEnded(demo, code));
  };
  run().catch((error: unknown) => printStuck({ dataDir, print }, String(error)));
  return { stop: () => void child?.kill('SIGTERM') };
};
