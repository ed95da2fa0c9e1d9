import { createHash } from 'node:crypto';
import type { Journal } from '../contract.ts';
import { columnNumber } from '../values.ts';

interface Limit {
  /** How many failures are free. */
  readonly free: number;
  /** The longest wait, in milliseconds; the first one is a second, and each further failure doubles it. */
  readonly longest: number;
}

/** An account is guessed at from anywhere; behind one address there may be many people. */
const LIMITS = {
  account: { free: 5, longest: 900_000 },
  address: { free: 50, longest: 900_000 },
  mail: { free: 5, longest: 3_600_000 },
} as const satisfies Record<string, Limit>;

export type Counted = keyof typeof LIMITS;

/** Failures are forgotten when nothing has failed for so long, in milliseconds. */
const FORGOTTEN_MS = 3_600_000;

const nameOf = (kind: Counted, what: string): string =>
  `${kind}-${createHash('sha256').update(what).digest('base64url')}`;

/** Counts what failed, in real time, for known and unknown accounts alike, and makes whoever goes on wait. */
export class Attempts {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.schema(`CREATE TABLE IF NOT EXISTS login_attempts (
      name TEXT PRIMARY KEY, count INTEGER NOT NULL, last_at INTEGER NOT NULL, blocked_until INTEGER NOT NULL)`);
  }

  /** For how many seconds nothing is looked at; 0 when an attempt may be made. */
  wait(kind: Counted, what: string): number {
    const [row] = this.#journal.all('SELECT * FROM login_attempts WHERE name = ?', nameOf(kind, what));
    if (row === undefined) return 0;
    return Math.max(0, Math.ceil((columnNumber(row, 'blocked_until') - Date.now()) / 1000));
  }

  /** Counts one, before it is known how it ends: attempts at the same moment are counted too. */
  count(kind: Counted, what: string): void {
    const name = nameOf(kind, what);
    const now = Date.now();
    const { free, longest } = LIMITS[kind];
    this.#journal.transaction(() => {
      this.#journal.run('DELETE FROM login_attempts WHERE last_at < ?', now - FORGOTTEN_MS);
      const [row] = this.#journal.all('SELECT * FROM login_attempts WHERE name = ?', name);
      const count = (row === undefined ? 0 : columnNumber(row, 'count')) + 1;
      const until = count < free ? 0 : now + Math.min(longest, 1000 * 2 ** Math.min(30, count - free));
      const sql = 'INSERT OR REPLACE INTO login_attempts (name, count, last_at, blocked_until) VALUES (?, ?, ?, ?)';
      this.#journal.run(sql, name, count, now, until);
    });
  }

  /** The attempt was no failure: it counts for nothing. */
  uncount(kind: Counted, what: string): void {
    const sql = 'UPDATE login_attempts SET count = max(0, count - 1), blocked_until = 0 WHERE name = ?';
    this.#journal.run(sql, nameOf(kind, what));
  }

  /** It was the right one: what failed before is forgotten. */
  forget(kind: Counted, what: string): void {
    this.#journal.run('DELETE FROM login_attempts WHERE name = ?', nameOf(kind, what));
  }
}
