import { Failure } from '../../domain/errors.ts';
import { ConditionFailed } from '../../table/store.ts';
import { userWithEmail } from '../../table/users.ts';
import { type AccountDeps, createAccount } from '../shared/accounts.ts';
import type { Context } from '../shared/api.ts';
import { readProgramState } from '../shared/configuration.ts';
import type { InputOf } from '../shared/contract.ts';
import type { createPartnership } from '../shared/contracts/partnerships.ts';
import { type Partnership, type PartnershipDeps, requirePartnership } from '../shared/found-partners.ts';
import type { MailedLinkDeps } from '../shared/mailed-links.ts';
import { createPartner } from '../shared/new-partners.ts';
import { invitePartner } from '../shared/partner-invitations.ts';
import { tieLogin } from '../shared/partner-logins.ts';
import { untilUncontended } from '../shared/retry.ts';

/** What adding partners with logins works with besides. */
export type AddDeps = PartnershipDeps & AccountDeps & MailedLinkDeps;

const isReason = (error: unknown, reason: string): boolean =>
  error instanceof Failure && error.details.reason === reason;

/** The login of somebody new; undefined when the address has one already, which is never touched. */
const newLogin = async (deps: AddDeps, email: string, password: string, now: number): Promise<string | undefined> => {
  if ((await userWithEmail(deps.store, email)) !== undefined) return undefined;
  try {
    return await createAccount(deps, { email, password, given: true }, now);
  } catch (error) {
    if (isReason(error, 'account_exists')) return undefined;
    throw error;
  }
};

/** Whoever has a login is asked by mail: only the owner of the address can tie it to the partnership. */
const askByMail = async (deps: AddDeps, context: Context, { standing, profile }: Partnership): Promise<void> => {
  const { program } = await readProgramState(deps, context.program);
  const order = { email: profile.email, partnership: standing.key, tags: [], by: context.caller.actor };
  try {
    await invitePartner(deps, program, order, context.now);
  } catch (error) {
    // A repetition of the request: the mail is on its way.
    if (!isReason(error, 'already_invited')) throw error;
  }
};

const giveLogin = async (
  deps: AddDeps,
  context: Context,
  partnership: Partnership,
  password: string,
): Promise<Partnership> => {
  const { standing, profile } = partnership;
  if (profile.user !== undefined) return partnership;
  const user = await newLogin(deps, profile.email, password, context.now);
  if (user === undefined) {
    await askByMail(deps, context, partnership);
    return partnership;
  }
  await untilUncontended(['profile_changed'], deps.chance, async () => {
    try {
      await deps.store.transact(await tieLogin(deps.store, user, standing.key, context.now));
    } catch (error) {
      if (!(error instanceof ConditionFailed && error.condition === 'partner_exists')) throw error;
    }
  });
  return requirePartnership(deps, context.program, standing.key);
};

/**
 * Adds a partner by hand: its partnership, and with a password its login where the address has none. Nobody's password
 * is set who has one: that would take the account over.
 * @throws Failure as `createPartner`, and `unprocessable` (`weak_password`).
 */
export const addPartner = async (
  deps: AddDeps,
  context: Context,
  { password, ...body }: InputOf<typeof createPartnership>['body'],
): Promise<Partnership> => {
  const partnership = await createPartner(deps, context, body);
  return password === undefined ? partnership : giveLogin(deps, context, partnership, password);
};
