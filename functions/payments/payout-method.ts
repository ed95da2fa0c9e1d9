import { notFound } from '../../domain/errors.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { getProfile, type Profile, putProfile } from '../../table/partnerships.ts';
import { ConditionFailed, unchanged } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { getPayoutMethod, setPayoutMethod } from '../shared/contracts/payments.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { PaymentDeps } from './deps.ts';

type Method = NonNullable<Profile['payout_method']>;

const change = async (deps: PaymentDeps, before: Profile, after: Profile): Promise<Profile> => {
  const changed = { ...after, rev: before.rev + 1, updated_at: deps.clock.now() };
  await deps.store.write(putProfile(changed, unchanged('profile_changed', before.rev)));
  return changed;
};

const isVerified = async (deps: PaymentDeps, method: Pick<Method, 'provider' | 'destination'>): Promise<boolean> => {
  const status = await deps.providers.payingOut[method.provider].methodStatus(method.destination);
  return status.kind === 'verified';
};

/**
 * The method that a partner is paid by, if money can be sent there. One that was not ready when it was stored is looked
 * at again: the partner may have finished the provider's set-up since.
 */
export const verifiedMethod = async (deps: PaymentDeps, profile: Profile): Promise<Method | undefined> => {
  const method = profile.payout_method;
  if (method === undefined || method.verified) return method;
  if (!(await isVerified(deps, method))) return undefined;
  const verified = { ...method, verified: true };
  try {
    await change(deps, profile, { ...profile, payout_method: verified });
  } catch (error) {
    // Whoever changed the profile just now may have changed the method: it is read anew next time.
    if (error instanceof ConditionFailed) return undefined;
    throw error;
  }
  return verified;
};

const profileNamed = async (deps: PaymentDeps, program: string, name: string): Promise<Profile> => {
  const standing = await findPartnership(deps.store, program, name);
  const profile = standing === undefined ? undefined : await getProfile(deps.store, standing.key);
  if (profile === undefined) throw notFound('partnership', 'partnership');
  return profile;
};

const view = (profile: Profile, method: Method) => ({
  partnership_key: profile.key,
  provider: method.provider,
  destination: method.destination,
  verified: method.verified,
  payouts_held: profile.payouts_held ?? false,
});

/** What is to be stored: where payouts go, and whether they are held back (as before unless it says). */
interface NewMethod extends Pick<Method, 'provider' | 'destination'> {
  readonly payouts_held?: boolean | undefined;
}

/** Stores where payouts go, after a look at the provider. Payouts under way keep their destination. */
export const changeMethod = async (
  deps: PaymentDeps,
  program: string,
  name: string,
  { provider, destination, payouts_held }: NewMethod,
): Promise<Profile> => {
  await profileNamed(deps, program, name);
  const method = { provider, destination, verified: await isVerified(deps, { provider, destination }) };
  return untilUncontended(['profile_changed'], deps.chance, async () => {
    const before = await profileNamed(deps, program, name);
    const held = payouts_held ?? before.payouts_held;
    const after = { ...before, payout_method: method, ...(held === undefined ? {} : { payouts_held: held }) };
    return change(deps, before, after);
  });
};

/** The partner's profile with its payout method; one that was not ready is looked at again. */
export const currentMethod = async (
  deps: PaymentDeps,
  program: string,
  name: string,
): Promise<{ readonly profile: Profile; readonly method: Method | undefined }> => {
  const profile = await profileNamed(deps, program, name);
  return { profile, method: (await verifiedMethod(deps, profile)) ?? profile.payout_method };
};

/** The merchant says where the payouts of a partnership go. */
export const storePayoutMethod =
  (deps: PaymentDeps) =>
  async (
    context: Context,
    { params, body }: InputOf<typeof setPayoutMethod>,
  ): Promise<DataOf<typeof setPayoutMethod>> => {
    const profile = await changeMethod(deps, context.program, params.partnership, body);
    if (profile.payout_method === undefined) throw new Error('A payout method was stored and is not there.');
    return view(profile, profile.payout_method);
  };

/** Where payouts go. */
export const readPayoutMethod =
  (deps: PaymentDeps) =>
  async (context: Context, { params }: InputOf<typeof getPayoutMethod>): Promise<DataOf<typeof getPayoutMethod>> => {
    const { profile, method } = await currentMethod(deps, context.program, params.partnership);
    if (method === undefined) throw notFound('payout method', 'partnership');
    return view(profile, method);
  };
