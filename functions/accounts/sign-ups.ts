import { Failure } from '../../domain/errors.ts';
import type { SignUp } from '../../table/mailed-links.ts';
import { addMerchant, addMerchantProgram } from '../../table/merchants.ts';
import { ConditionFailed } from '../../table/store.ts';
import { type PublicContext, publicRoute, type Route } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { confirmSignUp, getSignUp, requestSignUp } from '../shared/contracts/sign-ups.ts';
import { linkGone, mayMail, newMailedLink, openMailedLink } from '../shared/mailed-links.ts';
import { programWrites } from '../shared/new-programs.ts';
import { joinTeam } from '../shared/team.ts';
import { accepting } from './accepting.ts';
import type { AccountsDeps } from './deps.ts';

/** Mails to one address in an hour. */
const MOST_MAILS = 5;

const requireOpen = ({ signUpOpen }: AccountsDeps): void => {
  if (signUpOpen) return;
  throw new Failure('forbidden', 'Merchants are added by the operator here.', { reason: 'sign_up_closed' });
};

const request = async (deps: AccountsDeps, body: InputOf<typeof requestSignUp>['body'], now: number) => {
  requireOpen(deps);
  const { merchant_name: name, email, currency, time_zone } = body;
  const mailed = await mayMail(deps, `sign-up ${email.toLowerCase()}`, MOST_MAILS);
  const sign_up: SignUp = { name, currency, time_zone };
  const { write } = await newMailedLink(deps, { kind: 'sign_up', email, sign_up }, now, mailed);
  await deps.store.write(write);
  return { done: true };
};

/** Merchant, program and owner in one write with the link that is used up: all of it, once, or nothing. */
const confirm = async (
  deps: AccountsDeps,
  context: PublicContext,
  token: string,
  password: string | undefined,
): Promise<DataOf<typeof confirmSignUp>> => {
  requireOpen(deps);
  const { now } = context;
  const { link, used } = await openMailedLink(deps, ['sign_up'], token, now);
  const { sign_up: order, email } = link;
  if (order === undefined) throw new Error(`${link.key} says nothing of the merchant.`);
  const user = await accepting(deps, context, email, password);
  const merchant = deps.ids.key('mer', now);
  const { keys, writes } = programWrites(deps.ids, { ...order, merchant, mode: 'test' }, now);
  const team = await joinTeam(deps, { merchant, email, role: 'owner', user }, now);
  const base = { created_at: now, updated_at: now, rev: 1 };
  try {
    await deps.store.transact([
      used,
      addMerchant({ key: merchant, name: order.name, email, ...base }),
      addMerchantProgram(merchant, keys.program_key),
      ...writes,
      ...team.writes,
    ]);
  } catch (error) {
    if (error instanceof ConditionFailed && error.condition === 'mailed_link_used') throw linkGone('used');
    throw error;
  }
  return { merchant_key: merchant, program_key: keys.program_key, name: order.name, email };
};

/** Merchants that sign up by themselves, where the operator allows it. */
export const signUpRoutes = (deps: AccountsDeps): readonly Route[] => [
  publicRoute(getSignUp, async () => ({ open: deps.signUpOpen })),
  publicRoute(requestSignUp, ({ now }, { body }) => request(deps, body, now)),
  publicRoute(confirmSignUp, (context, { params, body }) => confirm(deps, context, params.token, body.password)),
];
