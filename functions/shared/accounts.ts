import { conflict } from '../../domain/errors.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';
import {
  addUser,
  belongingsOf,
  changeUser,
  forgetUser,
  getUser,
  getUserEmail,
  putUserEmail,
} from '../../table/users.ts';
import type { Logins } from './logins.ts';

/** What handling accounts needs from outside. */
export interface AccountDeps {
  readonly store: Store;
  readonly logins: Logins;
  /** Real time: a claim must end even while the business clock stands still. */
  readonly clock: { real(): number };
}

/** A new person and the password that it chose, or that was chosen for it. */
export interface NewAccount {
  readonly email: string;
  readonly password: string;
  /** Whether somebody else chose the password. */
  readonly given?: boolean;
}

/** How long an account may take to be made; after that whoever began it must have died. */
const CLAIM_MS = 60_000;

/** Notes that the person has chosen a password of its own; nothing to do where it always had. */
export const choseOwnPassword = async (store: Store, user: string, now: number): Promise<void> => {
  const before = await getUser(store, user);
  if (before?.password_given !== true) return;
  const { password_given: _given, ...own } = before;
  await store.write(changeUser(before, { ...own, updated_at: now }));
};

const taken = () => conflict('This e-mail address has a login already.', 'email', 'account_exists');

/**
 * Makes a login for an e-mail address that nobody has, and answers who it is. Only here is a password set without the
 * old one or a mailed link: an existing login is never touched, so that nobody can take one over by inviting its owner.
 * What an interrupted attempt left is finished by the next one.
 * @throws Failure `conflict` (`account_exists`), `unprocessable` (`weak_password`).
 */
export const createAccount = async (deps: AccountDeps, account: NewAccount, now: number): Promise<string> => {
  const { email, password, given } = account;
  const before = await getUserEmail(deps.store, email);
  const real = deps.clock.real();
  if (before?.user !== undefined || (before?.claimed_until ?? 0) > real) throw taken();
  const claim = { claimed_until: real + CLAIM_MS };
  const claimed = { ...claim, rev: (before?.rev ?? 0) + 1 };
  try {
    await deps.store.write(putUserEmail(email, before, claim));
  } catch (error) {
    if (error instanceof ConditionFailed) throw taken();
    throw error;
  }
  try {
    const user = await deps.logins.create(email);
    await deps.logins.setPassword(user, password);
    await deps.store.transact([
      addUser({
        ...{ user, email, created_at: now, updated_at: now, rev: 1 },
        ...(given === true ? { password_given: true } : {}),
      }),
      putUserEmail(email, claimed, { user }),
    ]);
    return user;
  } catch (error) {
    // A better password, or the next try, need not wait for a claim that nobody holds any more.
    await deps.store.write(putUserEmail(email, claimed, { claimed_until: 0 }));
    throw error;
  }
};

/**
 * What becomes of the login of a person who has left a program: it goes when the person belongs to nothing else, and is
 * only signed out otherwise.
 * @returns whether it is gone.
 */
export const leaveLogin = async (
  { store, logins }: Pick<AccountDeps, 'store' | 'logins'>,
  user: string,
): Promise<boolean> => {
  const { members, partners } = await belongingsOf(store, user);
  const stored = await getUser(store, user);
  if (stored === undefined) return false;
  if (members.length + partners.length > 0) {
    await logins.signOut(user);
    return false;
  }
  await logins.remove(user);
  const guard = await getUserEmail(store, stored.email);
  await store.transact(forgetUser(stored, guard?.user === user ? guard : undefined));
  return true;
};
