import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Journal } from '../contract.ts';
import { columnNumber, columnText, isObject, type Loose, textAt, tryJson } from '../values.ts';

/** What is handed out for a while: only hashes are stored. */
type Kind = 'code' | 'session' | 'refresh' | 'reset';

/** What a grant stands for. */
export interface Granted {
  readonly sub: string;
  /** All tokens that come from one log-in. */
  readonly origin: string;
  /** When the person gave the password, in seconds. */
  readonly authTime: number;
  readonly client?: string | undefined;
  readonly scope?: string | undefined;
  readonly redirect?: string | undefined;
  readonly challenge?: string | undefined;
  readonly nonce?: string | undefined;
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

function grantedOf(row: Loose): Granted {
  const parsed = tryJson(columnText(row, 'detail'));
  const detail = isObject(parsed) ? parsed : {};
  return {
    sub: columnText(row, 'sub'),
    origin: columnText(row, 'origin'),
    authTime: columnNumber(row, 'auth_time'),
    client: textAt(detail, 'client'),
    scope: textAt(detail, 'scope'),
    redirect: textAt(detail, 'redirect'),
    challenge: textAt(detail, 'challenge'),
    nonce: textAt(detail, 'nonce'),
  };
}

/** How often a mailed code may be tried. */
const RESET_TRIES = 5;

/** Codes, sessions, refresh tokens and mailed codes, in the journal and in real time. */
export class Grants {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.schema(`CREATE TABLE IF NOT EXISTS login_grants (
      hash TEXT PRIMARY KEY, kind TEXT NOT NULL, sub TEXT NOT NULL, origin TEXT NOT NULL, auth_time INTEGER NOT NULL,
      detail TEXT NOT NULL, tries INTEGER NOT NULL, used INTEGER NOT NULL, expires_at INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS login_grants_of ON login_grants (sub, kind)`);
  }

  #put(kind: Kind, hash: string, granted: Granted, seconds: number): void {
    const { sub, origin, authTime, ...detail } = granted;
    const now = Date.now();
    this.#journal.transaction(() => {
      this.#journal.run('DELETE FROM login_grants WHERE expires_at < ?', now);
      const sql = `INSERT OR REPLACE INTO login_grants
        (hash, kind, sub, origin, auth_time, detail, tries, used, expires_at) VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?)`;
      this.#journal.run(sql, hash, kind, sub, origin, authTime, JSON.stringify(detail), now + seconds * 1000);
    });
  }

  #find(kind: Kind, hash: string): Loose | undefined {
    const sql = 'SELECT * FROM login_grants WHERE hash = ? AND kind = ? AND expires_at > ?';
    return this.#journal.all(sql, hash, kind, Date.now())[0];
  }

  /** Hands out a secret of 256 bits. */
  give(kind: Exclude<Kind, 'reset'>, granted: Granted, seconds: number): string {
    const secret = randomBytes(32).toString('base64url');
    this.#put(kind, hashOf(secret), granted, seconds);
    return secret;
  }

  /** What a session or refresh token stands for. */
  read(kind: 'session' | 'refresh', secret: string): Granted | undefined {
    const row = this.#find(kind, hashOf(secret));
    return row === undefined ? undefined : grantedOf(row);
  }

  /** What a code stands for, once. Whoever comes with it again makes everything that came from it worthless. */
  take(code: string): Granted | undefined {
    return this.#journal.transaction(() => {
      const hash = hashOf(code);
      const row = this.#find('code', hash);
      if (row === undefined) return undefined;
      const granted = grantedOf(row);
      if (columnNumber(row, 'used') === 1) {
        this.#journal.run("DELETE FROM login_grants WHERE origin = ? AND kind = 'refresh'", granted.origin);
        return undefined;
      }
      this.#journal.run('UPDATE login_grants SET used = 1 WHERE hash = ?', hash);
      return granted;
    });
  }

  /** Ends a session, or a refresh token. */
  end(kind: 'session' | 'refresh', secret: string): void {
    this.#journal.run('DELETE FROM login_grants WHERE hash = ? AND kind = ?', hashOf(secret), kind);
  }

  /** Ends everything of one person. */
  endAll(sub: string): void {
    this.#journal.run('DELETE FROM login_grants WHERE sub = ?', sub);
  }

  /** Makes a code of six digits to be mailed; an earlier one is worthless then. */
  giveReset(sub: string, seconds: number): string {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    this.#journal.run("DELETE FROM login_grants WHERE sub = ? AND kind = 'reset'", sub);
    this.#put('reset', hashOf(`${sub} ${code}`), { sub, origin: '', authTime: 0 }, seconds);
    return code;
  }

  /** Whether it is the mailed code, which can be used once and tried five times. */
  takeReset(sub: string, code: string): boolean {
    return this.#journal.transaction(() => {
      const hash = hashOf(`${sub} ${code}`);
      const row = this.#find('reset', hash);
      if (row !== undefined) {
        this.#journal.run('DELETE FROM login_grants WHERE hash = ?', hash);
        return true;
      }
      this.#journal.run("UPDATE login_grants SET tries = tries + 1 WHERE sub = ? AND kind = 'reset'", sub);
      this.#journal.run("DELETE FROM login_grants WHERE sub = ? AND kind = 'reset' AND tries >= ?", sub, RESET_TRIES);
      return false;
    });
  }
}
