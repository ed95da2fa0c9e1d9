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

/** The files of a worker's program; the first imports the others. */
const FILES = ['worker-main.ts', 'worker-calls.ts'] as const;

/**
 * The program of a worker thread, without its types, as files in the folder. A worker that had to strip them itself
 * would hold 6 MB more and start 50 ms later; and what strips them costs this process 20 MB, so it is done once.
 */
export function workerSource(folder: string): URL {
  const sources = FILES.map((name) => ({ name, text: readFileSync(new URL(`./${name}`, import.meta.url), 'utf8') }));
  const hash = createHash('sha256').update(process.version).update(JSON.stringify(sources)).digest('hex').slice(0, 16);
  const nameOf = (name: string): string => name.replace('.ts', `-${hash}.mjs`);
  const [first, ...others] = sources.map(({ name, text }) => {
    const linked = FILES.reduce((linking, file) => linking.replaceAll(`'./${file}'`, `'./${nameOf(file)}'`), text);
    return { file: join(folder, nameOf(name)), text: linked };
  });
  if (first === undefined) throw new Error('A worker has no program.');
  // The one that imports comes last: when it is there, all are.
  if (!existsSync(first.file)) {
    mkdirSync(folder, { recursive: true });
    for (const { file, text } of [...others, first]) {
      const fresh = `${file}.${process.pid}`;
      writeFileSync(fresh, withoutTypes(text));
      renameSync(fresh, file);
    }
  }
  return pathToFileURL(first.file);
}
