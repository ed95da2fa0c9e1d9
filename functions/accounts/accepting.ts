import { Failure } from '../../domain/errors.ts';
import { userWithEmail } from '../../table/users.ts';
import { createAccount } from '../shared/accounts.ts';
import type { PublicContext } from '../shared/api.ts';
import type { AccountsDeps } from './deps.ts';

/**
 * Who accepts: somebody new with the password it chooses, or whoever proves to be the one that the address belongs to.
 * The password of a login that exists is never set here.
 */
export const accepting = async (
  deps: AccountsDeps,
  context: PublicContext,
  email: string,
  password: string | undefined,
): Promise<string> => {
  const known = await userWithEmail(deps.store, email);
  if (known !== undefined) {
    if ((await context.person()).user === known) return known;
    throw new Failure('forbidden', 'Log in with the address that was invited.', { reason: 'other_login' });
  }
  if (password !== undefined) return createAccount(deps, { email, password }, context.now);
  throw new Failure('unprocessable', 'Choose a password.', {
    ...{ param: 'password', reason: 'password_required' },
    fields: [{ param: 'password', message: 'Is required.' }],
  });
};
