import { randomUUID } from 'node:crypto';
import type { Journal } from '../contract.ts';
import { columnNumber, columnText, isObject, type Loose, tryJson } from '../values.ts';

/** FORCE_CHANGE_PASSWORD: its password is a temporary one, or it has none. */
export type Status = 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';

/** Somebody who can log in. */
export interface Account {
  readonly sub: string;
  /** As it was given; the address that names it is compared by the pool's rule. */
  readonly email: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** What is stored of the password. */
  readonly password: string | undefined;
  readonly status: Status;
  readonly enabled: boolean;
  /** Real time in milliseconds. */
  readonly createdAt: number;
  readonly changedAt: number;
}

function attributesOf(text: string): Record<string, string> {
  const parsed = tryJson(text);
  return Object.fromEntries(
    Object.entries(isObject(parsed) ? parsed : {}).map(([name, value]) => [name, String(value)]),
  );
}

function accountOf(row: Loose): Account {
  const attributes = attributesOf(columnText(row, 'attributes'));
  return {
    sub: columnText(row, 'sub'),
    email: attributes['email'] ?? '',
    attributes,
    password: typeof row['password'] === 'string' ? row['password'] : undefined,
    status: row['status'] === 'CONFIRMED' ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
    enabled: columnNumber(row, 'enabled') === 1,
    createdAt: columnNumber(row, 'created_at'),
    changedAt: columnNumber(row, 'changed_at'),
  };
}

/** The accounts of the pool, in the journal. */
export class Accounts {
  readonly #journal: Journal;
  readonly #caseSensitive: boolean;

  constructor(journal: Journal, caseSensitive: boolean) {
    this.#journal = journal;
    this.#caseSensitive = caseSensitive;
    journal.schema(`CREATE TABLE IF NOT EXISTS login_accounts (
      sub TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, attributes TEXT NOT NULL, password TEXT, status TEXT NOT NULL,
      enabled INTEGER NOT NULL, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL)`);
  }

  /** How an e-mail address names its account. */
  nameOf(email: string): string {
    return this.#caseSensitive ? email.trim() : email.trim().toLowerCase();
  }

  /** An account by its e-mail address or its own name. */
  find(name: string): Account | undefined {
    const sql = 'SELECT * FROM login_accounts WHERE name = ? OR sub = ?';
    const [row] = this.#journal.all(sql, this.nameOf(name), name);
    return row === undefined ? undefined : accountOf(row);
  }

  /** A new account; undefined when the address has one. */
  add(email: string, attributes: Readonly<Record<string, string>>, password: string | undefined): Account | undefined {
    if (this.find(email) !== undefined) return undefined;
    const sub = randomUUID();
    const now = Date.now();
    const sql = `INSERT INTO login_accounts (sub, name, attributes, password, status, enabled, created_at, changed_at)
      VALUES (?, ?, ?, ?, 'FORCE_CHANGE_PASSWORD', 1, ?, ?)`;
    const all = JSON.stringify({ ...attributes, sub, email });
    this.#journal.run(sql, sub, this.nameOf(email), all, password ?? null, now, now);
    return this.find(sub);
  }

  setPassword(sub: string, password: string, status: Status): void {
    const sql = 'UPDATE login_accounts SET password = ?, status = ?, changed_at = ? WHERE sub = ?';
    this.#journal.run(sql, password, status, Date.now(), sub);
  }

  setAttributes(account: Account, changes: Readonly<Record<string, string>>): void {
    const attributes = { ...account.attributes, ...changes, sub: account.sub };
    const name = this.nameOf(changes['email'] ?? account.email);
    const sql = 'UPDATE login_accounts SET attributes = ?, name = ?, changed_at = ? WHERE sub = ?';
    this.#journal.run(sql, JSON.stringify(attributes), name, Date.now(), account.sub);
  }

  setEnabled(sub: string, enabled: boolean): void {
    const sql = 'UPDATE login_accounts SET enabled = ?, changed_at = ? WHERE sub = ?';
    this.#journal.run(sql, enabled ? 1 : 0, Date.now(), sub);
  }

  remove(sub: string): void {
    this.#journal.run('DELETE FROM login_accounts WHERE sub = ?', sub);
  }
}
