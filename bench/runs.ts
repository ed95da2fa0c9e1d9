import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ROOT } from '../cli/build.ts';
import { ChildRuntime } from '../cli/child-runtime.ts';
import { createMerchant } from '../cli/merchant.ts';
import { readEventFiles, readProgramFile } from '../cli/replay/files.ts';
import { startOf } from '../cli/replay/timeline.ts';

export const PROGRAM = join(ROOT, 'cli', 'demo', 'p1-lifetime-sales.json');
export const EVENTS = join(ROOT, 'cli', 'demo', 'online-retail-h1.jsonl.gz');
const EXPECTED = join(ROOT, 'test', 'fixtures', 'online-retail', 'expected');

export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** A folder for one run, removed afterwards. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'fairshare-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A command of ours in a process of its own; what it prints is passed on and collected. */
export class Command {
  readonly child: ChildProcess;
  readonly ended: Promise<number | NodeJS.Signals>;
  output = '';

  constructor(command: string, args: readonly string[]) {
    this.child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.output += chunk.toString('utf8');
      process.stdout.write(chunk);
    });
    this.ended = new Promise((resolve) =>
      this.child.once('exit', (code, signal) => resolve(code ?? signal ?? 'SIGKILL')),
    );
  }

  /** @throws Error unless it ends well. */
  async finish(): Promise<void> {
    const end = await this.ended;
    if (end !== 0) throw new Error(`${this.child.spawnargs.slice(0, 3).join(' ')} … ended with ${end}.`);
  }
}

export const replayArgs = (program: string, events: string, out: string, more: readonly string[] = []) => [
  ...['--program', program, '--events', events, '--out', out],
  ...more,
];

/** The replay as its own process, without npm around it. */
export const replay = (program: string, events: string, out: string, more: readonly string[] = []): Command =>
  new Command(process.execPath, [join(ROOT, 'cli', 'replay.ts'), ...replayArgs(program, events, out, more)]);

export interface Prepared {
  readonly runtime: ChildRuntime;
  readonly dataDir: string;
  readonly key: string;
}

/** A runtime of the bench's own with an empty program, which is started again whenever it dies. */
export const prepareRuntime = async (folder: string, program: string, events: string): Promise<Prepared> => {
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir, { recursive: true });
  const file = readProgramFile(program);
  const clock = new Date(startOf(file, readEventFiles([events]))).toISOString();
  const runtime = new ChildRuntime({ dataDir, clock });
  await runtime.start();
  const { secret_key: key } = await createMerchant(dataDir, file.program, file.currency);
  return { runtime, dataDir, key };
};

export const FILES = ['partners.csv', 'invoices.csv', 'payouts.csv'] as const;

/** The first line in which two texts differ, for a message. */
const firstDifference = (found: string, expected: string): string => {
  const [own, other] = [found.split('\n'), expected.split('\n')];
  const at = other.findIndex((line, index) => line !== own[index]);
  return `line ${at + 1}: "${own[at] ?? ''}", and not "${other[at] ?? ''}"`;
};

/** @throws Error that names the first line in which a text differs from what it must be. */
export const mustEqual = (name: string, found: string, expected: string): void => {
  if (found !== expected) throw new Error(`${name} differs in ${firstDifference(found, expected)}.`);
};

/** Holds partners.csv and invoices.csv of a replay of the half year against the expected files, byte by byte. */
export const mustBeExpected = (out: string, name = 'h1-p1-lifetime-sales'): void => {
  for (const table of ['partners', 'invoices']) {
    const expected = gunzipSync(readFileSync(join(EXPECTED, `${name}-${table}.csv.gz`))).toString('utf8');
    mustEqual(`${table}.csv`, readFileSync(join(out, `${table}.csv`), 'utf8'), expected);
  }
};

/** Holds all files of a replay against those of an undisturbed one, byte by byte. */
export const mustBeSame = (out: string, { out: other }: Pick<Undisturbed, 'out'>): void => {
  for (const file of FILES) {
    mustEqual(file, readFileSync(join(out, file), 'utf8'), readFileSync(join(other, file), 'utf8'));
  }
};

export interface Undisturbed {
  readonly out: string;
  /** How long it took, in milliseconds. */
  readonly took: number;
}

/** The files of an undisturbed replay of the half year, held against the expected ones. */
export const undisturbed = async (folder: string): Promise<Undisturbed> => {
  const out = join(folder, 'undisturbed');
  const started = Date.now();
  await replay(PROGRAM, EVENTS, out).finish();
  const took = Date.now() - started;
  mustBeExpected(out);
  say(`The undisturbed replay gives the expected files, in ${Math.round(took / 1000)} s.`);
  return { out, took };
};
