/** Rewardful's REST API v1, as its pages describe it (test/fixtures/imports/README.md). */
import * as z from 'zod/mini';
import { partnerState, type Reading, type RewardState, rewardState, unread } from './records.ts';
import { keyed, linkRecord } from './rows.ts';
import {
  basic,
  isoInstant,
  itemsOf,
  landingOf,
  type ReadingContext,
  readItem,
  type SystemApi,
  type SystemList,
  textual,
  UnexpectedAnswer,
} from './system.ts';
import { plainName } from './values.ts';

const PAGE = 100;

const Envelope = z.object({
  pagination: z.object({ next_page: z.optional(z.nullable(z.int())) }),
  data: z.unknown(),
});

const Affiliate = z.object({
  id: z.string(),
  email: z.string(),
  first_name: textual,
  last_name: textual,
  state: textual,
  campaign: z.optional(z.nullable(z.object({ name: textual }))),
  links: z.optional(z.nullable(z.array(z.object({ token: z.string(), url: textual })))),
  coupon: z.optional(z.nullable(z.object({ token: z.string(), archived: z.optional(z.nullable(z.boolean())) }))),
  created_at: isoInstant,
});

const affiliate = (item: unknown, line: number): readonly Reading[] =>
  readItem('partners', line, Affiliate, item, (found) => {
    const { id, email, first_name, last_name, coupon } = found;
    // A state that the system does not publish is none in which a partner earns.
    const status = partnerState(plainName(found.state ?? 'active')) ?? 'inactive';
    const ref = { id, email };
    const code = coupon === undefined || coupon === null || coupon.archived === true ? undefined : coupon.token;
    return [
      {
        ...{ kind: 'partners', line, id, email, first_name, last_name, status },
        ...{ group: found.campaign?.name, joined_at: found.created_at },
      },
      ...(found.links ?? []).map(({ token, url }) => linkRecord(line, ref, token, landingOf(url))),
      ...(code === undefined ? [] : [{ kind: 'coupons' as const, line, id: code, partner: ref, code }]),
    ];
  });

const Person = z.optional(z.nullable(z.object({ id: textual, name: textual, email: textual })));
const Owner = z.optional(z.nullable(z.object({ id: textual, email: textual })));

const Referral = z.object({
  id: z.string(),
  customer: Person,
  affiliate: Owner,
  conversion_state: z.string(),
  stripe_customer_id: textual,
  became_lead_at: isoInstant,
  created_at: isoInstant,
});

const referral = (item: unknown, line: number): readonly Reading[] =>
  readItem('customers', line, Referral, item, (found) => {
    const { id } = found;
    const known = keyed(found.stripe_customer_id ?? found.customer?.id, undefined, found.customer?.email);
    if (found.conversion_state === 'visitor' || known.customer_key === '') {
      return [unread('customers', { line, id }, 'visit_only', 'A visitor is no customer yet.')];
    }
    const partner = { id: found.affiliate?.id, email: found.affiliate?.email };
    const signed_up_at = found.became_lead_at ?? found.created_at;
    const { email, name } = found.customer ?? {};
    return [{ kind: 'customers', line, id, partner, ...known, email, name, signed_up_at }];
  });

const Sale = z.object({
  id: z.string(),
  currency: z.string(),
  sale_amount_cents: z.optional(z.nullable(z.int())),
  charge_amount_cents: z.optional(z.nullable(z.int())),
  stripe_charge_id: textual,
  charged_at: isoInstant,
  created_at: isoInstant,
  referral: z.optional(z.nullable(z.object({ id: textual, stripe_customer_id: textual, customer: Person }))),
  affiliate: Owner,
});
type Sale = z.output<typeof Sale>;

const Commission = z.object({
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  state: textual,
  paid_at: isoInstant,
  voided_at: isoInstant,
  campaign: z.optional(z.nullable(z.object({ name: textual }))),
  sale: z.optional(z.nullable(Sale)),
  created_at: isoInstant,
});

/** Older answers have no state: then the dates tell. */
const stateOf = (found: z.output<typeof Commission>): RewardState | undefined => {
  if (found.state !== undefined) return rewardState(plainName(found.state));
  if (found.voided_at !== undefined) return 'cancelled';
  return found.paid_at === undefined ? 'open' : 'paid';
};

/** There is no list of sales: a sale is told with its commissions. The provider's charge tells two of them apart. */
const transactionOf = (sale: Sale, line: number): readonly Reading[] => {
  const amount = sale.sale_amount_cents ?? sale.charge_amount_cents ?? undefined;
  const happened_at = sale.charged_at ?? sale.created_at;
  const person = sale.referral?.customer;
  const customer = { id: sale.referral?.stripe_customer_id ?? person?.id, email: person?.email };
  if (amount === undefined || happened_at === undefined) return [];
  if (customer.id === undefined && customer.email === undefined) return [];
  const external_key = sale.stripe_charge_id ?? `rewardful:${sale.id}`;
  const currency = sale.currency.toUpperCase();
  return [{ kind: 'transactions', line, id: sale.id, external_key, customer, amount, currency, happened_at }];
};

const commission = (item: unknown, line: number): readonly Reading[] =>
  readItem('rewards', line, Commission, item, (found) => {
    const { id, amount, sale } = found;
    const sold = sale === undefined || sale === null ? [] : transactionOf(sale, line);
    const state = stateOf(found);
    if (state === undefined) {
      const detail = `Nobody has told what the state "${found.state ?? ''}" means.`;
      return [...sold, unread('rewards', { line, id }, 'status_unknown', detail)];
    }
    const partner = { id: sale?.affiliate?.id, email: sale?.affiliate?.email };
    const currency = found.currency.toUpperCase();
    const description = found.campaign?.name;
    return [
      ...sold,
      { kind: 'rewards', line, id, partner, amount, currency, state, earned_at: found.created_at, description },
    ];
  });

const list = (
  name: string,
  kinds: SystemList['kinds'],
  expand: readonly string[],
  read: (item: unknown, line: number) => readonly Reading[],
): SystemList => ({
  name,
  kinds,
  request: (cursor) => ({
    path: `/${name}`,
    query: [['limit', String(PAGE)], ['page', cursor ?? '1'], ...expand.map((nested) => ['expand[]', nested] as const)],
  }),
  follow: () => [],
  read: (body, { before }: ReadingContext) => {
    const answer = z.safeParse(Envelope, body);
    if (!answer.success) throw new UnexpectedAnswer(name);
    const items = itemsOf(name, answer.data.data);
    const next = answer.data.pagination.next_page ?? undefined;
    return {
      readings: items.flatMap((item, index) => read(item, before + index + 1)),
      items: items.length,
      next: next === undefined ? undefined : String(next),
    };
  },
});

export const REWARDFUL: SystemApi = {
  headers: ({ key }) => ({ authorization: basic(key, '') }),
  lists: [
    list('affiliates', ['partners', 'links', 'coupons'], ['campaign', 'links'], affiliate),
    list('referrals', ['customers'], ['affiliate'], referral),
    list('commissions', ['transactions', 'rewards'], ['sale', 'campaign'], commission),
  ],
  // 45 requests in 30 seconds are allowed.
  pause: 750,
};
