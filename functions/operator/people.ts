import { notFound, unprocessable } from '../../domain/errors.ts';
import { getMerchant } from '../../table/merchants.ts';
import { getProfile } from '../../table/partnerships.ts';
import { ConditionFailed, type Write } from '../../table/store.ts';
import { userWithEmail } from '../../table/users.ts';
import { createAccount } from '../shared/accounts.ts';
import { tieLogin } from '../shared/partner-logins.ts';
import { joinTeam, memberConflict } from '../shared/team.ts';
import type { Asked, OperatorDeps } from './deps.ts';

/** Random, and of every kind that the login asks for. */
const newPassword = (deps: OperatorDeps): string => `${deps.ids.secret(15)}-Aa1`;

/** Who has this address; a new login is made where nobody has, and its password shown this once. */
const personWith = async (deps: OperatorDeps, email: string) => {
  const known = await userWithEmail(deps.store, email);
  if (known !== undefined) return { user: known };
  const password = newPassword(deps);
  return { user: await createAccount(deps, { email, password }, deps.clock.now()), password };
};

const putting = async (deps: OperatorDeps, writes: readonly Write[]): Promise<void> => {
  try {
    await deps.store.transact(writes);
  } catch (error) {
    const conflict = error instanceof ConditionFailed ? memberConflict(error.condition) : undefined;
    throw conflict ?? error;
  }
};

/** Puts somebody into the team of a merchant, such as its first owner. */
export const createMember = async (deps: OperatorDeps, asked: Asked<'member.create'>) => {
  const { merchant_key: merchant, email, role } = asked;
  if ((await getMerchant(deps.store, merchant)) === undefined) throw notFound('merchant', 'merchant_key');
  const { user, password } = await personWith(deps, email);
  const { member, writes } = await joinTeam(deps, { merchant, email, role, user }, deps.clock.now());
  await putting(deps, writes);
  return { member_key: member.key, email, role, password };
};

/** Gives a partnership a login of its partner. */
export const createPartnerLogin = async (deps: OperatorDeps, asked: Asked<'partner.login'>) => {
  const profile = await getProfile(deps.store, asked.partnership_key);
  if (profile === undefined) throw notFound('partnership', 'partnership_key');
  const { email, key } = profile;
  const { user, password } = await personWith(deps, email);
  try {
    await deps.store.transact(await tieLogin(deps.store, user, key, deps.clock.now()));
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    throw unprocessable('partner_exists', 'This person has a partnership in the program already.', 'partnership_key');
  }
  return { partnership_key: key, email, password };
};
