import { setTimeout as pause } from 'node:timers/promises';
import type { Clock, Journal } from './contract.ts';
import type { ActivityControl, TimerControl } from './messaging-parts.ts';
import { columnNumber, columnText, messageOf, parseJson } from './values.ts';

/** setTimeout counts in 32 bits: longer waits are cut into days. */
const LONGEST_SLEEP = 86_400_000;
const FIRST_RETRY = 200;
const LONGEST_RETRY = 30_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS timers (
    name TEXT PRIMARY KEY, at INTEGER NOT NULL, payload TEXT NOT NULL, revision INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS timers_at ON timers (at, name);`;

type TimerHandler = Parameters<TimerControl['on']>[1];
interface DueTimer {
  readonly name: string;
  readonly at: number;
  readonly payload: string;
  readonly revision: number;
}

/**
 * Durable timers on business time. In running mode they fire by themselves, in test mode through `fireDue`. A timer
 * is forgotten after its handler has succeeded (and unless the handler set it anew), so it fires at least once.
 */
export class DurableTimers implements TimerControl {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #activity: ActivityControl;
  readonly #log: (line: string) => void;
  readonly #handlers = new Map<string, TimerHandler>();
  #revision: number;
  #started = false;
  #alarm: NodeJS.Timeout | undefined;
  #firing: Promise<unknown> = Promise.resolve();

  constructor(journal: Journal, clock: Clock, activity: ActivityControl, log: (line: string) => void) {
    this.#journal = journal;
    this.#clock = clock;
    this.#activity = activity;
    this.#log = log;
    journal.schema(TABLES);
    const [newest] = journal.all('SELECT COALESCE(MAX(revision), 0) AS revision FROM timers');
    this.#revision = newest === undefined ? 0 : columnNumber(newest, 'revision');
  }

  set(name: string, at: number, payload: unknown): void {
    this.#revision += 1;
    const sql = 'INSERT OR REPLACE INTO timers (name, at, payload, revision) VALUES (?, ?, ?, ?)';
    this.#journal.run(sql, name, at, JSON.stringify(payload ?? null), this.#revision);
    this.#arm();
  }

  clear(name: string): void {
    this.#journal.run('DELETE FROM timers WHERE name = ?', name);
  }

  on(prefix: string, fire: TimerHandler): void {
    this.#handlers.set(prefix, fire);
  }

  nextDue(): number | undefined {
    const [row] = this.#journal.all('SELECT MIN(at) AS at FROM timers');
    const at = row?.['at'];
    return typeof at === 'number' ? at : undefined;
  }

  fireDue(upTo: number): Promise<number> {
    const mine = this.#firing.then(() => this.#fireAll(upTo));
    this.#firing = mine
      .then(() => this.#arm())
      .catch((thrown: unknown) => this.#log(`the timers could not be read: ${messageOf(thrown)}`));
    return mine;
  }

  start(): void {
    this.#started = true;
    this.fireDue(this.#clock.now()).catch(() => undefined);
  }

  stop(): void {
    this.#started = false;
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
  }

  /** In running mode: sleeps until the next timer falls due. */
  #arm(): void {
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
    if (!this.#started || this.#clock.mode !== 'running') return;
    const due = this.nextDue();
    if (due === undefined) return;
    const sleep = Math.min(Math.max(due - this.#clock.now(), 0), LONGEST_SLEEP);
    this.#alarm = setTimeout(() => {
      this.fireDue(this.#clock.now()).catch(() => undefined);
    }, sleep);
    this.#alarm.unref();
  }

  async #fireAll(upTo: number): Promise<number> {
    for (let fired = 0; ; ) {
      const [row] = this.#journal.all('SELECT * FROM timers WHERE at <= ? ORDER BY at, name LIMIT 1', upTo);
      if (row === undefined || !this.#started) return fired;
      const timer = {
        name: columnText(row, 'name'),
        at: columnNumber(row, 'at'),
        payload: columnText(row, 'payload'),
        revision: columnNumber(row, 'revision'),
      };
      const end = this.#activity.begin(`timer ${timer.name}`);
      try {
        if (await this.#fire(timer)) fired += 1;
      } finally {
        end();
      }
    }
  }

  /** Fires one timer until its handler succeeds; false when it was cleared, set anew or stopped meanwhile. */
  async #fire(timer: DueTimer): Promise<boolean> {
    for (let wait = FIRST_RETRY; ; wait = Math.min(wait * 2, LONGEST_RETRY)) {
      const sql = 'SELECT 1 FROM timers WHERE name = ? AND revision = ?';
      if (!this.#started || this.#journal.all(sql, timer.name, timer.revision).length === 0) return false;
      try {
        const handler = [...this.#handlers].find(([prefix]) => timer.name.startsWith(prefix))?.[1];
        if (handler === undefined) throw new Error('nobody handles timers of this name');
        await handler(timer.name, parseJson(timer.payload), timer.at);
        this.#journal.run('DELETE FROM timers WHERE name = ? AND revision = ?', timer.name, timer.revision);
        return true;
      } catch (thrown) {
        this.#log(`timer ${timer.name} failed, next try in ${wait} ms: ${messageOf(thrown)}`);
        await pause(wait);
      }
    }
  }
}
