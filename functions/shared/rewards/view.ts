import type * as z from 'zod/mini';
import { sum } from '../../../domain/money.ts';
import type { RewardState } from '../../../domain/reward-states.ts';
import { MANUAL, SECOND_TIER } from '../../../domain/rewards.ts';
import type { Configuration } from '../../../domain/triggers.ts';
import { type Customer, readCustomer } from '../../../table/customers.ts';
import { customerKey, profileKey } from '../../../table/keys.ts';
import { type Profile, readProfile } from '../../../table/partnerships.ts';
import type { ItemKey, Store } from '../../../table/store.ts';
import type { Reward as RewardSchema } from '../contracts/rewards.ts';
import { type Aftermath, aftermathsOf, clawbacksOf, type RewardClawback } from './clawbacks.ts';
import type { RewardReader } from './deps.ts';
import type { RewardEvent } from './events.ts';
import type { MarkedReward, RewardStanding } from './found.ts';
import { itemsAt } from './items.ts';

export type RewardView = z.infer<typeof RewardSchema>;

/** Everything about a reward that the API shows or decides by. */
export interface WholeReward extends MarkedReward, RewardStanding {
  readonly source: RewardEvent;
  readonly aftermath: Aftermath;
  readonly clawbacks: readonly RewardClawback[];
}

const descriptionOf = (whole: WholeReward, configuration: Configuration): string => {
  const { reward, source } = whole;
  if (source.grant !== undefined) return source.grant.description;
  if (reward.trigger === SECOND_TIER) return 'A share of the sales of partners that you recruited';
  const trigger = configuration.triggers.find((candidate) => candidate.key === reward.trigger);
  const offered = trigger?.offer.description ?? '';
  return reward.level === 1 ? offered : `A share of the rewards of partners that you recruited: ${offered}`;
};

const billed = ({ status, invoice }: RewardStanding): string | null =>
  invoice === undefined || invoice.state === 'draft' || status === 'declined' || status === 'on_hold'
    ? null
    : invoice.key;

/** What is left of a reward, and of which parts. Minor units. */
export const amountsOf = (whole: Pick<WholeReward, 'reward' | 'decision' | 'clawbacks'>) => {
  const original = whole.reward.amount;
  const { adjusted } = whole.decision;
  const clawedBack = sum(whole.clawbacks.map((clawback) => clawback.amount));
  return { original, adjusted, clawedBack, left: original + adjusted - clawedBack };
};

/** What PartnerStack calls the state of a reward; it knows no invoices. */
const STATUSES = {
  pending: 'pending',
  approved: 'approved',
  declined: 'declined',
  on_hold: 'hold',
  invoiced: 'approved',
  available: 'approved',
  paid: 'paid',
} as const satisfies Record<RewardState, string>;

/** Whom a reward is about: read once for all rewards of an answer. */
interface Parties {
  readonly partner: Profile | undefined;
  readonly customer: Customer | undefined;
}

/** What a reward names, as it stands in PartnerStack’s objects. */
const namedIn = (whole: WholeReward, configuration: Configuration, { partner, customer }: Parties) => {
  const { owner, reward, source, status } = whole;
  const { sale, happening } = source;
  const buyer = happening?.customer?.key;
  const trigger = configuration.triggers.find((candidate) => candidate.key === reward.trigger);
  const invoice = billed(whole);
  const declined = status === 'declined' ? whole.marks.findLast((mark) => mark.action === 'decline') : undefined;
  return {
    reward_status: STATUSES[status],
    decline_reason: declined?.note ?? null,
    partnership: { key: owner, partner_key: partner?.partner_key ?? owner, email: partner?.email ?? null },
    customer: buyer === undefined ? null : { external_key: buyer, email: customer?.email ?? null },
    transaction:
      sale === undefined
        ? null
        : { key: sale.key, external_key: sale.external_key, amount: sale.amount, currency: sale.currency },
    action: happening?.action === undefined ? null : { key: source.rootKey, type: happening.action },
    trigger: trigger === undefined ? null : { key: trigger.key, name: trigger.name },
    offer: trigger === undefined ? null : { key: trigger.key, description: trigger.offer.description },
    invoice: invoice === null ? null : { key: invoice },
  };
};

const viewOf = (whole: WholeReward, configuration: Configuration, parties: Parties, currency: string): RewardView => {
  const { key, owner, reward, source, at, due, status } = whole;
  const { original, adjusted, clawedBack, left } = amountsOf(whole);
  return {
    key,
    created_at: at,
    updated_at: whole.marks.at(-1)?.at ?? at,
    partnership_key: owner,
    partner_key: parties.partner?.partner_key ?? owner,
    status,
    amount: left,
    original_amount: original,
    adjusted_amount: adjusted,
    clawed_back_amount: clawedBack,
    currency,
    level: reward.level,
    trigger_key: reward.trigger === MANUAL || reward.trigger === SECOND_TIER ? null : reward.trigger,
    description: descriptionOf(whole, configuration),
    event_key: source.rootKey,
    event_type: source.type,
    transaction_key: source.sale?.key ?? null,
    period: due,
    invoice_key: billed(whole),
    reassigned_to: whole.aftermath.reassignment?.partnership.key ?? null,
    ...namedIn(whole, configuration, parties),
  };
};

const UNTOUCHED: Aftermath = { soFar: undefined, refunds: [], reassignment: undefined };

/** Reads what rewards lack to be shown or decided about, a few requests for all of them together. */
export const wholeRewards = async (
  store: Store,
  rewards: readonly {
    readonly marked: MarkedReward;
    readonly standing: RewardStanding;
    readonly source: RewardEvent;
  }[],
): Promise<readonly WholeReward[]> => {
  const sources = [...new Map(rewards.map(({ source }) => [source.key, source])).values()];
  const aftermaths = await aftermathsOf(store, sources);
  const byEvent = new Map(sources.map((source, index) => [source.key, aftermaths[index]]));
  const examined = rewards.map(({ marked, standing, source }) => ({
    ...{ ...marked, ...standing, source },
    aftermath: byEvent.get(source.key) ?? UNTOUCHED,
  }));
  const clawbacks = await clawbacksOf(store, examined);
  return examined.map((reward, index) => ({ ...reward, clawbacks: clawbacks[index] ?? [] }));
};

/** Where the customer of a reward's event is; undefined where there is none. */
const buyerKey = ({ source }: WholeReward): ItemKey | undefined => {
  const buyer = source.happening?.customer?.key;
  return buyer === undefined ? undefined : customerKey(source.program, buyer);
};

/** Rewards as the API shows them. */
export const rewardViews = async (
  deps: RewardReader,
  currency: string,
  rewards: readonly WholeReward[],
): Promise<readonly RewardView[]> => {
  const wanted = rewards.flatMap((whole) => [profileKey(whole.owner), buyerKey(whole)]);
  const itemAt = await itemsAt(
    deps.store,
    wanted.filter((key) => key !== undefined),
  );
  return Promise.all(
    rewards.map(async (whole) => {
      const configuration = await deps.configurations(whole.source.program, whole.source.config);
      const [profile, buyer] = [itemAt(profileKey(whole.owner)), itemAt(buyerKey(whole))];
      const partner = profile === undefined ? undefined : readProfile(profile);
      const customer = buyer === undefined ? undefined : readCustomer(buyer);
      return viewOf(whole, configuration, { partner, customer }, currency);
    }),
  );
};
