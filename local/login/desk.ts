import type { Journal } from '../contract.ts';
import { type Account, Accounts } from './accounts.ts';
import { Attempts } from './attempts.ts';
import { Grants } from './grants.ts';
import { hashPassword, samePassword } from './passwords.ts';
import { type LoginPool, passwordProblem } from './settings.ts';
import { openSigner, type Signer } from './signing.ts';

/** Puts a mail into the local mailbox. */
export type Deliver = (mail: {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}) => void;

/** Where the login is reached from the browser. */
export interface Place {
  /** The address below which the pages lie, and the issuer of tokens. */
  readonly url: string;
  readonly issuer: string;
}

/** Somebody is to wait for so many seconds before anything is looked at. */
export class TooMany extends Error {
  override readonly name = 'TooMany';
  readonly seconds: number;
  constructor(seconds: number) {
    super(`Too many attempts. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`);
    this.seconds = seconds;
  }
}

/** A password that the pool does not take. */
export class WeakPassword extends Error {
  override readonly name = 'WeakPassword';
}

/** A mailed code is valid for an hour, in seconds. */
const RESET_SECONDS = 3600;

/** What the pages and the AWS operations have in common: accounts, attempts, and what was handed out. */
export class LoginDesk {
  readonly pool: LoginPool;
  readonly place: Place;
  readonly accounts: Accounts;
  readonly grants: Grants;
  readonly signer: () => Signer;
  readonly #attempts: Attempts;
  readonly #deliver: Deliver;

  constructor(journal: Journal, pool: LoginPool, place: Place, deliver: Deliver) {
    this.pool = pool;
    this.place = place;
    this.accounts = new Accounts(journal, pool.caseSensitive);
    this.grants = new Grants(journal);
    this.signer = openSigner(journal);
    this.#attempts = new Attempts(journal);
    this.#deliver = deliver;
  }

  /** Counts an attempt at an account from an address. @throws TooMany when there were too many before. */
  #attempt(name: string, address: string): void {
    const wait = Math.max(this.#attempts.wait('account', name), this.#attempts.wait('address', address));
    if (wait > 0) throw new TooMany(wait);
    this.#attempts.count('account', name);
    this.#attempts.count('address', address);
  }

  #succeeded(name: string, address: string): void {
    this.#attempts.forget('account', name);
    this.#attempts.uncount('address', address);
  }

  /** The account of an e-mail address and its password. Unknown addresses take as long as wrong passwords. */
  async logIn(email: string, password: string, address: string): Promise<Account | undefined> {
    const name = this.accounts.nameOf(email);
    this.#attempt(name, address);
    const account = this.accounts.find(name);
    const right = await samePassword(password, account?.password);
    if (!right || account === undefined || !account.enabled || account.status !== 'CONFIRMED') return undefined;
    this.#succeeded(name, address);
    return account;
  }

  /** Mails a code to an address that has an account; nobody learns whether it has one. */
  forgot(email: string): void {
    const name = this.accounts.nameOf(email);
    const wait = this.#attempts.wait('mail', name);
    if (wait > 0) throw new TooMany(wait);
    this.#attempts.count('mail', name);
    const account = this.accounts.find(name);
    if (account === undefined || !account.enabled || account.attributes['email_verified'] !== 'true') return;
    const code = this.grants.giveReset(account.sub, RESET_SECONDS);
    this.#deliver({
      from: 'no-reply@verificationemail.com', // The sender of a pool that has no own one.
      to: [account.email],
      subject: 'Your verification code',
      text: `Your password reset code is ${code}\n`,
    });
  }

  /** Sets a new password by the mailed code; false for a wrong one. @throws WeakPassword, TooMany */
  async confirmForgot(email: string, code: string, password: string, address: string): Promise<boolean> {
    this.requireGood(password);
    const name = this.accounts.nameOf(email);
    this.#attempt(name, address);
    const account = this.accounts.find(name);
    if (account === undefined || !this.grants.takeReset(account.sub, code.trim())) return false;
    await this.setPassword(account, password, true);
    this.grants.endAll(account.sub);
    this.#succeeded(name, address);
    return true;
  }

  /** @throws WeakPassword, which says what is missing. */
  requireGood(password: string): void {
    const missing = passwordProblem(this.pool.policy, password);
    if (missing !== undefined) throw new WeakPassword(`The password must have ${missing}.`);
  }

  async setPassword(account: Account, password: string, permanent: boolean): Promise<void> {
    const hashed = await hashPassword(password);
    this.accounts.setPassword(account.sub, hashed, permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD');
  }
}
