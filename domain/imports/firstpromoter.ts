/** FirstPromoter's admin API v2, as its reference describes it (test/fixtures/imports/README.md). */
import * as z from 'zod/mini';
import { type PartnerRecord, partnerState, type Reading, type RewardState, rewardState, unread } from './records.ts';
import { keyed, linkRecord } from './rows.ts';
import {
  isoInstant,
  itemsOf,
  landingOf,
  type ReadingContext,
  readItem,
  type SystemApi,
  type SystemList,
  textual,
} from './system.ts';
import { plainName } from './values.ts';

const PAGE = 100;

const id = z.pipe(z.union([z.int(), z.string()]), z.transform(String));

const Campaign = z.object({
  state: textual,
  ref_token: textual,
  ref_link: textual,
  coupon: textual,
  campaign: z.optional(z.nullable(z.object({ name: textual }))),
});

const Promoter = z.object({
  id,
  email: z.string(),
  name: textual,
  profile: z.optional(
    z.nullable(z.object({ first_name: textual, last_name: textual, company_name: textual, country: textual })),
  ),
  promoter_campaigns: z.optional(z.nullable(z.array(Campaign))),
  joined_at: isoInstant,
  created_at: isoInstant,
  archived_at: isoInstant,
});
type Promoter = z.output<typeof Promoter>;

/** A promoter may be in several campaigns: one that accepted it is enough. */
const statusOf = ({ archived_at, promoter_campaigns }: Promoter): PartnerRecord['status'] => {
  if (archived_at !== undefined) return 'inactive';
  const states = (promoter_campaigns ?? []).map(({ state }) => partnerState(plainName(state ?? '')) ?? 'inactive');
  if (states.length === 0 || states.includes('active')) return 'active';
  return states.includes('pending') ? 'pending' : 'inactive';
};

const promoter = (item: unknown, line: number): readonly Reading[] =>
  readItem('partners', line, Promoter, item, (found) => {
    const { email, profile } = found;
    const campaigns = (found.promoter_campaigns ?? []).filter(
      ({ state }) => partnerState(plainName(state ?? '')) === 'active',
    );
    const ref = { id: found.id, email };
    const coded = campaigns.flatMap(({ coupon }) => coupon ?? []);
    return [
      {
        ...{ kind: 'partners', line, id: found.id, email, status: statusOf(found) },
        ...{ first_name: profile?.first_name ?? found.name, last_name: profile?.last_name },
        ...{ company: profile?.company_name, country: profile?.country?.toUpperCase() },
        ...{ group: campaigns[0]?.campaign?.name, joined_at: found.joined_at ?? found.created_at },
      },
      ...campaigns.flatMap(({ ref_token, ref_link }) =>
        ref_token === undefined ? [] : [linkRecord(line, ref, ref_token, landingOf(ref_link))],
      ),
      ...coded.map((code) => ({ kind: 'coupons' as const, line, id: code, partner: ref, code })),
    ];
  });

const Tie = z.optional(z.nullable(z.object({ promoter: z.optional(z.nullable(z.object({ id, email: textual }))) })));

const Referral = z.object({
  id,
  email: textual,
  uid: textual,
  first_name: textual,
  last_name: textual,
  promoter_campaign: Tie,
  created_at: isoInstant,
});

const referral = (item: unknown, line: number): readonly Reading[] =>
  readItem('customers', line, Referral, item, (found) => {
    const { email, uid } = found;
    const by = found.promoter_campaign?.promoter;
    const name = [found.first_name, found.last_name].filter((part) => part !== undefined).join(' ') || undefined;
    const known = keyed(undefined, uid, email);
    if (known.customer_key === '') {
      return [unread('customers', { line, id: found.id }, 'missing_value', 'It has neither uid nor email.')];
    }
    const partner = { id: by?.id, email: by?.email };
    return [{ kind: 'customers', line, id: found.id, partner, ...known, email, name, signed_up_at: found.created_at }];
  });

const Commission = z.object({
  id,
  status: z.string(),
  is_paid: z.optional(z.nullable(z.boolean())),
  amount: z.int(),
  unit: textual,
  tier: z.optional(z.nullable(z.int())),
  sale_amount: z.optional(z.nullable(z.int())),
  original_sale_amount: z.optional(z.nullable(z.int())),
  original_sale_currency: textual,
  event_id: textual,
  external_note: textual,
  referral: z.optional(z.nullable(z.object({ id, email: textual, uid: textual }))),
  promoter_campaign: Tie,
  created_at: isoInstant,
});
type Commission = z.output<typeof Commission>;

/** The sale of a commission of the first tier; the second tier's is the same one. */
const transactionOf = (found: Commission, line: number, currency: string): readonly Reading[] => {
  const { referral: buyer, created_at: happened_at } = found;
  const original = found.original_sale_currency?.toUpperCase();
  const amount = (original === undefined ? found.sale_amount : found.original_sale_amount) ?? 0;
  if ((found.tier ?? 1) !== 1 || amount <= 0 || happened_at === undefined) return [];
  if (buyer === undefined || buyer === null) return [];
  const external_key = found.event_id ?? `firstpromoter:${found.id}`;
  const customer = { id: buyer.id, key: buyer.uid, email: buyer.email };
  const sold = { external_key, customer, amount, currency: original ?? currency, happened_at };
  return [{ kind: 'transactions', line, id: found.event_id ?? found.id, ...sold }];
};

const stateOf = ({ status, is_paid }: Commission): RewardState | undefined => {
  const state = rewardState(plainName(status));
  return state === 'open' && is_paid === true ? 'paid' : state;
};

const commission = (item: unknown, line: number, context: ReadingContext): readonly Reading[] =>
  readItem('rewards', line, Commission, item, (found) => {
    const { amount } = found;
    const sold = transactionOf(found, line, context.currency);
    const place = { line, id: found.id };
    if ((found.unit ?? 'cash') !== 'cash') {
      return [...sold, unread('rewards', place, 'not_money', `${found.unit ?? ''} are no money.`)];
    }
    const state = stateOf(found);
    if (state === undefined) {
      const detail = `Nobody has told what the status "${found.status}" means.`;
      return [...sold, unread('rewards', place, 'status_unknown', detail)];
    }
    const by = found.promoter_campaign?.promoter;
    const partner = { id: by?.id, email: by?.email };
    const { currency } = context;
    const told = { earned_at: found.created_at, description: found.external_note };
    return [...sold, { kind: 'rewards', ...place, partner, amount, currency, state, ...told }];
  });

/** The reference shows promoters in an object and the other lists bare; clients have met both. */
const Wrapped = z.object({ data: z.unknown() });

const list = (
  name: string,
  kinds: SystemList['kinds'],
  read: (item: unknown, line: number, context: ReadingContext) => readonly Reading[],
): SystemList => ({
  name,
  kinds,
  request: (cursor) => ({
    path: `/${name}`,
    query: [
      ['per_page', String(PAGE)],
      ['page', cursor ?? '1'],
    ],
  }),
  follow: () => [],
  read: (body, context) => {
    const wrapped = z.safeParse(Wrapped, body);
    const items = itemsOf(name, wrapped.success ? wrapped.data.data : body);
    return {
      readings: items.flatMap((item, index) => read(item, context.before + index + 1, context)),
      items: items.length,
      // Nothing tells how many there are: a page that is not full is the last one.
      next: items.length < PAGE ? undefined : String(Number(context.cursor ?? '1') + 1),
    };
  },
});

export const FIRSTPROMOTER: SystemApi = {
  headers: ({ key, account_id = '' }) => ({ authorization: `Bearer ${key}`, 'account-id': account_id }),
  lists: [
    list('promoters', ['partners', 'links', 'coupons'], promoter),
    list('referrals', ['customers'], referral),
    list('commissions', ['transactions', 'rewards'], commission),
  ],
  // 400 requests a minute are allowed.
  pause: 200,
};
