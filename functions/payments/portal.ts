import type { Profile } from '../../table/partnerships.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import * as contracts from '../shared/contracts/portal-payouts.ts';
import { portalPayoutView } from '../shared/portal-payouts.ts';
import { cashOutOf } from './by-hand.ts';
import type { PaymentDeps } from './deps.ts';
import { changeMethod, currentMethod } from './payout-method.ts';

type View = DataOf<typeof contracts.getPortalPayoutMethod>;

const view = (profile: Profile, method: Profile['payout_method']): View => ({
  provider: method?.provider ?? null,
  destination: method?.destination ?? null,
  verified: method?.verified ?? false,
  payouts_held: profile.payouts_held ?? false,
});

const read = async (deps: PaymentDeps, context: Context): Promise<View> => {
  const { profile, method } = await currentMethod(deps, context.program, partnershipOf(context));
  return view(profile, method);
};

/**
 * The partner gives its details on the provider's own pages. The account that is made for it there is stored before it
 * is complete, so that asking again goes on with the same one.
 */
const onboard = async (
  deps: PaymentDeps,
  context: Context,
  body: InputOf<typeof contracts.startPayoutOnboarding>['body'],
): Promise<DataOf<typeof contracts.startPayoutOnboarding>> => {
  const own = partnershipOf(context);
  const { profile, method } = await currentMethod(deps, context.program, own);
  const started = await deps.providers.payingOut.stripe.onboard({
    partnerKey: profile.key,
    email: profile.email,
    ...(profile.country === undefined ? {} : { country: profile.country }),
    ...(method?.provider === 'stripe' ? { destination: method.destination } : {}),
    returnUrl: body.return_url,
    refreshUrl: body.refresh_url,
  });
  const { destination, url } = started;
  const known = method?.provider === 'stripe' && method.destination === destination;
  const stored = known ? profile : await changeMethod(deps, context.program, own, { provider: 'stripe', destination });
  return { url: url ?? body.return_url, payout_method: view(stored, known ? method : stored.payout_method) };
};

/** What a partner does about its payouts. */
export const portalRoutes = (deps: PaymentDeps): readonly Route[] => [
  route(contracts.getPortalPayoutMethod, (context) => read(deps, context)),
  route(contracts.setPortalPayoutMethod, async (context, { body }) => {
    const profile = await changeMethod(deps, context.program, partnershipOf(context), body);
    return view(profile, profile.payout_method);
  }),
  route(contracts.startPayoutOnboarding, (context, { body }) => onboard(deps, context, body)),
  route(contracts.cashOutPortal, async (context) =>
    portalPayoutView((await cashOutOf(deps, context.program, partnershipOf(context))).payout),
  ),
];
