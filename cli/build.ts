import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where `cdk synth` writes. */
export const ASSEMBLY = join(ROOT, 'cdk.out');

/** Everything that the synthesised app is made of. */
const SOURCES = ['infra', 'functions', 'domain', 'table', 'statemachines', 'console', 'package-lock.json', 'cdk.json'];
const STAMP = join(ASSEMBLY, '.sources');

const hashOf = (path: string, hash: ReturnType<typeof createHash>): void => {
  const entries = readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) hashOf(child, hash);
    else hash.update(entry.name).update(readFileSync(child));
  }
};

const sourcesHash = (): string => {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(ROOT, source);
    if (!existsSync(path)) continue;
    hash.update(source);
    if (source.includes('.')) hash.update(readFileSync(path));
    else hashOf(path, hash);
  }
  return hash.digest('hex');
};

/**
 * Synthesises the CDK app if it has not been, or if a source has changed since.
 * @throws Error with what the CDK printed when it fails.
 */
export const buildIfNeeded = (log: (line: string) => void): void => {
  const hash = sourcesHash();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return;
  log('building the CDK app (about ten seconds) …');
  rmSync(ASSEMBLY, { recursive: true, force: true });
  const cdk = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const run = spawnSync(process.execPath, [cdk, 'synth', '--quiet'], { cwd: ROOT, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`The CDK app does not synthesise:\n${run.stdout}${run.stderr}`);
  writeFileSync(STAMP, hash);
};
