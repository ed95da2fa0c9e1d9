import { connect, type Socket } from 'node:net';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The request never reached the server: sending it again is safe. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

/**
 * A small HTTP client for one server on this machine: connections are kept, a request is written in one piece, and
 * answers must carry their length. Node's own client costs twice the computing for each call.
 */
export interface HttpClient {
  send(method: string, path: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<HttpAnswer>;
  close(): void;
}

const HEAD_END = Buffer.from('\r\n\r\n');

function parseHead(text: string): { status: number; headers: Record<string, string> } {
  const [first = '', ...lines] = text.split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { status: Number(first.slice(9, 12)), headers };
}

interface UnderWay {
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (reason: Error) => void;
}

/** One kept connection; it carries one request at a time. */
class Connection {
  readonly #socket: Socket;
  readonly #free: (connection: Connection) => void;
  #underWay: UnderWay | undefined;
  #connected = false;
  #received: Buffer[] = [];
  #size = 0;
  #needed = 0;
  #head: { status: number; headers: Record<string, string> } | undefined;
  closed = false;

  constructor(host: string, port: number, free: (connection: Connection) => void) {
    this.#free = free;
    this.#socket = connect({ host, port, noDelay: true, keepAlive: true });
    this.#socket.on('connect', () => {
      this.#connected = true;
    });
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#lost());
  }

  send(head: string, body: Buffer): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      this.#underWay = { resolve, reject };
      this.#socket.cork();
      this.#socket.write(head, 'latin1');
      if (body.length > 0) this.#socket.write(body);
      this.#socket.uncork();
    });
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#size += chunk.length;
    if (this.#head === undefined) {
      const all = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
      const end = all.indexOf(HEAD_END);
      if (end < 0) return;
      this.#head = parseHead(all.toString('latin1', 0, end));
      this.#needed = Number(this.#head.headers['content-length'] ?? 0);
      this.#received = [all.subarray(end + HEAD_END.length)];
      this.#size = all.length - end - HEAD_END.length;
    }
    if (this.#size < this.#needed) return;
    this.#finish(this.#head);
  }

  #finish(head: { status: number; headers: Record<string, string> }): void {
    const [first] = this.#received;
    const body = this.#received.length === 1 && first !== undefined ? first : Buffer.concat(this.#received);
    const underWay = this.#underWay;
    this.#underWay = undefined;
    this.#received = [];
    this.#size = 0;
    this.#head = undefined;
    if (head.headers['connection'] === 'close') this.close();
    else this.#free(this);
    underWay?.resolve({ ...head, body });
  }

  #lost(): void {
    this.closed = true;
    const underWay = this.#underWay;
    this.#underWay = undefined;
    underWay?.reject(
      this.#connected
        ? new Error('The server closed the connection before it answered.')
        : new NotSent('Not connected.'),
    );
  }

  close(): void {
    this.closed = true;
    this.#socket.destroy();
  }
}

/** A client for one server, whose port may change when the server is started again. */
export function httpClient(host: string, port: () => number): HttpClient {
  const idle: Connection[] = [];
  const all = new Set<Connection>();
  const take = (): Connection => {
    for (let found = idle.pop(); found !== undefined; found = idle.pop()) if (!found.closed) return found;
    for (const connection of all) if (connection.closed) all.delete(connection);
    const fresh = new Connection(host, port(), (connection) => idle.push(connection));
    all.add(fresh);
    return fresh;
  };
  return {
    send: (method, path, headers, body) => {
      let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: ${body.length}\r\n`;
      for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`;
      return take().send(`${head}\r\n`, body);
    },
    close: () => {
      for (const connection of all) connection.close();
      all.clear();
    },
  };
}
