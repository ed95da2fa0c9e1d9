import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where `cdk synth` writes. */
export const ASSEMBLY = join(ROOT, 'cdk.out');

/** Everything that the synthesised app is made of, and what the console is. Built files count for nothing. */
const SOURCES = ['infra', 'functions', 'domain', 'table', 'statemachines', 'console', 'package-lock.json', 'cdk.json'];
const CONSOLE_SOURCES = ['console', 'domain', 'functions/shared', 'functions/reference', 'package-lock.json'];
const BUILT = ['dist', 'operations.ts'];

const STAMP = join(ASSEMBLY, '.sources');
const SITE = join(ROOT, 'console', 'dist');
const SITE_STAMP = join(SITE, '.sources');

const hashOf = (path: string, hash: ReturnType<typeof createHash>): void => {
  const entries = readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (BUILT.includes(entry.name)) continue;
    const child = join(path, entry.name);
    if (entry.isDirectory()) hashOf(child, hash);
    else hash.update(entry.name).update(readFileSync(child));
  }
};

const sourcesHash = (sources: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(ROOT, source);
    if (!existsSync(path)) continue;
    hash.update(source);
    if (source.includes('.')) hash.update(readFileSync(path));
    else hashOf(path, hash);
  }
  return hash.digest('hex');
};

const isCurrent = (stamp: string, hash: string): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;

/** Runs a command of the build. @throws Error with what it printed when it fails. */
const mustRun = (problem: string, args: readonly string[]): void => {
  const run = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${problem}\n${run.stdout}${run.stderr}`);
};

/** Builds the console if it has not been, or if a source has changed since. @throws Error with what Vite printed. */
export const buildConsole = (log: (line: string) => void): void => {
  const hash = sourcesHash(CONSOLE_SOURCES);
  if (isCurrent(SITE_STAMP, hash)) return;
  log('building the console (a few seconds) …');
  mustRun('The types of the console cannot be made:', [join(ROOT, 'cli', 'console-types.ts')]);
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  mustRun('The console does not build:', [vite, 'build', 'console', '--logLevel', 'warn']);
  writeFileSync(SITE_STAMP, hash);
};

/**
 * Builds the console and synthesises the CDK app, each if it has not been, or if a source has changed since.
 * @throws Error with what the CDK printed when it fails.
 */
export const buildIfNeeded = (log: (line: string) => void): void => {
  buildConsole(log);
  const hash = sourcesHash(SOURCES);
  if (isCurrent(STAMP, hash)) return;
  log('building the CDK app (about ten seconds) …');
  rmSync(ASSEMBLY, { recursive: true, force: true });
  const cdk = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  mustRun('The CDK app does not synthesise:', [cdk, 'synth', '--quiet']);
  writeFileSync(STAMP, hash);
};
