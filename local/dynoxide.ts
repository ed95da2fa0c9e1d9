import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { type HttpClient, httpClient } from './http-client.ts';

/** The DynamoDB-compatible server behind the tables. */
export interface TableServer {
  readonly client: HttpClient;
  /** The SQLite file of the embedded server; undefined for a server elsewhere. */
  readonly file: string | undefined;
  close(): Promise<void>;
}

const PACKAGE = '@dynoxide/linux-x64/dynoxide';
const READY_MS = 10_000;
/** A server that somebody else runs is expected to be there. */
const ELSEWHERE_MS = 2000;
const RESTART_MS = 50;

/**
 * Ends the server when this process ends, however it ends: the shell's standard input is a pipe from this process,
 * and `cat` returns when the pipe breaks.
 */
const GUARD =
  'exec 3<&0; "$0" "$@" </dev/null & child=$!; { cat <&3 >/dev/null; kill -9 $child; } 2>/dev/null & wait $child';

function binary(): string {
  try {
    return createRequire(import.meta.url).resolve(PACKAGE);
  } catch {
    throw new Error(
      'The embedded table server exists for Linux on x64 only. On this platform set DYNAMODB_ENDPOINT to the address ' +
        'of a DynamoDB-compatible server, for instance DYNAMODB_ENDPOINT=http://127.0.0.1:8000 for DynamoDB Local.',
    );
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port was found on this machine.');
  return address.port;
}

/** Waits until the server answers; a request without a signature is refused, which is answer enough. */
async function ready(client: HttpClient, ms: number): Promise<void> {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    try {
      await client.send('POST', '/', {}, Buffer.from('{}'));
      return;
    } catch {
      await pause(10);
    }
  }
  throw new Error('The table server did not start.');
}

/** Starts the embedded server on the file, and starts it again whenever it ends by itself. */
async function startEmbedded(file: string, log: (line: string) => void): Promise<TableServer> {
  const program = binary();
  let port = await freePort();
  const client = httpClient('127.0.0.1', () => port);
  let closing = false;
  let child: ChildProcess;
  const start = (): void => {
    child = spawn('/bin/sh', ['-c', GUARD, program, 'serve', '--port', String(port), '--db-path', file], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], MALLOC_ARENA_MAX: '2' },
      // In a group of its own: Ctrl-C is for the runtime, which ends the server last.
      detached: true,
    });
    child.stdin?.on('error', () => undefined);
    // By lines: on a busy machine what it says arrives in pieces.
    const said = child.stderr === null ? undefined : createInterface({ input: child.stderr });
    said?.on('line', (line) => {
      if (!closing && !line.startsWith('Dynoxide listening')) log(`The table server says: ${line}`);
    });
    child.once('exit', (code, signal) => {
      child.stdin?.destroy();
      if (closing) return;
      log(`The table server ended (${signal ?? `status ${code}`}) and is started again.`);
      setTimeout(() => void restart(), RESTART_MS);
    });
  };
  // Somebody else may have taken the port in the meantime, so that each start gets one of its own.
  const restart = async (): Promise<void> => {
    port = await freePort();
    if (!closing) start();
  };
  const close = async (): Promise<void> => {
    closing = true;
    client.close();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.stdin?.destroy();
    await ended;
  };
  start();
  try {
    await ready(client, READY_MS);
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { client, file, close };
}

/** A DynamoDB-compatible server that somebody else runs. */
async function connectElsewhere(endpoint: string): Promise<TableServer> {
  const { hostname, port, protocol } = new URL(endpoint);
  if (protocol !== 'http:') throw new Error(`DYNAMODB_ENDPOINT must start with http://, and ${endpoint} does not.`);
  const client = httpClient(hostname, () => Number(port === '' ? 80 : port));
  await ready(client, ELSEWHERE_MS).catch(() => {
    throw new Error(`No DynamoDB-compatible server answers at ${endpoint} (DYNAMODB_ENDPOINT).`);
  });
  return { client, file: undefined, close: async () => client.close() };
}

/** The embedded table server on `file`, or the one at `endpoint` when that is given. */
export async function startTableServer(
  file: string,
  endpoint: string | undefined,
  log: (line: string) => void,
): Promise<TableServer> {
  return endpoint === undefined || endpoint === '' ? startEmbedded(file, log) : connectElsewhere(endpoint);
}
