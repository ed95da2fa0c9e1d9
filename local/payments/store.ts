import { randomBytes } from 'node:crypto';
import type { Journal } from '../contract.ts';
import { type Doc, parseDoc } from './json.ts';

/** What kinds of documents the two providers keep. */
type Kind =
  | 'customer'
  | 'payment_method'
  | 'setup_intent'
  | 'checkout_session'
  | 'payment_intent'
  | 'charge'
  | 'account'
  | 'account_link'
  | 'transfer'
  | 'transfer_reversal'
  | 'event'
  | 'paypal_token'
  | 'paypal_batch'
  | 'paypal_item'
  | 'paypal_event';

/** The fields by which documents are looked for; each has an index. */
type Field = 'customer' | 'destination' | 'payment_intent' | 'payout_batch_id' | 'sender_batch_id' | 'transfer';

interface Page {
  readonly items: readonly Doc[];
  readonly more: boolean;
}

/** An answer kept under an idempotency key. */
interface KeptAnswer {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly request: string;
}

const FIELDS: readonly Field[] = [
  'customer',
  'destination',
  'payment_intent',
  'payout_batch_id',
  'sender_batch_id',
  'transfer',
];

const SCHEMA = `
CREATE TABLE IF NOT EXISTS payment_documents (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, part TEXT, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS payment_documents_kind ON payment_documents (kind, seq);
CREATE INDEX IF NOT EXISTS payment_documents_part ON payment_documents (kind, part, seq);
${FIELDS.map((field) => `CREATE INDEX IF NOT EXISTS payment_documents_${field} ON payment_documents (kind, json_extract(body, '$.${field}'), seq);`).join('\n')}
CREATE TABLE IF NOT EXISTS payment_counts (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS payment_keys (
  key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
  request TEXT NOT NULL, created INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS payment_due (name TEXT PRIMARY KEY, at INTEGER NOT NULL);
`;

/** The stand-in's memory: documents, counters, kept answers and what falls due, all in the runtime's journal. */
export class Store {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.schema(SCHEMA);
  }

  transaction<T>(work: () => T): T {
    return this.#journal.transaction(work);
  }

  /** Stores a new document, or a newer state of one, under its `id`. `part` is an exact value to list by. */
  put(kind: Kind, id: string, body: Doc, part: string | null = null): Doc {
    this.#journal.run(
      `INSERT INTO payment_documents (id, kind, part, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
      id,
      kind,
      part,
      JSON.stringify(body),
    );
    return body;
  }

  get(kind: Kind, id: string): Doc | undefined {
    return bodies(this.#journal.all('SELECT body FROM payment_documents WHERE id = ? AND kind = ?', id, kind))[0];
  }

  /** Any document by its id; used to expand references. */
  find(id: string): Doc | undefined {
    return bodies(this.#journal.all('SELECT body FROM payment_documents WHERE id = ?', id))[0];
  }

  forget(kind: Kind, id: string): void {
    this.#journal.run('DELETE FROM payment_documents WHERE id = ? AND kind = ?', id, kind);
  }

  /** All documents of a kind with this value in a field, oldest first. */
  where(kind: Kind, field: Field, value: string): readonly Doc[] {
    const sql = `SELECT body FROM payment_documents WHERE kind = ? AND json_extract(body, '$.${field}') = ? ORDER BY seq`;
    return bodies(this.#journal.all(sql, kind, value));
  }

  all(kind: Kind): readonly Doc[] {
    return bodies(this.#journal.all('SELECT body FROM payment_documents WHERE kind = ? ORDER BY seq', kind));
  }

  /** One page, newest first, as the providers' lists are. */
  page(kind: Kind, query: PageQuery): Page {
    const conditions = ['kind = ?'];
    const values: (string | number)[] = [kind];
    for (const [field, value] of query.fields ?? []) {
      conditions.push(`json_extract(body, '$.${field}') = ?`);
      values.push(value);
    }
    if (query.part !== undefined) {
      conditions.push('part = ?');
      values.push(query.part);
    }
    if (query.after !== undefined) {
      conditions.push('seq < (SELECT seq FROM payment_documents WHERE id = ?)');
      values.push(query.after);
    }
    const where = conditions.join(' AND ');
    const sql = `SELECT body FROM payment_documents WHERE ${where} ORDER BY seq DESC LIMIT ?`;
    const found = bodies(this.#journal.all(sql, ...values, query.limit + 1));
    return { items: found.slice(0, query.limit), more: found.length > query.limit };
  }

  /** Adds one to a named counter and returns the new value. */
  count(name: string): number {
    this.#journal.run(
      'INSERT INTO payment_counts (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1',
      name,
    );
    return numberIn(this.#journal.all('SELECT value FROM payment_counts WHERE name = ?', name)[0], 'value');
  }

  keepAnswer(key: string, answer: KeptAnswer, created: number): void {
    this.#journal.run(
      'INSERT OR REPLACE INTO payment_keys (key, fingerprint, status, body, request, created) VALUES (?, ?, ?, ?, ?, ?)',
      key,
      answer.fingerprint,
      answer.status,
      answer.body,
      answer.request,
      created,
    );
  }

  /** The answer kept under a key, unless it is older than `since`: then the key is forgotten. */
  keptAnswer(key: string, since: number): KeptAnswer | undefined {
    this.#journal.run('DELETE FROM payment_keys WHERE created <= ?', since);
    const row = this.#journal.all('SELECT fingerprint, status, body, request FROM payment_keys WHERE key = ?', key)[0];
    if (!row) return undefined;
    return {
      fingerprint: String(row['fingerprint']),
      status: numberIn(row, 'status'),
      body: String(row['body']),
      request: String(row['request']),
    };
  }

  setDue(name: string, at: number): void {
    this.#journal.run('INSERT OR REPLACE INTO payment_due (name, at) VALUES (?, ?)', name, at);
  }

  /** Takes a due entry out; false when it was already handled. */
  takeDue(name: string): boolean {
    return this.#journal.run('DELETE FROM payment_due WHERE name = ?', name).changes > 0;
  }

  allDue(): readonly { name: string; at: number }[] {
    const rows = this.#journal.all('SELECT name, at FROM payment_due ORDER BY at, name');
    return rows.map((row) => ({ name: String(row['name']), at: numberIn(row, 'at') }));
  }
}

interface PageQuery {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly part?: string | undefined;
  readonly fields?: readonly (readonly [Field, string])[];
}

/** A new identifier that looks like the provider's. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}

function bodies(rows: readonly Readonly<Record<string, unknown>>[]): Doc[] {
  return rows.map((row) => {
    const doc = parseDoc(String(row['body']));
    if (!doc) throw new Error('a stored document is not readable');
    return doc;
  });
}

function numberIn(row: Readonly<Record<string, unknown>> | undefined, field: string): number {
  const value = row?.[field];
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw new Error(`the row has no number in ${field}`);
}
