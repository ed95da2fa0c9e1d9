import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Invoker } from './contract.ts';

/** A file that grows beyond this becomes the one before it. */
const LIMIT = 8 * 1024 * 1024;
const GATHER_MS = 250;

/** Writes what functions print into one file a function, so that a person can look. Nothing reads these files. */
export function writeFunctionLogs(folder: string, invoker: Invoker): { close(): Promise<void> } {
  const waiting = new Map<string, string[]>();
  let timer: NodeJS.Timeout | undefined;

  const write = async (functionId: string, lines: readonly string[]): Promise<void> => {
    const file = join(folder, `${functionId}.log`);
    await mkdir(folder, { recursive: true });
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    if (size > LIMIT) await rename(file, `${file}.1`);
    await appendFile(file, `${lines.join('\n')}\n`);
  };
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const now = [...waiting];
    waiting.clear();
    // A full disk must not end the runtime: these lines are for looking at.
    await Promise.allSettled(now.map(([functionId, lines]) => write(functionId, lines)));
  };
  invoker.onLog((functionId, line) => {
    const lines = waiting.get(functionId);
    if (lines === undefined) waiting.set(functionId, [line]);
    else lines.push(line);
    timer ??= setTimeout(() => void flush(), GATHER_MS);
  });
  return { close: flush };
}
