import { conflict, unprocessable } from '../../domain/errors.ts';
import type { Logins } from '../../functions/shared/logins.ts';

/** The accounts of a login in memory; passwords of fewer than twelve characters are too weak. */
export class FakeLogins implements Logins {
  /** E-mail address and password of each account. */
  readonly accounts = new Map<string, { email: string; password: string | undefined }>();
  readonly signedOut: string[] = [];
  readonly #prefix: string;

  constructor(prefix = 'user') {
    this.#prefix = prefix;
  }

  #named(email: string): string | undefined {
    return [...this.accounts].find(([, account]) => account.email.toLowerCase() === email.toLowerCase())?.[0];
  }

  #account(user: string): { email: string; password: string | undefined } {
    const account = this.accounts.get(user);
    if (account === undefined) throw new Error(`There is no account ${user}.`);
    return account;
  }

  async create(email: string): Promise<string> {
    const known = this.#named(email);
    if (known !== undefined) return known;
    const user = `${this.#prefix}-${this.accounts.size + 1}`;
    this.accounts.set(user, { email, password: undefined });
    return user;
  }

  async setPassword(user: string, password: string): Promise<void> {
    if (password.length < 12) throw unprocessable('weak_password', 'The password is too short.', 'password');
    this.#account(user).password = password;
  }

  async setEmail(user: string, email: string): Promise<void> {
    const other = this.#named(email);
    if (other !== undefined && other !== user) throw conflict('Taken.', 'email', 'email_taken');
    this.#account(user).email = email;
  }

  async signOut(user: string): Promise<void> {
    this.signedOut.push(user);
  }

  async remove(user: string): Promise<void> {
    this.accounts.delete(user);
  }
}
