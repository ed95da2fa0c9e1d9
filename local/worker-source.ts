import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

function withoutTypes(source: string): string {
  // Node calls this function experimental, though it runs every file of this folder through it: the note is noise.
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * The program of a worker thread, without its types, as a file in the folder. A worker that had to strip them itself
 * would hold 6 MB more and start 50 ms later; and what strips them costs this process 20 MB, so it is done once.
 */
export function workerSource(folder: string): URL {
  const source = readFileSync(new URL('./worker-main.ts', import.meta.url), 'utf8');
  const hash = createHash('sha256').update(process.version).update(source).digest('hex').slice(0, 16);
  const file = join(folder, `worker-${hash}.mjs`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, withoutTypes(source));
    renameSync(fresh, file);
  }
  return pathToFileURL(file);
}
