import type { Journal } from '../contract.ts';
import type { Json, Loose } from '../values.ts';
import { columnNumber } from '../values.ts';

const TABLE = `
  CREATE TABLE IF NOT EXISTS state_history (
    execution TEXT NOT NULL, id INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL, detail TEXT NOT NULL,
    PRIMARY KEY (execution, id)) WITHOUT ROWID`;

/** Histories are kept for the executions that run and the newest that ended, and of each the first so many events. */
const KEEP_HISTORIES = 200;
const LONGEST_HISTORY = 1000;
/** Details are for people to read: what is longer is cut. */
const LONGEST_DETAIL = 4000;

interface HistoryEvent {
  readonly type: string;
  readonly detail: Json;
}

/** What happened in executions: for people, and for the limit on the length of a history. */
export class ExecutionHistory {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.schema(TABLE);
  }

  /** Counts events as AWS counts them (`extra` are those that nobody reads) and answers the new count. */
  note(arn: string, at: number, events: readonly HistoryEvent[], extra = 0): number {
    const [row] = this.#journal.all('SELECT events FROM executions WHERE arn = ?', arn);
    const before = row === undefined ? 0 : columnNumber(row, 'events');
    const sql = 'INSERT OR REPLACE INTO state_history (execution, id, at, type, detail) VALUES (?, ?, ?, ?, ?)';
    events.forEach(({ type, detail }, index) => {
      if (before + index >= LONGEST_HISTORY) return;
      const text = JSON.stringify(detail).slice(0, LONGEST_DETAIL);
      this.#journal.run(sql, arn, before + index + 1, at, type, text);
    });
    const count = before + events.length + extra;
    this.#journal.run('UPDATE executions SET events = ? WHERE arn = ?', count, arn);
    return count;
  }

  read(arn: string): readonly Loose[] {
    return this.#journal.all('SELECT * FROM state_history WHERE execution = ? ORDER BY id', arn);
  }

  sweep(): void {
    this.#journal.run(
      `DELETE FROM state_history WHERE execution NOT IN (SELECT arn FROM executions WHERE status = 'RUNNING')
         AND execution NOT IN (SELECT arn FROM executions WHERE status <> 'RUNNING' ORDER BY stopped DESC LIMIT ?)`,
      KEEP_HISTORIES,
    );
  }
}
