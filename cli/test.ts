import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { buildConsole, buildIfNeeded, ROOT } from './build.ts';
import { installChromium } from './chromium.ts';

/** The whole proof: types, style, imports, dead code, the build, and every test. The last line is the runner's count. */

const bin = (name: string): string => join(ROOT, 'node_modules', '.bin', name);

const FOLDERS = ['infra', 'functions', 'domain', 'table', 'local', 'cli', 'console', 'test', 'bench'];

const CHECKS: readonly (readonly [string, string, readonly string[]])[] = [
  ['types', 'tsc', ['-p', '.']],
  ['types of functions', 'tsc', ['-p', 'functions']],
  ['types of the console', 'tsc', ['-p', 'console']],
  ['style', 'biome', ['ci', '.']],
  ['imports', 'depcruise', ['--config', '.dependency-cruiser.cjs', ...FOLDERS]],
  ['dead code', 'knip', []],
];

const Result = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), success: z.boolean() });

const run = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;

/** Runs jest and takes its own count. A run that ended without a count has failed as a whole. */
const runTests = (): z.infer<typeof Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'fairshare-test-'));
  const outputFile = join(folder, 'result.json');
  try {
    const ended = run(process.execPath, [
      bin('jest'),
      '--ci',
      '--json',
      `--outputFile=${outputFile}`,
      ...process.argv.slice(2),
    ]);
    const result = Result.parse(JSON.parse(readFileSync(outputFile, 'utf8')));
    return { ...result, success: ended && result.success };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

try {
  installChromium(print);
} catch (error) {
  // The browser tests will fail; everything else is tested all the same.
  print(error instanceof Error ? error.message : String(error));
}
// Its types are part of what is checked.
buildConsole(print);
const failed = CHECKS.filter(([title, command, args]) => {
  process.stdout.write(`checking ${title}\n`);
  return !run(bin(command), args);
}).map(([title]) => title);
buildIfNeeded(print);
const { numPassedTests, numFailedTests, success } = runTests();
if (failed.length > 0) process.stdout.write(`These checks failed: ${failed.join(', ')}.\n`);
process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed\n`);
process.exitCode = success && failed.length === 0 ? 0 : 1;
