import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildRuntime } from '../../../cli/child-runtime.ts';
import { createMerchant, invokeOperator } from '../../../cli/merchant.ts';
import { ApiClient } from '../../../cli/replay/client.ts';
import { moveClock, settled } from '../../../cli/replay/clock.ts';
import { Merchant } from '../../../cli/replay/run.ts';

/** The product as a person starts it: a process of its own, on a free port and an empty data folder. */
export class TestRuntime {
  readonly #folder = join(tmpdir(), `fairshare-e2e-${randomUUID()}`);
  readonly #child: ChildRuntime;
  readonly #clients: ApiClient[] = [];

  /** Its clock will stand at the instant. `parameters` are those of the stack. */
  constructor(clock: string, parameters: Readonly<Record<string, string>> = {}) {
    this.#child = new ChildRuntime({ dataDir: this.#folder, clock, parameters });
  }

  /** Resolves when it serves. */
  async start(): Promise<void> {
    mkdirSync(this.#folder);
    await this.#child.start();
  }

  /** One that serves already. */
  static async start(clock: string, parameters: Readonly<Record<string, string>> = {}): Promise<TestRuntime> {
    const runtime = new TestRuntime(clock, parameters);
    await runtime.start();
    return runtime;
  }

  /** Where everything durable of it lies. */
  get dataDir(): string {
    return this.#folder;
  }

  get url(): string {
    return this.#child.url;
  }

  /** The one merchant of this runtime, and a client with its secret key. */
  async merchant(currency = 'GBP'): Promise<{ readonly api: ApiClient; readonly secret: string }> {
    const { secret_key: secret } = await createMerchant(this.#folder, 'Acme', currency);
    const api = new ApiClient(this.url, secret);
    this.#clients.push(api);
    return { api, secret };
  }

  /** Carries out a command of the operator, as `npm run fairshare` does. */
  operator(request: Readonly<Record<string, unknown>>): Promise<unknown> {
    return invokeOperator(this.#folder, request);
  }

  /** What the operator was shown when the merchant was made. */
  made(): Merchant {
    return Merchant.parse(JSON.parse(readFileSync(join(this.#folder, 'merchant.json'), 'utf8')));
  }

  /** Where the table server keeps the items of the single table. */
  tableFile(): string {
    return join(this.#folder, 'table.db');
  }

  /** Kills the process as `kill -9` does. It is started again at once; calls wait until it serves. */
  kill(): void {
    const told: unknown = JSON.parse(readFileSync(join(this.#folder, 'runtime.json'), 'utf8'));
    const pid = typeof told === 'object' && told !== null && 'process' in told ? Number(told.process) : Number.NaN;
    process.kill(pid, 'SIGKILL');
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#child.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Moves the clock, and resolves when everything that falls due on the way is done. */
export const until = async (api: ApiClient, instant: string): Promise<void> => {
  await moveClock(api, Date.parse(instant), true);
};

export { settled };
