import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A data folder that belongs to this process until `release`. */
export interface Lock {
  release(): void;
}

function ownerOf(file: string): string {
  try {
    return `process ${readFileSync(file, 'utf8').trim()}`;
  } catch {
    return 'another process';
  }
}

/**
 * Takes a data folder for this process alone. The lock is one that the operating system holds on a small SQLite
 * file: it ends with the process, also after `kill -9`, so that no stale lock has ever to be told from a real one.
 * The number of the process stands in a file beside it, for the message.
 */
export function lockFolder(folder: string): Lock {
  const owner = join(folder, 'runtime.pid');
  const database = new DatabaseSync(join(folder, 'runtime.lock'));
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;');
  } catch {
    database.close();
    throw new Error(`The data folder ${folder} is in use by ${ownerOf(owner)}. Stop it, or choose another folder.`);
  }
  writeFileSync(owner, `${process.pid}\n`);
  return {
    release: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}
