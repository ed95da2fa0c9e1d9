import { createHash } from 'node:crypto';
import type { Journal } from '../contract.ts';
import type { Json } from '../values.ts';
import { columnNumber, columnText, parseJson } from '../values.ts';
import { ExecutionHistory } from './history.ts';
import type { Execution, Frame, NewFrame, Parked, Status } from './rows.ts';
import { executionOf, frameOf, PARKED } from './rows.ts';

const TABLES = `
  CREATE TABLE IF NOT EXISTS state_definitions (hash TEXT PRIMARY KEY, machine TEXT NOT NULL, definition TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS executions (
    arn TEXT PRIMARY KEY, machine TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, input TEXT NOT NULL,
    status TEXT NOT NULL, started INTEGER NOT NULL, stopped INTEGER, output TEXT, error TEXT, cause TEXT,
    events INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX IF NOT EXISTS executions_machine ON executions (machine, started);
  CREATE INDEX IF NOT EXISTS executions_status ON executions (status, stopped);
  CREATE TABLE IF NOT EXISTS state_frames (
    id INTEGER PRIMARY KEY AUTOINCREMENT, execution TEXT NOT NULL, parent INTEGER, slot INTEGER NOT NULL,
    scope TEXT NOT NULL, state TEXT NOT NULL, input TEXT NOT NULL, entered INTEGER NOT NULL,
    retries TEXT NOT NULL DEFAULT '[]', retry_at INTEGER NOT NULL DEFAULT 0, item TEXT,
    parked INTEGER NOT NULL DEFAULT 0, output TEXT);
  CREATE INDEX IF NOT EXISTS state_frames_parent ON state_frames (parent, slot);
  CREATE INDEX IF NOT EXISTS state_frames_execution ON state_frames (execution);`;

/** Names may be used again after 90 days of business time, as on AWS. */
const KEEP_EXECUTIONS = 90 * 86_400_000;

/** Where executions stand, in the journal. Callers wrap what belongs together into `journal.transaction`. */
export class ExecutionStore {
  readonly history: ExecutionHistory;
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.schema(TABLES);
    journal.run('DELETE FROM state_definitions WHERE hash NOT IN (SELECT definition FROM executions)');
    this.history = new ExecutionHistory(journal);
  }

  /** Remembers the text of a definition, so that an execution ends on the one it began with. */
  define(machine: string, definition: string): string {
    const hash = createHash('sha256').update(machine).update('\n').update(definition).digest('hex');
    this.#journal.run('INSERT OR IGNORE INTO state_definitions VALUES (?, ?, ?)', hash, machine, definition);
    return hash;
  }

  definition(hash: string): string {
    const [row] = this.#journal.all('SELECT definition FROM state_definitions WHERE hash = ?', hash);
    if (row === undefined) throw new Error(`the journal holds no definition ${hash}`);
    return columnText(row, 'definition');
  }

  begin(execution: Pick<Execution, 'arn' | 'machine' | 'name' | 'definition' | 'input' | 'started'>): void {
    const { arn, machine, name, definition, input, started } = execution;
    this.#journal.run(
      `INSERT INTO executions (arn, machine, name, definition, input, status, started)
       VALUES (?, ?, ?, ?, ?, 'RUNNING', ?)`,
      arn,
      machine,
      name,
      definition,
      input,
      started,
    );
  }

  end(arn: string, status: Status, at: number, outcome: { output?: string; error?: string; cause?: string }): void {
    const { output = null, error = null, cause = null } = outcome;
    this.#journal.run(
      'UPDATE executions SET status = ?, stopped = ?, output = ?, error = ?, cause = ? WHERE arn = ?',
      status,
      at,
      output,
      error,
      cause,
      arn,
    );
    this.#journal.run('DELETE FROM state_frames WHERE execution = ?', arn);
  }

  execution(arn: string): Execution | undefined {
    const [row] = this.#journal.all('SELECT * FROM executions WHERE arn = ?', arn);
    return row === undefined ? undefined : executionOf(row);
  }

  list(machine: string, status: string | undefined, most: number, before: number): readonly Execution[] {
    const sql = `SELECT * FROM executions WHERE machine = ? AND (? IS NULL OR status = ?)
      ORDER BY started DESC, arn DESC LIMIT ? OFFSET ?`;
    return this.#journal.all(sql, machine, status ?? null, status ?? null, most, before).map(executionOf);
  }

  countRunning(): number {
    const [row] = this.#journal.all("SELECT COUNT(*) AS running FROM executions WHERE status = 'RUNNING'");
    return row === undefined ? 0 : columnNumber(row, 'running');
  }

  add(frame: NewFrame): number {
    const { lastId } = this.#journal.run(
      `INSERT INTO state_frames (execution, parent, slot, scope, state, input, entered, item)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      frame.execution,
      frame.parent ?? null,
      frame.slot,
      frame.scope,
      frame.state,
      JSON.stringify(frame.input),
      frame.entered,
      frame.item === undefined ? null : JSON.stringify(frame.item),
    );
    return lastId;
  }

  frame(id: number): Frame | undefined {
    const [row] = this.#journal.all('SELECT * FROM state_frames WHERE id = ?', id);
    return row === undefined ? undefined : frameOf(row);
  }

  /** The frames that nothing but the engine moves on: to be taken up after a restart. */
  unparked(): readonly number[] {
    return this.#journal
      .all('SELECT id FROM state_frames WHERE parked = 0 ORDER BY id')
      .map((row) => columnNumber(row, 'id'));
  }

  enter(id: number, state: string, input: Json, at: number): void {
    this.#journal.run(
      "UPDATE state_frames SET state = ?, input = ?, entered = ?, retries = '[]', retry_at = 0, parked = 0 WHERE id = ?",
      state,
      JSON.stringify(input),
      at,
      id,
    );
  }

  park(id: number, parked: Parked): void {
    this.#journal.run('UPDATE state_frames SET parked = ? WHERE id = ?', PARKED.indexOf(parked), id);
  }

  retry(id: number, retries: readonly number[], at: number): void {
    this.#journal.run(
      'UPDATE state_frames SET retries = ?, retry_at = ?, parked = 0 WHERE id = ?',
      JSON.stringify(retries),
      at,
      id,
    );
  }

  /** The frame has ended; its output waits for the others of its Map or Parallel. */
  finish(id: number, output: Json): void {
    this.#journal.run(
      'UPDATE state_frames SET parked = ?, output = ? WHERE id = ?',
      PARKED.indexOf('done'),
      JSON.stringify(output),
      id,
    );
  }

  children(parent: number): { readonly made: number; readonly done: number } {
    const [row] = this.#journal.all(
      'SELECT COUNT(*) AS made, COALESCE(SUM(parked = 3), 0) AS done FROM state_frames WHERE parent = ?',
      parent,
    );
    return row === undefined
      ? { made: 0, done: 0 }
      : { made: columnNumber(row, 'made'), done: columnNumber(row, 'done') };
  }

  outputs(parent: number): readonly Json[] {
    return this.#journal
      .all('SELECT output FROM state_frames WHERE parent = ? ORDER BY slot', parent)
      .map((row) => parseJson(columnText(row, 'output')));
  }

  /** Forgets everything below a frame; answers the ids of what is gone. */
  forgetBelow(parent: number): readonly number[] {
    const below = this.#journal
      .all('SELECT id FROM state_frames WHERE parent = ?', parent)
      .map((row) => columnNumber(row, 'id'));
    const deeper = below.flatMap((id) => this.forgetBelow(id));
    this.#journal.run('DELETE FROM state_frames WHERE parent = ?', parent);
    return [...below, ...deeper];
  }

  framesOf(execution: string): readonly number[] {
    return this.#journal
      .all('SELECT id FROM state_frames WHERE execution = ?', execution)
      .map((row) => columnNumber(row, 'id'));
  }

  /** Keeps the journal bounded. */
  sweep(now: number): void {
    this.#journal.run("DELETE FROM executions WHERE status <> 'RUNNING' AND stopped < ?", now - KEEP_EXECUTIONS);
    this.history.sweep();
  }
}
