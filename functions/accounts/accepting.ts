import { Failure } from '../../domain/errors.ts';
import { getUser, userWithEmail } from '../../table/users.ts';
import { choseOwnPassword, createAccount } from '../shared/accounts.ts';
import type { PublicContext } from '../shared/api.ts';
import type { AccountsDeps } from './deps.ts';

const passwordRequired = (): Failure =>
  new Failure('unprocessable', 'Choose a password.', {
    ...{ param: 'password', reason: 'password_required' },
    fields: [{ param: 'password', message: 'Is required.' }],
  });

/**
 * A login whose password somebody else chose opens nothing further: the mailed link proves whose the address is, and
 * the person chooses a password of its own with it.
 */
const choosing = async (
  deps: AccountsDeps,
  user: string,
  password: string | undefined,
  now: number,
): Promise<string> => {
  if (password === undefined) throw passwordRequired();
  await deps.logins.setPassword(user, password);
  await choseOwnPassword(deps.store, user, now);
  await deps.logins.signOut(user);
  return user;
};

/**
 * Who accepts: somebody new with the password it chooses, or whoever proves to be the one that the address belongs to.
 * A password that the owner of a login has chosen is never set here.
 */
export const accepting = async (
  deps: AccountsDeps,
  context: PublicContext,
  email: string,
  password: string | undefined,
): Promise<string> => {
  const known = await userWithEmail(deps.store, email);
  if (known !== undefined) {
    if ((await getUser(deps.store, known))?.password_given === true) {
      return choosing(deps, known, password, context.now);
    }
    if ((await context.person()).user === known) return known;
    throw new Failure('forbidden', 'Log in with the address that was invited.', { reason: 'other_login' });
  }
  if (password !== undefined) return createAccount(deps, { email, password }, context.now);
  throw passwordRequired();
};
