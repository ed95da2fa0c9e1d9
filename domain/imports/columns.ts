/**
 * Which columns a file may have, and under which names. Where a system publishes the names they come first; the other
 * names are our own choice (docs/decisions.md, "Imports"; sources in test/fixtures/imports/README.md).
 */
import type { ImportKind, ImportSource } from './records.ts';
import { plainName } from './values.ts';

const FIELDS = {
  partners: [
    ...['id', 'email', 'first_name', 'last_name', 'name', 'company', 'country', 'partner_key', 'token', 'link'],
    ...['coupon', 'group', 'tags', 'status', 'joined_at', 'customer'],
  ],
  links: ['partner_id', 'partner_email', 'partner_key', 'token', 'link', 'destination'],
  coupons: ['partner_id', 'partner_email', 'partner_key', 'token', 'code'],
  customers: [
    ...['id', 'customer_key', 'provider_key', 'email', 'name', 'first_name', 'last_name', 'status', 'test'],
    ...['created_at', 'partner_id', 'partner_email', 'partner_key', 'token'],
  ],
  transactions: [
    ...['id', 'customer_key', 'customer_id', 'customer_email', 'amount', 'amount_minor', 'currency', 'created_at'],
    ...['product_key', 'category_key', 'test'],
  ],
  rewards: [
    ...['id', 'partner_id', 'partner_email', 'partner_key', 'token', 'amount', 'amount_minor', 'currency', 'status'],
    ...['is_paid', 'unit', 'created_at', 'description'],
  ],
} as const satisfies Record<ImportKind, readonly string[]>;

/** A column that means something, whatever its header is called. */
export type Field = (typeof FIELDS)[ImportKind][number];

type Aliases = Partial<Record<Field, readonly string[]>>;

const GENERIC: Readonly<Record<ImportKind, Aliases>> = {
  partners: {
    email: ['partner_email', 'e_mail', 'email_address', 'affiliate_email', 'promoter_email'],
    name: ['full_name', 'partner_name', 'partner'],
    company: ['company_name'],
    token: ['referral_code', 'affiliate_code', 'tracking_parameter', 'slug'],
    link: ['url', 'referral_link', 'link_url'],
    coupon: ['promo_code', 'coupon_code', 'code'],
    group: ['group_name', 'partner_group', 'campaign', 'campaign_name'],
    tags: ['tag'],
    status: ['state'],
    joined_at: ['joined', 'created_at', 'signed_up', 'created'],
  },
  links: {
    partner_email: ['email', 'affiliate_email', 'promoter_email'],
    token: ['slug', 'referral_code', 'code'],
    link: ['url', 'referral_link', 'link_url'],
    destination: ['destination_url', 'dest', 'target'],
  },
  coupons: {
    partner_email: ['email', 'affiliate_email', 'promoter_email'],
    code: ['coupon', 'coupon_code', 'promo_code'],
  },
  customers: {
    customer_key: ['external_key', 'customer_external_key', 'external_id', 'user_id', 'uid'],
    provider_key: ['stripe_customer_id', 'imported_id', 'customer_id'],
    email: ['customer_email', 'referral_email', 'lead_email'],
    name: ['customer_name', 'full_name'],
    status: ['state', 'conversion_state'],
    created_at: ['created', 'signed_up_at', 'submitted_on', 'customer_created_at', 'became_lead_at'],
    partner_email: ['affiliate_email', 'promoter_email'],
    token: ['affiliate_token', 'ref_id', 'referral_code', 'via'],
  },
  transactions: {
    id: ['transaction_key', 'external_key', 'transaction_id', 'sale_id', 'order_id', 'key'],
    customer_key: ['customer_external_key', 'external_id', 'uid'],
    customer_id: ['stripe_customer_id', 'provider_key'],
    customer_email: ['email', 'referral_email'],
    amount: ['transaction_amount', 'sale_amount', 'total'],
    amount_minor: ['amount_cents', 'transaction_amount_cents', 'sale_amount_cents'],
    created_at: ['created', 'date', 'charged_at'],
    product_key: ['product'],
    category_key: ['category'],
  },
  rewards: {
    id: ['reward_key', 'reward_id', 'commission_id', 'key'],
    partner_email: ['affiliate_email', 'promoter_email', 'email'],
    token: ['affiliate_token', 'ref_id', 'referral_code'],
    amount: ['reward_amount', 'commission', 'commission_amount'],
    amount_minor: ['amount_cents', 'reward_amount_cents', 'commission_amount_cents'],
    status: ['state', 'reward_status'],
    is_paid: ['paid'],
    created_at: ['created', 'earned_at', 'date'],
    description: ['source', 'campaign'],
  },
};

/** Names that mean something else with one system than elsewhere; they go before the general ones. */
const OF_SYSTEMS: Readonly<Record<ImportSource, Partial<Record<ImportKind, Aliases>>>> = {
  csv: {},
  partnerstack: {
    partners: {
      email: ['partner_email', 'owner_email', 'owner'],
      first_name: ['partner_first'],
      last_name: ['partner_last'],
      partner_key: ['key'],
      group: ['partner_group', 'group_name', 'group_slug'],
      joined_at: ['partner_joined_date', 'signed_up', 'created_at'],
    },
    customers: { id: ['key'], partner_id: ['partnership_key'] },
    rewards: { partner_id: ['partnership_key'] },
    transactions: { customer_id: ['provider_key'] },
  },
  rewardful: {
    partners: { customer: ['stripe_customer_id', 'imported_id'], email: ['affiliate_email'] },
    rewards: { description: ['campaign'] },
  },
  firstpromoter: {
    partners: {
      id: ['promoter_id'],
      token: ['ref_id', 'ref_token', 'cust_ref', 'default_ref_id', 'referral_id'],
      link: ['referral_link', 'ref_link'],
    },
    customers: { customer_key: ['uid'], created_at: ['created_at', 'customer_since'] },
    rewards: { partner_id: ['promoter_id'] },
  },
};

/** Where each field stands in a row. */
export type Mapping = ReadonlyMap<Field, number>;

export interface Matched {
  readonly mapping: Mapping;
  /** Headers that mean nothing here. */
  readonly unused: readonly string[];
  /** Why the file cannot be imported at all, each naming what is wrong with the header. */
  readonly problems: readonly string[];
}

const PARTNER = ['partner_email', 'partner_key', 'token', 'partner_id'] as const;

/** One column of each list must be there. */
const NEEDED: Readonly<Record<ImportKind, readonly (readonly Field[])[]>> = {
  partners: [['email']],
  links: [
    ['partner_email', 'partner_key', 'partner_id'],
    ['token', 'link'],
  ],
  coupons: [PARTNER, ['code']],
  customers: [['customer_key', 'provider_key', 'email'], PARTNER],
  transactions: [['id'], ['customer_key', 'customer_id', 'customer_email'], ['amount', 'amount_minor'], ['created_at']],
  rewards: [['id'], PARTNER, ['amount', 'amount_minor'], ['status', 'is_paid']],
};

/** FirstPromoter's states do not say what was paid: without the column, rewards would be paid a second time. */
const neededOf = (source: ImportSource, kind: ImportKind): readonly (readonly Field[])[] =>
  source === 'firstpromoter' && kind === 'rewards' ? [...NEEDED[kind], ['is_paid']] : NEEDED[kind];

/** The names under which a field may stand, the likeliest first. */
const namesOf = (source: ImportSource, kind: ImportKind, field: Field): readonly string[] => [
  ...(OF_SYSTEMS[source][kind]?.[field] ?? []),
  field,
  ...(GENERIC[kind][field] ?? []),
];

/** Finds the columns of a file by its header. Of several names for one field the likeliest counts. */
export const matchHeader = (source: ImportSource, kind: ImportKind, header: readonly string[]): Matched => {
  const names = header.map(plainName);
  const twice = names.filter((name, index) => name !== '' && names.indexOf(name) !== index);
  const mapping = new Map<Field, number>();
  const used = new Set<number>();
  const fields: readonly Field[] = FIELDS[kind];
  // A system's own meaning of a name goes before its general one, whatever the order of the fields.
  const claimed = new Set(fields.flatMap((field) => OF_SYSTEMS[source][kind]?.[field] ?? []));
  for (const field of fields) {
    const own = OF_SYSTEMS[source][kind]?.[field] ?? [];
    const found = namesOf(source, kind, field).find(
      (name) => names.includes(name) && (own.includes(name) || !claimed.has(name)) && !used.has(names.indexOf(name)),
    );
    if (found === undefined) continue;
    mapping.set(field, names.indexOf(found));
    used.add(names.indexOf(found));
  }
  const missing = neededOf(source, kind).filter((choice) => !choice.some((field) => mapping.has(field)));
  return {
    mapping,
    unused: header.filter((_, index) => !used.has(index)),
    problems: [
      ...[...new Set(twice)].map((name) => `The column ${name} is there twice.`),
      ...missing.map((choice) => `There is no column ${choice.join(' or ')}.`),
    ],
  };
};
