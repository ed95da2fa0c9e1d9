import type { Kernel } from './contract.ts';
import type { Queues } from './queues.ts';
import type { Json } from './values.ts';
import { columnNumber, columnText, messageOf, numberAt, objectAt, parseJson, textAt } from './values.ts';

interface Policy {
  readonly retries: number;
  readonly deadLetters: string | undefined;
}

/** AWS waits one and two minutes; here seconds, so that a developer sees the retry. */
const RETRY_WAITS = [1000, 2000];
const MOST_PARALLEL = 2;
/** The journal may be busy for a moment (another process looks into it). */
const AFTER_ERROR = 500;

const TABLE = `
  CREATE TABLE IF NOT EXISTS async_invocations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, function TEXT NOT NULL, event TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL)`;

function policyOf(kernel: Kernel, functionId: string): Policy {
  const { stack } = kernel;
  const config = stack
    .ofType('AWS::Lambda::EventInvokeConfig')
    .find(({ properties }) => stack.find(textAt(properties, 'FunctionName') ?? '') === functionId)?.properties;
  const onFailure = objectAt(objectAt(config ?? {}, 'DestinationConfig'), 'OnFailure');
  const own = objectAt(stack.resources.get(functionId)?.properties ?? {}, 'DeadLetterConfig');
  const target = textAt(onFailure, 'Destination') ?? textAt(own, 'TargetArn');
  const deadLetters = target === undefined ? undefined : stack.find(target);
  if (target !== undefined && stack.resources.get(deadLetters ?? '')?.type !== 'AWS::SQS::Queue') {
    throw new Error(
      `function ${functionId}: the local runtime supports only queues as failure destination, not ${target}`,
    );
  }
  return { retries: numberAt(config ?? {}, 'MaximumRetryAttempts') ?? 2, deadLetters };
}

interface Invocation {
  readonly id: number;
  readonly functionId: string;
  readonly event: string;
  readonly attempts: number;
}

/**
 * Functions that are invoked without anybody waiting: by rules and schedules. Durable, retried as Lambda does, and
 * after that kept in the dead-letter queue of the function, if it has one.
 */
export class AsyncInvocations {
  readonly #kernel: Kernel;
  readonly #queues: Queues;
  readonly #policies: ReadonlyMap<string, Policy>;
  readonly #underWay = new Map<number, Promise<void>>();
  #release: (() => void) | undefined;
  #later: NodeJS.Timeout | undefined;
  #called = false;
  #closed = false;

  /** Opens the invocations that were stored and goes on with those that are left. */
  constructor(kernel: Kernel, queues: Queues) {
    this.#kernel = kernel;
    this.#queues = queues;
    kernel.journal.schema(TABLE);
    const functions = kernel.stack.ofType('AWS::Lambda::Function');
    this.#policies = new Map(functions.map(({ id }) => [id, policyOf(kernel, id)]));
    this.#wake();
  }

  /** Stores the invocation; part of the transaction under way, if there is one. */
  enqueue(functionId: string, event: Json): void {
    const { chaos, journal } = this.#kernel;
    const text = JSON.stringify(event);
    for (let copy = chaos.copies(); copy > 0; copy -= 1) {
      const due = Date.now() + chaos.delay();
      journal.run('INSERT INTO async_invocations (function, event, due) VALUES (?, ?, ?)', functionId, text, due);
    }
    this.#wake();
  }

  depth(): number {
    const [row] = this.#kernel.journal.all('SELECT COUNT(*) AS waiting FROM async_invocations');
    return row === undefined ? 0 : columnNumber(row, 'waiting');
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#later);
    this.#release?.();
    await Promise.all(this.#underWay.values());
  }

  /** Looks for work in the next turn of the event loop, after the transaction under way. */
  #wake(): void {
    if (this.#closed || this.#called) return;
    this.#release ??= this.#kernel.activity.begin('asynchronous invocations');
    this.#called = true;
    setImmediate(() => {
      this.#called = false;
      if (this.#closed) return;
      try {
        this.#pump();
      } catch (thrown) {
        this.#kernel.log(`asynchronous invocations, next try in ${AFTER_ERROR} ms: ${messageOf(thrown)}`);
        this.#later = setTimeout(() => this.#wake(), AFTER_ERROR);
      }
    });
  }

  #pump(): void {
    for (const invocation of this.#due()) {
      const { id } = invocation;
      const work = this.#run(invocation)
        .catch((thrown: unknown) => this.#kernel.log(`asynchronous invocation ${id}: ${messageOf(thrown)}`))
        .finally(() => {
          this.#underWay.delete(id);
          this.#wake();
        });
      this.#underWay.set(id, work);
    }
    if (this.#underWay.size > 0) return;
    const [next] = this.#kernel.journal.all('SELECT MIN(due) AS due FROM async_invocations');
    const at = next?.['due'];
    clearTimeout(this.#later);
    if (typeof at === 'number') {
      this.#later = setTimeout(() => this.#wake(), Math.max(at - Date.now(), 1));
      return;
    }
    this.#release?.();
    this.#release = undefined;
  }

  #due(): readonly Invocation[] {
    const sql = `SELECT * FROM async_invocations WHERE due <= ? AND id NOT IN (SELECT value FROM json_each(?))
      ORDER BY due, id LIMIT ?`;
    const busy = JSON.stringify([...this.#underWay.keys()]);
    const free = Math.max(MOST_PARALLEL - this.#underWay.size, 0);
    return this.#kernel.journal.all(sql, Date.now(), busy, free).map((row) => ({
      id: columnNumber(row, 'id'),
      functionId: columnText(row, 'function'),
      event: columnText(row, 'event'),
      attempts: columnNumber(row, 'attempts'),
    }));
  }

  async #run({ id, functionId, event, attempts }: Invocation): Promise<void> {
    const { invoker, journal, log } = this.#kernel;
    const result = await invoker.invoke(functionId, parseJson(event));
    if (this.#closed) return;
    if (result.ok) {
      journal.run('DELETE FROM async_invocations WHERE id = ?', id);
      return;
    }
    const { retries, deadLetters } = this.#policies.get(functionId) ?? { retries: 2, deadLetters: undefined };
    const why = `${result.error?.errorType ?? 'Error'}: ${result.error?.errorMessage ?? ''}`;
    log(`${functionId} failed on an asynchronous event, attempt ${attempts + 1}: ${why}`);
    if (attempts < retries) {
      const due = Date.now() + (RETRY_WAITS[Math.min(attempts, RETRY_WAITS.length - 1)] ?? 0);
      journal.run('UPDATE async_invocations SET attempts = ?, due = ? WHERE id = ?', attempts + 1, due, id);
      return;
    }
    journal.transaction(() => {
      if (deadLetters !== undefined) this.#queues.send(deadLetters, event);
      journal.run('DELETE FROM async_invocations WHERE id = ?', id);
    });
    log(`${functionId}: an event was ${deadLetters === undefined ? 'dropped' : `sent to ${deadLetters}`}`);
  }
}
