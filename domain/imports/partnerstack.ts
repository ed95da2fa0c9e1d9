/** PartnerStack's REST API v2, as its pages and published connectors describe it (test/fixtures/imports/README.md). */
import * as z from 'zod/mini';
import { partnerState, type Reading, type RewardState, rewardState, unread } from './records.ts';
import { keyed, linkRecord } from './rows.ts';
import {
  basic,
  itemsOf,
  type ReadingContext,
  readItem,
  type SystemApi,
  type SystemList,
  type SystemRequest,
  textual,
  UnexpectedAnswer,
} from './system.ts';
import { plainName, tokenOfAddress } from './values.ts';

const PAGE = 100;
/** Links are asked for partner by partner. */
const PARTNERS_PAGE = 25;

const Envelope = z.object({ data: z.object({ items: z.unknown(), has_more: z.optional(z.boolean()) }) });
const Keyed = z.object({ key: z.string() });
const instant = z.pipe(
  z.optional(z.nullable(z.int())),
  z.transform((at) => at ?? undefined),
);

const pageOf = (list: string, body: unknown): { items: readonly unknown[]; next: string | undefined } => {
  const read = z.safeParse(Envelope, body);
  if (!read.success) throw new UnexpectedAnswer(list);
  const items = itemsOf(list, read.data.data.items);
  const last = z.safeParse(Keyed, items.at(-1));
  return { items, next: read.data.data.has_more === true && last.success ? last.data.key : undefined };
};

const Partnership = z.object({
  key: z.string(),
  partner_key: textual,
  email: z.string(),
  first_name: textual,
  last_name: textual,
  group: z.optional(z.nullable(z.object({ name: textual }))),
  approved_status: textual,
  archived: z.optional(z.nullable(z.boolean())),
  is_archived: z.optional(z.nullable(z.boolean())),
  address: z.optional(z.nullable(z.object({ country: textual }))),
  joined_at: instant,
  created_at: instant,
});

const Link = z.object({ key: textual, dest: textual, url: z.string() });

const linksOf = (line: number, partner: { id: string; key: string | undefined; email: string }, body: unknown) =>
  pageOf('links', body).items.flatMap((item) =>
    readItem('links', line, Link, item, (link) => {
      const token = tokenOfAddress(link.url);
      if (token !== undefined) return [linkRecord(line, partner, token, link.dest)];
      return [unread('links', { line, id: link.key ?? '' }, 'token_not_usable', 'Its address has no path.')];
    }),
  );

const partner = (item: unknown, line: number, links: unknown): readonly Reading[] =>
  readItem('partners', line, Partnership, item, (found) => {
    const { key: id, email, partner_key: key } = found;
    const gone = found.archived === true || found.is_archived === true;
    const status = found.approved_status === undefined ? 'active' : partnerState(plainName(found.approved_status));
    if (status === undefined) {
      const detail = `Nobody has told what the status "${found.approved_status ?? ''}" means.`;
      return [unread('partners', { line, id }, 'status_unknown', detail)];
    }
    const ref = { id, key, email };
    const told = links === undefined ? [] : linksOf(line, ref, links);
    // The default link ends with the partner's key, and every landing page was told it.
    const byKey =
      key === undefined || told.some((link) => link.id === key) ? [] : [linkRecord(line, ref, key, undefined)];
    return [
      {
        ...{ kind: 'partners', line, id, email, partner_key: key, status: gone ? 'inactive' : status },
        ...{ first_name: found.first_name, last_name: found.last_name, group: found.group?.name },
        ...{ country: found.address?.country, joined_at: found.joined_at ?? found.created_at },
      },
      ...told,
      ...byKey,
    ];
  });

const Customer = z.object({
  key: z.string(),
  customer_key: textual,
  provider_key: textual,
  email: textual,
  name: textual,
  partnership_key: textual,
  partner_key: textual,
  test: z.optional(z.nullable(z.boolean())),
  created_at: instant,
});

const customer = (item: unknown, line: number): readonly Reading[] =>
  readItem('customers', line, Customer, item, (found) => {
    const { key: id, email, name } = found;
    if (found.test === true) return [unread('customers', { line, id }, 'test_data', 'It is marked as a test.')];
    const known = keyed(found.provider_key, found.customer_key, email ?? id);
    const by = { id: found.partnership_key, key: found.partner_key };
    return [{ kind: 'customers', line, id, partner: by, ...known, email, name, signed_up_at: found.created_at }];
  });

const Transaction = z.object({
  key: z.string(),
  amount: z.int(),
  currency: z.string(),
  customer: z.optional(
    z.nullable(z.object({ key: textual, customer_key: textual, external_key: textual, email: textual })),
  ),
  customer_key: textual,
  product_key: textual,
  category_key: textual,
  test: z.optional(z.nullable(z.boolean())),
  created_at: z.int(),
});

const transaction = (item: unknown, line: number): readonly Reading[] =>
  readItem('transactions', line, Transaction, item, (found) => {
    const { key: id, amount, product_key, category_key } = found;
    if (found.test === true) return [unread('transactions', { line, id }, 'test_data', 'It is marked as a test.')];
    const own = found.customer?.customer_key ?? found.customer?.external_key ?? found.customer_key;
    const by = { id: found.customer?.key ?? found.customer_key, key: own, email: found.customer?.email };
    return [
      {
        ...{ kind: 'transactions', line, id, external_key: `partnerstack:${id}`, customer: by, amount },
        ...{ currency: found.currency.toUpperCase(), happened_at: found.created_at, product_key, category_key },
      },
    ];
  });

const Reward = z.object({
  key: z.string(),
  amount: z.int(),
  currency: textual,
  reward_status: z.string(),
  description: textual,
  partnership: z.optional(z.nullable(z.object({ key: textual, partner_key: textual, email: textual }))),
  partnership_key: textual,
  partner_key: textual,
  invoice: z.optional(z.unknown()),
  created_at: instant,
});

/** A reward that is on an invoice over there is paid over there. */
const stateOf = (word: string, invoice: unknown): RewardState | undefined => {
  const state = rewardState(plainName(word));
  return state === 'open' && invoice !== undefined && invoice !== null ? 'unknown' : state;
};

const reward = (item: unknown, line: number, context: ReadingContext): readonly Reading[] =>
  readItem('rewards', line, Reward, item, (found) => {
    const { key: id, amount, description } = found;
    const state = stateOf(found.reward_status, found.invoice);
    if (state === undefined) {
      const detail = `Nobody has told what the status "${found.reward_status}" means.`;
      return [unread('rewards', { line, id }, 'status_unknown', detail)];
    }
    const by = {
      id: found.partnership?.key ?? found.partnership_key,
      key: found.partnership?.partner_key ?? found.partner_key,
      email: found.partnership?.email,
    };
    const currency = found.currency?.toUpperCase() ?? context.currency;
    return [
      { kind: 'rewards', line, id, partner: by, amount, currency, state, earned_at: found.created_at, description },
    ];
  });

/** The oldest first, so that what is added meanwhile comes last. */
const pageQuery = (limit: number, cursor: string | undefined): SystemRequest['query'] => [
  ['limit', String(limit)],
  ['order_by', 'created_at'],
  ...(cursor === undefined ? [] : [['starting_after', cursor] as const]),
];

const list = (
  name: string,
  path: string,
  kinds: SystemList['kinds'],
  read: (item: unknown, line: number, context: ReadingContext) => readonly Reading[],
): SystemList => ({
  name,
  kinds,
  request: (cursor) => ({
    path,
    query: pageQuery(PAGE, cursor),
  }),
  follow: () => [],
  read: (body, context) => {
    const { items, next } = pageOf(name, body);
    return {
      readings: items.flatMap((item, index) => read(item, context.before + index + 1, context)),
      items: items.length,
      next,
    };
  },
});

const partnerships: SystemList = {
  name: 'partnerships',
  kinds: ['partners', 'links'],
  request: (cursor) => ({
    path: '/partnerships',
    query: [...pageQuery(PARTNERS_PAGE, cursor), ['approved_status', 'approved']],
  }),
  follow: (body) =>
    pageOf('partnerships', body).items.flatMap((item) => {
      const read = z.safeParse(Keyed, item);
      if (!read.success) return [];
      return [{ path: `/links/partnership/${encodeURIComponent(read.data.key)}`, query: pageQuery(PAGE, undefined) }];
    }),
  read: (body, { before, followed }) => {
    const { items, next } = pageOf('partnerships', body);
    // Only items with a key were asked for more about.
    const asked = items.filter((item) => z.safeParse(Keyed, item).success);
    const readings = items.flatMap((item, index) => {
      const at = asked.indexOf(item);
      return partner(item, before + index + 1, at < 0 ? undefined : followed[at]);
    });
    return { readings, items: items.length, next };
  },
};

export const PARTNERSTACK: SystemApi = {
  headers: ({ key, secret = '' }) => ({ authorization: basic(key, secret) }),
  lists: [
    partnerships,
    list('customers', '/customers', ['customers'], customer),
    list('transactions', '/transactions', ['transactions'], transaction),
    list('rewards', '/rewards', ['rewards'], reward),
  ],
  pause: 100,
};
