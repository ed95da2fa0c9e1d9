import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('start.ts', import.meta.url));

export interface ChildRuntimeOptions {
  readonly dataDir: string;
  readonly clock: string;
  readonly chaos?: number | undefined;
  /** Parameters of the stack. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/** A runtime of one's own in a child process, started again whenever it dies. It ends with its parent. */
export class ChildRuntime {
  readonly #options: ChildRuntimeOptions;
  #child: ChildProcess | undefined;
  #port = 0;
  #closing = false;

  constructor(options: ChildRuntimeOptions) {
    this.#options = options;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Resolves when it serves. */
  async start(): Promise<void> {
    const { dataDir, clock, chaos, parameters = {} } = this.#options;
    // Many small threads: few memory arenas and a small young generation keep them so, and helpers that collect the
    // garbage of one thread on several cores only take them from the other threads.
    const args = [
      '--max-semi-space-size=4',
      '--single-threaded-gc',
      START,
      '--no-demo',
      '--port',
      String(this.#port),
      '--data',
      dataDir,
      '--clock',
      clock,
    ];
    if (chaos !== undefined) args.push('--chaos', String(chaos));
    for (const [name, value] of Object.entries(parameters)) args.push('--set', `${name}=${value}`);
    // The channel has no messages: its end tells the child that its parent is gone, however it went.
    const env = { ...process.env, MALLOC_ARENA_MAX: '2' };
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      if (child.stdout === null) throw new Error('The runtime has no output.');
      const lines = createInterface({ input: child.stdout });
      lines.on('line', (line) => {
        const port = /^ready http:\/\/127\.0\.0\.1:(\d+)$/.exec(line)?.[1];
        if (port === undefined) return;
        this.#port = Number(port);
        resolve();
      });
      child.once('exit', (code, signal) => reject(new Error(`The runtime ended at its start (${code ?? signal}).`)));
    });
    child.removeAllListeners('exit');
    child.once('exit', () => {
      if (!this.#closing) this.start().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    await ended;
  }
}
