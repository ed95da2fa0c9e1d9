import { notFound } from '../../domain/errors.ts';
import { type OwnOffer, offersFor } from '../../domain/offers.ts';
import { acceptedAt, progressIn } from '../../domain/standing.ts';
import { getStanding } from '../../table/partnerships.ts';
import type { Context } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import { readProgramState } from '../shared/configuration.ts';
import type { DataOf } from '../shared/contract.ts';
import type { listPortalOffers } from '../shared/contracts/portal-offers.ts';
import type { PartnershipDeps } from '../shared/found-partners.ts';

type Offers = DataOf<typeof listPortalOffers>;

const view = ({ event, offer, from, reached, ends_at }: OwnOffer): Offers['items'][number] => ({
  event,
  description: offer.description,
  type: offer.type,
  value: offer.value ?? null,
  bps: offer.bps ?? null,
  cap_per_reward: offer.cap_per_reward ?? null,
  cap_customer_transactions: offer.cap_customer_transactions ?? null,
  cap_customer_months: offer.cap_customer_months ?? null,
  cap_month: offer.cap_month ?? null,
  from_tier: from === undefined ? null : { name: from.name, minimum: from.minimum },
  reached,
  ends_at: ends_at ?? null,
});

/** What a partner earns, without the names of triggers and of whom they are for. Nothing is offered to the inactive. */
export const portalOffers = async (deps: PartnershipDeps, context: Context): Promise<Offers> => {
  const standing = await getStanding(deps.store, partnershipOf(context));
  if (standing === undefined || standing.program !== context.program) throw notFound('partnership', 'partnership');
  const { program, configuration } = await readProgramState(deps, context.program);
  const { period } = acceptedAt(context.now, program.time_zone, standing.sealed);
  const progress = progressIn(configuration.ladder, standing, period, program.time_zone);
  const to = { group: standing.group, tags: standing.tags, tier: progress?.tier.key };
  const offers = standing.status === 'active' ? offersFor(configuration, to, context.now) : [];
  return {
    items: offers.map(view),
    has_more: false,
    currency: program.currency,
    approval_delay_days: configuration.group_delays[standing.group] ?? configuration.approval_delay_days,
    best_only: configuration.stacking === 'best',
  };
};
