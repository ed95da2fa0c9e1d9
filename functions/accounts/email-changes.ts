import { conflict, Failure } from '../../domain/errors.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';
import { changeUser, getUser, getUserEmail, putUserEmail, releaseUserEmail } from '../../table/users.ts';
import { type PersonalContext, personalRoute, publicRoute, type Route } from '../shared/api.ts';
import { refused } from '../shared/auth.ts';
import { confirmEmailChange, requestEmailChange } from '../shared/contracts/accounts.ts';
import { linkGone, mayMail, newMailedLink, openMailedLink } from '../shared/mailed-links.ts';
import { followLoginEmail, requireFreeForPartner } from '../shared/partner-logins.ts';
import type { AccountsDeps } from './deps.ts';

/** Mails that one person may cause in an hour. */
const MOST_MAILS = 5;

const taken = () => conflict('Another login has this e-mail address.', 'email', 'email_taken');

const request = async (deps: AccountsDeps, { person, now }: PersonalContext, email: string) => {
  if (!(await mayMail(deps, `address ${person.user}`, MOST_MAILS))) {
    throw new Failure('rate_limited', 'Too many changes in this hour.', { retryAfterSeconds: 3600 });
  }
  const owner = (await getUserEmail(deps.store, email))?.user;
  const free = owner === undefined || owner === person.user;
  const { write } = await newMailedLink(deps, { kind: 'email', email, user: person.user }, now, free);
  await deps.store.write(write);
  return { done: true };
};

/** Ties the new address to the person before the login has it, so that an interrupted change can be repeated. */
const claim = async (store: Store, email: string, user: string, real: number): Promise<void> => {
  const before = await getUserEmail(store, email);
  if (before?.user === user) return;
  if (before?.user !== undefined || (before?.claimed_until ?? 0) > real) throw taken();
  try {
    await store.write(putUserEmail(email, before, { user }));
  } catch (error) {
    if (error instanceof ConditionFailed) throw taken();
    throw error;
  }
};

const confirm = async (deps: AccountsDeps, token: string, now: number) => {
  const { store, logins } = deps;
  const { link, used } = await openMailedLink(deps, ['email'], token, now);
  const { user = '', email } = link;
  const before = await getUser(store, user);
  if (before === undefined) throw refused();
  await requireFreeForPartner(store, user, email);
  await claim(store, email, user, deps.clock.real());
  await logins.setEmail(user, email);
  await followLoginEmail(store, deps.chance, user, email, now);
  const earlier = await getUserEmail(store, before.email);
  const moved = before.email.toLowerCase() !== email.toLowerCase() && earlier?.user === user;
  try {
    await store.transact([
      used,
      changeUser(before, { ...before, email, updated_at: now }),
      ...(moved ? [releaseUserEmail(before.email, earlier)] : []),
    ]);
  } catch (error) {
    if (error instanceof ConditionFailed && error.condition === 'mailed_link_used') throw linkGone('used');
    throw error;
  }
  await logins.signOut(user);
  return { done: true };
};

/** The operations of who wants to log in with another address. */
export const emailRoutes = (deps: AccountsDeps): readonly Route[] => [
  personalRoute(requestEmailChange, (context, { body }) => request(deps, context, body.email)),
  publicRoute(confirmEmailChange, ({ now }, { params }) => confirm(deps, params.token, now)),
];
