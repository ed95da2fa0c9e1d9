import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Activity, Clock, Invoker, Journal, Resource, Stack } from './contract.ts';
import type { FunctionDefinition } from './functions.ts';
import { logPattern } from './log-pattern.ts';
import { servicePermitted } from './policies.ts';
import { columnNumber, columnText, textAt } from './values.ts';

const compress = promisify(gzip);

/** So many lines go into one event; AWS fills them up to a megabyte. */
const AT_ONCE = 500;
/** Lines that arrive within this time share an event, in milliseconds. */
const GATHER_MS = 20;
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 30_000;

export interface LogOptions {
  readonly stack: Stack;
  readonly account: string;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  readonly invoker: Invoker;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly log: (line: string) => void;
}

/** A subscription filter of the template: lines that match go to its function, in batches, until it took them. */
class Subscription {
  readonly #options: LogOptions;
  readonly #id: string;
  readonly #name: string;
  readonly #group: string;
  readonly #target: string;
  readonly #matches: (line: string) => boolean;
  #timer: NodeJS.Timeout | undefined;
  #end: (() => void) | undefined;
  #sending = false;
  #retryMs = FIRST_RETRY_MS;
  #closed = false;

  constructor({ id, properties }: Resource, options: LogOptions) {
    const { stack } = options;
    const destination = textAt(properties, 'DestinationArn') ?? '';
    const target = stack.find(destination);
    if (target === undefined || !options.functions.has(target)) {
      throw new Error(`${id}: the local runtime sends log lines to functions, and ${destination} is none.`);
    }
    if (!servicePermitted(stack, target, 'logs.amazonaws.com')) {
      throw new Error(`${id}: the template does not permit CloudWatch Logs to invoke ${target}.`);
    }
    this.#options = options;
    this.#id = id;
    this.#name = textAt(properties, 'FilterName') ?? id;
    this.#group = textAt(properties, 'LogGroupName') ?? '';
    this.#target = target;
    this.#matches = logPattern(textAt(properties, 'FilterPattern') ?? '');
    if (this.#waiting(1).length > 0) this.#soon(0);
  }

  get group(): string {
    return this.#group;
  }

  /** Keeps a line that matches; it is durable when this returns. */
  take(line: string): void {
    if (!this.#matches(line)) return;
    const { journal, clock } = this.#options;
    journal.run('INSERT INTO log_lines (filter, at, line) VALUES (?, ?, ?)', this.#id, clock.now(), line);
    this.#soon(GATHER_MS);
  }

  #soon(delay: number): void {
    if (this.#closed || this.#sending || this.#timer !== undefined) return;
    this.#end ??= this.#options.activity.begin(`log lines for ${this.#target}`);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#send();
    }, delay);
  }

  #waiting(limit: number): readonly Readonly<Record<string, unknown>>[] {
    return this.#options.journal.all(
      'SELECT id, at, line FROM log_lines WHERE filter = ? ORDER BY id LIMIT ?',
      this.#id,
      limit,
    );
  }

  async #event(rows: readonly Readonly<Record<string, unknown>>[]): Promise<unknown> {
    const content = {
      messageType: 'DATA_MESSAGE',
      owner: this.#options.account,
      logGroup: this.#group,
      logStream: 'local',
      subscriptionFilters: [this.#name],
      logEvents: rows.map((row) => ({
        id: String(columnNumber(row, 'id')).padStart(56, '0'),
        timestamp: columnNumber(row, 'at'),
        message: columnText(row, 'line'),
      })),
    };
    const data = await compress(Buffer.from(JSON.stringify(content)));
    return { awslogs: { data: data.toString('base64') } };
  }

  async #send(): Promise<void> {
    const { invoker, journal, log } = this.#options;
    this.#sending = true;
    const rows = this.#waiting(AT_ONCE);
    const last = rows.at(-1);
    let failed = false;
    if (last !== undefined) {
      const { ok, error } = await invoker.invoke(this.#target, await this.#event(rows));
      failed = !ok;
      if (ok) journal.run('DELETE FROM log_lines WHERE filter = ? AND id <= ?', this.#id, columnNumber(last, 'id'));
      else log(`${this.#target} did not take ${rows.length} log lines: ${error?.errorType} ${error?.errorMessage}`);
    }
    this.#sending = false;
    if (this.#closed) return;
    if (failed) {
      this.#soon(this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
      return;
    }
    this.#retryMs = FIRST_RETRY_MS;
    if (this.#waiting(1).length > 0) this.#soon(0);
    else this.#finish();
  }

  #finish(): void {
    this.#end?.();
    this.#end = undefined;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#finish();
  }
}

/** Serves the subscription filters of the template: a function's standard output is the log of its group. */
export function startLogs(options: LogOptions): { close(): void } {
  const { stack, functions, invoker, journal } = options;
  journal.schema(`CREATE TABLE IF NOT EXISTS log_lines (id INTEGER PRIMARY KEY AUTOINCREMENT, filter TEXT NOT NULL,
    at INTEGER NOT NULL, line TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS log_lines_by_filter ON log_lines (filter, id)`);
  const subscriptions = stack.ofType('AWS::Logs::SubscriptionFilter').map((each) => new Subscription(each, options));
  invoker.onLog((functionId, line) => {
    const group = functions.get(functionId)?.logGroup;
    for (const subscription of subscriptions) if (subscription.group === group) subscription.take(line);
  });
  return {
    close: () => {
      for (const subscription of subscriptions) subscription.close();
    },
  };
}
