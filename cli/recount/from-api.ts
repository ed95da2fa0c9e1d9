import type * as z from 'zod';
import { type ApiClient, inParallel } from '../replay/client.ts';
import {
  ActionAnswer,
  CustomerAnswer,
  ExplanationAnswer,
  GroupAnswer,
  type InvoiceAnswer,
  LedgerAnswer,
  LineAnswer,
  PartnershipAnswer,
  PayoutAnswer,
  ProgramAnswer,
  RefundAnswer,
  RewardAnswer,
  SegmentAnswer,
  StatementAnswer,
  TierAnswer,
  TransactionAnswer,
  TriggerAnswer,
} from './answers.ts';
import type { Said } from './compare.ts';
import type { Book, Gift, Offer, Partner, Terms, Verdict } from './facts.ts';
import { factsOf } from './facts-of-answers.ts';
import type { Moved } from './identities.ts';
import { byIdentity, identityIn } from './identity.ts';
import { everyItem } from './listing.ts';
import { readProspects } from './prospects.ts';

const pairOf = <T>(key: string, value: T | undefined): readonly (readonly [string, T])[] =>
  value === undefined ? [] : [[key, value]];

const bigintOr = (value: number | undefined): bigint | undefined => (value === undefined ? undefined : BigInt(value));

const offerOf = (trigger: TriggerAnswer): Offer => {
  const { offer } = trigger.action;
  return {
    key: trigger.key,
    event: trigger.event,
    conditions: trigger.rules ?? undefined,
    audience: {
      group: trigger.audience.group,
      segments: trigger.audience.segments,
      fromTier: trigger.audience.from_tier,
    },
    forNobody: trigger.matches_nobody,
    flat: offer.type === 'flat' ? bigintOr(offer.value) : undefined,
    bps: offer.type === 'percentage' ? bigintOr(offer.bps) : undefined,
    capPerReward: bigintOr(offer.cap_per_reward),
    capMonth: bigintOr(offer.cap_month),
    capTransactions: offer.cap_customer_transactions,
    capMonths: offer.cap_customer_months,
    createdAt: trigger.created_at,
    from: trigger.active_from,
    to: trigger.active_to ?? undefined,
  };
};

type Groups = readonly z.infer<typeof GroupAnswer>[];

const readTerms = async (api: ApiClient, groups: Groups, triggers: readonly TriggerAnswer[]): Promise<Terms> => {
  const program = ProgramAnswer.parse(await api.call('GET', '/v2/programs'));
  const levels = await everyItem(api, '/v2/tiers', TierAnswer);
  const segments = await everyItem(api, '/v2/segments', SegmentAnswer);
  const measurement = program.tier_measurement ?? '';
  return {
    currency: program.currency,
    zone: program.time_zone,
    since: program.created_at,
    stacking: program.stacking,
    secondTierBps: BigInt(program.second_tier_bps),
    secondTierOf: program.second_tier_of,
    feeBps: BigInt(program.fee_bps),
    feeFixed: BigInt(program.fee_fixed),
    delayDays: program.approval_delay_days,
    groupDelays: new Map(
      groups.flatMap(({ key, approval_delay_days: days }) => (days === null ? [] : [[key, days] as const])),
    ),
    measured: measurement.endsWith('sales') ? 'sales' : 'quantity',
    monthly: measurement.startsWith('monthly'),
    ratchet: program.tier_movement === 'ratchet',
    levels: levels
      .map((level) => ({ ...level, minimum: BigInt(level.minimum) }))
      .toSorted((a, b) => Number(a.minimum - b.minimum)),
    segments: new Map(segments.map((segment) => [segment.key, segment.match])),
    offers: triggers.map(offerOf).toSorted((a, b) => a.createdAt - b.createdAt || (a.key < b.key ? -1 : 1)),
  };
};

const readPartners = async (api: ApiClient, groups: Groups): Promise<readonly Partner[]> => {
  const names = new Map(groups.map((group) => [group.key, group.name]));
  const partnerships = await everyItem(api, '/v2/partnerships', PartnershipAnswer);
  return partnerships.map((partnership) => ({
    key: partnership.key,
    name: partnership.partner_key,
    group: partnership.group_key,
    groupName: names.get(partnership.group_key) ?? '',
    tags: partnership.tags,
    joinedAt: partnership.joined_at,
    active: partnership.status === 'active',
    recruiter: partnership.recruited_by ?? undefined,
  }));
};

/** Whether a refund of the transaction may be there: one of zero-price pieces has no amount. */
const mayHaveRefunds = (transaction: TransactionAnswer): boolean =>
  transaction.refunded_amount > 0 ||
  transaction.lines.some((line) => line.unit_amount !== null && Number(line.unit_amount) < 1);

const readRefunds = async (api: ApiClient, transactions: readonly TransactionAnswer[]) => {
  const refunds: z.infer<typeof RefundAnswer>[] = [];
  await inParallel(transactions.filter(mayHaveRefunds), 4, async ({ key }) => {
    refunds.push(...(await everyItem(api, `/v2/transactions/${key}/refunds`, RefundAnswer)));
  });
  return refunds;
};

const isDecided = (reward: RewardAnswer): boolean =>
  reward.updated_at > reward.created_at ||
  reward.adjusted_amount !== 0 ||
  reward.status === 'declined' ||
  reward.status === 'on_hold';

/** What the merchant decided: only of rewards that are not as they were made. */
const readVerdicts = async (
  api: ApiClient,
  rewards: ReadonlyMap<string, RewardAnswer>,
): Promise<ReadonlyMap<string, readonly Verdict[]>> => {
  const verdicts = new Map<string, readonly Verdict[]>();
  const decided = [...rewards].filter(([, reward]) => isDecided(reward));
  await inParallel(decided, 4, async ([identity, { key }]) => {
    const { marks } = ExplanationAnswer.parse(await api.call('GET', `/v2/rewards/${key}/explain`));
    const made = marks.map(({ action, at, difference }) => ({ action, at, difference: BigInt(difference ?? 0) }));
    verdicts.set(identity, made);
  });
  return verdicts;
};

/** The rewards of the product; a recount takes only gifts and decisions from them. */
const readRewards = async (api: ApiClient, invoices: readonly InvoiceAnswer[]): Promise<readonly RewardAnswer[]> => {
  const rewards: RewardAnswer[] = [];
  await inParallel(invoices, 2, async ({ period }) => {
    rewards.push(...(await everyItem(api, `/v2/rewards?period=${period}`, RewardAnswer)));
  });
  return rewards;
};

export interface ReadBook {
  readonly book: Book;
  /** What the product says of its rewards, by their identity. */
  readonly rewards: ReadonlyMap<string, RewardAnswer>;
  /** What in the answers contradicts itself. */
  readonly doubts: readonly string[];
  /** What the API does not tell, so that a difference may be no mistake. */
  readonly limits: readonly string[];
}

const giftsOf = (rewards: readonly RewardAnswer[]): readonly Gift[] =>
  rewards
    .filter((reward) => reward.event_type === 'reward.granted')
    .map((reward) => ({
      ...{ kind: 'gift', key: reward.event_key, at: reward.created_at, partner: reward.partnership_key },
      ...{ amount: BigInt(reward.original_amount), identity: identityIn(reward.key) },
    }));

/** When an invoice could no longer change; undefined for one that still can. */
const finalAtOf = ({ status, final_at: at, updated_at: changed }: InvoiceAnswer): number | undefined => {
  if (status === 'draft' || status === 'in_review') return undefined;
  return at ?? changed;
};

/** Reads the terms, partners and facts of a program through the public API. */
export const readBook = async (api: ApiClient, invoices: readonly InvoiceAnswer[]): Promise<ReadBook> => {
  const groups = await everyItem(api, '/v2/groups?include_archived=true', GroupAnswer);
  const triggers = await everyItem(api, '/v2/triggers?include_archived=true', TriggerAnswer);
  const terms = await readTerms(api, groups, triggers);
  const partners = await readPartners(api, groups);
  const customers = await everyItem(api, '/v2/customers', CustomerAnswer);
  const transactions = await everyItem(api, '/v2/transactions', TransactionAnswer);
  const refunds = await readRefunds(api, transactions);
  const actions = await everyItem(api, '/v2/actions', ActionAnswer);
  const answered = await readRewards(api, invoices);
  const gifts = giftsOf(answered);
  const prospects = await readProspects(api, triggers);
  const { facts, doubts } = factsOf({ terms, partners, customers, transactions, refunds, actions, gifts, prospects });
  const rewards = byIdentity(answered, facts);
  const verdicts = await readVerdicts(api, rewards);
  const finalAt = new Map(invoices.flatMap((invoice) => pairOf(invoice.period, finalAtOf(invoice))));
  const changed = triggers.filter((trigger) => trigger.version > 1).map(({ name }) => name);
  const reassigned = [...verdicts.values()].flat().filter(({ action }) => action === 'reassign').length;
  return {
    book: { terms, partners, facts, verdicts, finalAt },
    rewards,
    doubts,
    limits: [
      ...changed.map((name) => `The trigger ${name} was changed: only its last version can be recounted.`),
      ...(reassigned === 0 ? [] : [`${reassigned} rewards were reassigned, which is not recounted.`]),
    ],
  };
};

/** Reads what the product's statements, invoices and rewards say. */
export const readSaid = async (
  api: ApiClient,
  book: Book,
  invoices: readonly InvoiceAnswer[],
  rewards: Said['rewards'],
): Promise<Said> => {
  const statements = new Map<string, readonly StatementAnswer[]>();
  await inParallel(book.partners, 4, async ({ key }) => {
    statements.set(key, await everyItem(api, `/v2/partnerships/${key}/statements`, StatementAnswer, 'period'));
  });
  const lines = new Map<string, ReadonlyMap<string, StatementAnswer>>();
  for (const { key, period } of invoices) {
    const ofInvoice = await everyItem(api, `/v2/invoices/${key}/lines`, LineAnswer, 'partnership_key');
    lines.set(period, new Map(ofInvoice.map((line) => [line.partnership_key, { ...line, period }])));
  }
  return { invoices, statements, lines, rewards };
};

/** Reads what the product says of money that moved. */
export const readMoved = async (api: ApiClient, invoices: readonly InvoiceAnswer[]): Promise<Moved> => ({
  invoices,
  payouts: await everyItem(api, '/v2/payouts', PayoutAnswer),
  ledger: await everyItem(api, '/v2/ledger', LedgerAnswer),
});
