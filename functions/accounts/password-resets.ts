import { ConditionFailed } from '../../table/store.ts';
import { userWithEmail } from '../../table/users.ts';
import { choseOwnPassword } from '../shared/accounts.ts';
import { publicRoute, type Route } from '../shared/api.ts';
import { requestPasswordReset, resetPassword } from '../shared/contracts/accounts.ts';
import { linkGone, mayMail, newMailedLink, openMailedLink } from '../shared/mailed-links.ts';
import type { AccountsDeps } from './deps.ts';

/** Mails to one address in an hour. */
const MOST_MAILS = 5;

/** Known and unknown addresses cost the same reads and writes, and get the same answer. */
const request = async (deps: AccountsDeps, email: string, now: number) => {
  const user = await userWithEmail(deps.store, email);
  const mailed = (await mayMail(deps, `password ${email.toLowerCase()}`, MOST_MAILS)) && user !== undefined;
  const { write } = await newMailedLink(deps, { kind: 'password', email, user: user ?? '' }, now, mailed);
  await deps.store.write(write);
  return { done: true };
};

const reset = async (deps: AccountsDeps, token: string, password: string, now: number) => {
  const { link, used } = await openMailedLink(deps, ['password'], token, now);
  const { user = '' } = link;
  // A link that went to an address which the person has given up since opens nothing.
  if ((await userWithEmail(deps.store, link.email)) !== user) throw linkGone('withdrawn');
  await deps.logins.setPassword(user, password);
  try {
    await deps.store.write(used);
  } catch (error) {
    if (error instanceof ConditionFailed) throw linkGone('used');
    throw error;
  }
  await choseOwnPassword(deps.store, user, now);
  await deps.logins.signOut(user);
  return { done: true };
};

/** The operations of who has forgotten a password. */
export const passwordRoutes = (deps: AccountsDeps): readonly Route[] => [
  publicRoute(requestPasswordReset, ({ now }, { body }) => request(deps, body.email, now)),
  publicRoute(resetPassword, ({ now }, { params, body }) => reset(deps, params.token, body.password, now)),
];
