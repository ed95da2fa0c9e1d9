import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { ownAnswer } from '../api-answer.ts';
import type { Journal } from '../contract.ts';
import type { LocalHandler, LocalResponse } from '../messaging-parts.ts';
import { isObject, textAt, tryJson } from '../values.ts';
import { answerTo, type DnsRecord, isRecordType } from './message.ts';

/** Name servers for apps that look names up: they know what a developer or a test tells them, and nothing else. */
export interface DnsServer {
  /** `address:port`, as a resolver takes it. */
  readonly address: string;
  /** Shows the records (GET), adds one (POST), and takes those of a name away (DELETE). */
  readonly handle: LocalHandler;
  close(): Promise<void>;
}

const SCHEMA = 'CREATE TABLE IF NOT EXISTS dns_record (name TEXT, type TEXT, value TEXT, UNIQUE (name, type, value))';

function recordsIn(journal: Journal): readonly DnsRecord[] {
  return journal.all('SELECT name, type, value FROM dns_record ORDER BY name, type, value').flatMap((row) => {
    const type = String(row['type']);
    return isRecordType(type) ? [{ name: String(row['name']), type, value: String(row['value']) }] : [];
  });
}

function readRecord(body: Buffer): DnsRecord | undefined {
  const given = tryJson(body.toString());
  if (!isObject(given)) return undefined;
  const [name, type, value] = ['name', 'type', 'value'].map((field) => textAt(given, field));
  if (name === undefined || type === undefined || value === undefined || !isRecordType(type)) return undefined;
  return { name: name.toLowerCase(), type, value };
}

function handlerFor(journal: Journal): LocalHandler {
  const shown = (): LocalResponse => ({ status: 200, body: JSON.stringify({ records: recordsIn(journal) }) });
  return async ({ method, body, query }) => {
    switch (method) {
      case 'GET':
        return shown();
      case 'DELETE':
        journal.run('DELETE FROM dns_record WHERE name = ?', (query.get('name') ?? '').toLowerCase());
        return shown();
      case 'POST': {
        const record = readRecord(body);
        if (record === undefined)
          return { status: 400, body: '{"message":"Give name, type (A, CNAME, TXT) and value."}' };
        const { name, type, value } = record;
        journal.run('INSERT OR IGNORE INTO dns_record (name, type, value) VALUES (?, ?, ?)', name, type, value);
        return shown();
      }
      default: {
        const { status, body: text } = ownAnswer(405, 'Method Not Allowed');
        return { status, body: String(text) };
      }
    }
  };
}

async function listen(socket: Socket): Promise<string> {
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return `127.0.0.1:${socket.address().port}`;
}

/** Starts the name servers on this machine; their records are kept with everything else. */
export async function startDns(journal: Journal): Promise<DnsServer> {
  journal.schema(SCHEMA);
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const answer = answerTo(message, recordsIn(journal));
    if (answer !== undefined) socket.send(answer, from.port, from.address);
  });
  const address = await listen(socket);
  return {
    address,
    handle: handlerFor(journal),
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** The name servers as the runtime has them: without any where no parameter of the template asks for their address. */
interface DnsPart {
  readonly parameters: Readonly<Record<string, string>>;
  addRoutes(add: (method: string, path: string, handler: LocalHandler) => void): void;
  close(): Promise<void>;
}

/** Starts name servers if parameters ask for them. */
export async function startDnsFor(
  asked: { readonly parameters: readonly string[] } | undefined,
  journal: Journal,
): Promise<DnsPart> {
  if (asked === undefined) return { parameters: {}, addRoutes: () => undefined, close: async () => undefined };
  const server = await startDns(journal);
  return {
    parameters: Object.fromEntries(asked.parameters.map((name) => [name, server.address])),
    addRoutes: (add) => {
      for (const method of ['GET', 'POST', 'DELETE']) add(method, '/_local/dns', server.handle);
    },
    close: () => server.close(),
  };
}
