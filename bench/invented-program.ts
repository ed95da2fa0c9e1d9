import * as z from 'zod';
import type { ApiClient } from '../cli/replay/client.ts';
import type { Dice } from './dice.ts';

export const PARTNERS = ['ann', 'bob', 'cid', 'dot', 'eve', 'fay'] as const;

/** What an invented program has. */
export interface Made {
  readonly customers: string[];
  readonly described: string;
}

interface Keys {
  readonly groups: readonly string[];
  readonly tags: readonly string[];
  readonly segments: readonly string[];
  readonly tiers: readonly string[];
}

const Keyed = z.object({ key: z.string() });
const created = async (api: ApiClient, path: string, body: unknown): Promise<string> =>
  Keyed.parse(await api.call('POST', path, body)).key;

const TEXTS = {
  country: ['GB', 'DE', 'Germany'],
  product_key: ['mug', 'hat', 'pen'],
  category_key: ['home', 'office'],
  'metadata.plan': ['pro', 'free'],
  action: ['demo', 'trial'],
} as const;
const NUMBERS = { amount: 12_000, quantity: 9, earlier_transactions: 6, days_since_sign_up: 50 } as const;

const textRule = (dice: Dice, field: string, values: readonly string[]) => {
  const op = dice.one(['eq', 'ne', 'in', 'not_in', 'contains', 'starts_with', 'exists', 'gte', 'between'] as const);
  if (op === 'exists') return { field, op, value: dice.chance(0.7) };
  if (op === 'in' || op === 'not_in') return { field, op, value: dice.some(1, 2, () => dice.one(values)) };
  if (op === 'between') return { field, op, value: [dice.one(values), dice.one(values)].sort() };
  const value = dice.one(values);
  return { field, op, value: op === 'contains' || op === 'starts_with' ? value.slice(0, 2) : value };
};

const numberRule = (dice: Dice, field: string, most: number) => {
  const op = dice.one(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between'] as const);
  const value = dice.int(0, most);
  return { field, op, value: op === 'between' ? [Math.floor(value / 2), value] : value };
};

const keyRule = (dice: Dice, { groups, tags, segments, tiers }: Keys) => {
  const field = dice.one(['group', 'tag', 'segment', 'tier'] as const);
  const keys = { group: groups, tag: tags, segment: segments, tier: tiers }[field];
  return { field, op: dice.one(['in', 'not_in']), value: dice.some(1, 2, () => dice.one(keys)) };
};

const rule = (dice: Dice, keys: Keys): unknown => {
  const kind = dice.int(0, 9);
  if (kind < 4) {
    const [field, values] = dice.one(Object.entries(TEXTS));
    return textRule(dice, field, values);
  }
  if (kind < 7) {
    const [field, most] = dice.one(Object.entries(NUMBERS));
    return numberRule(dice, field, most);
  }
  if (kind < 9) return keyRule(dice, keys);
  return { [dice.one(['and', 'or'])]: dice.some(1, 3, () => rule(dice, keys)) };
};

const offer = (dice: Dice, hasAmount: boolean) => ({
  description: 'Invented',
  ...(hasAmount && dice.chance(0.6)
    ? { type: 'percentage', bps: dice.int(1, 2500) }
    : { type: 'flat', value: dice.int(1, 900) }),
  ...(dice.chance(0.2) ? { cap_per_reward: dice.int(50, 800) } : {}),
  ...(dice.chance(0.2) ? { cap_month: dice.int(200, 3000) } : {}),
  ...(dice.chance(0.2) ? { cap_customer_transactions: dice.int(1, 6) } : {}),
  ...(dice.chance(0.2) ? { cap_customer_months: dice.int(1, 2) } : {}),
});

const audience = (dice: Dice, { groups, segments, tiers }: Keys) => ({
  ...dice.one([
    { type: 'all' },
    { type: 'all' },
    { type: 'group', group: dice.one(groups) },
    { type: 'segments', segments: dice.some(1, 2, () => dice.one(segments)) },
  ]),
  ...(dice.chance(0.2) ? { from_tier: dice.one(tiers) } : {}),
});

const EVENTS = [
  ...['transaction.accepted', 'transaction.accepted', 'transaction.accepted', 'transaction.accepted'],
  ...['action.reported', 'customer.created', 'partnership.joined'],
] as const;

const createTriggers = async (api: ApiClient, dice: Dice, keys: Keys): Promise<void> => {
  for (const [index, event] of EVENTS.entries()) {
    const hasAmount = event === 'transaction.accepted' || event === 'action.reported';
    await api.call('POST', '/v2/triggers', {
      name: `${event} ${index}`,
      event,
      audience: audience(dice, keys),
      action: { type: 'reward', offer: offer(dice, hasAmount) },
      ...(dice.chance(0.7) ? { rules: rule(dice, keys) } : {}),
    });
  }
};

const createKeys = async (api: ApiClient, dice: Dice): Promise<Keys> => {
  const groups: string[] = [];
  for (const [index, days] of [null, 0, 40].entries()) {
    groups.push(await created(api, '/v2/groups', { name: `group ${index}`, approval_delay_days: days }));
  }
  const tags: string[] = [];
  for (const name of ['red', 'green', 'blue']) tags.push(await created(api, '/v2/tags', { name }));
  const [red = '', green = '', blue = ''] = tags;
  const segments = [
    await created(api, '/v2/segments', { name: 'one', match: { and: [red, { or: [green, blue] }] } }),
    await created(api, '/v2/segments', { name: 'two', match: { or: [blue, red] } }),
  ];
  const measurement = dice.one(['lifetime_sales', 'monthly_sales', 'lifetime_quantity', 'monthly_quantity'] as const);
  const unit = measurement.endsWith('sales') ? 20_000 : 25;
  const movement = dice.one(['live', 'ratchet']);
  const tiers = [await created(api, '/v2/tiers', { name: 'first', minimum: 0, measurement, movement })];
  for (const level of [1, 3])
    tiers.push(await created(api, '/v2/tiers', { name: `from ${level}`, minimum: level * unit }));
  return { groups, tags, segments, tiers };
};

const createPartners = async (api: ApiClient, dice: Dice, { groups, tags }: Keys): Promise<void> => {
  for (const [index, name] of PARTNERS.entries()) {
    await api.call('POST', '/v2/partnerships', {
      partner_key: name,
      email: `${name}@partners.example`,
      group_key: dice.one(groups),
      tags: tags.filter(() => dice.chance(0.5)),
      ...(index > 1 && dice.chance(0.6) ? { recruited_by: PARTNERS[index % 2] } : {}),
    });
    const method = dice.one([
      { provider: 'stripe', destination: `acct_ok_${name}` },
      { provider: 'paypal', destination: `${name}@partners.example` },
    ]);
    await api.call('PUT', `/v2/partnerships/${name}/payout-method`, method);
  }
};

/** A sign-up, bound to somebody or to nobody. */
export const signUp = async (api: ApiClient, dice: Dice, customer: string): Promise<string> => {
  await api.call('POST', '/v2/customers', {
    customer_key: customer,
    ...(dice.chance(0.85) ? { partner_key: dice.one(PARTNERS) } : {}),
    ...(dice.chance(0.5) ? { country: dice.one(['GB', 'DE']) } : {}),
    ...(dice.chance(0.5) ? { metadata: { plan: dice.one(['pro', 'free']) } } : {}),
  });
  return customer;
};

/** Creates a program that nobody would think of: settings, tiers, triggers, partners and customers by chance. */
export const createProgram = async (api: ApiClient, dice: Dice): Promise<Made> => {
  const settings = {
    stacking: dice.one(['all', 'best']),
    second_tier_bps: dice.one([0, 1000, 3333]),
    second_tier_of: dice.one(['reward', 'sale']),
    fee_bps: dice.one([0, 250]),
    fee_fixed: dice.one([0, 35]),
    approval_delay_days: dice.one([0, 0, 20]),
  };
  await api.call('PATCH', '/v2/programs', settings);
  const keys = await createKeys(api, dice);
  await createTriggers(api, dice, keys);
  await createPartners(api, dice, keys);
  const customers: string[] = [];
  while (customers.length < 12) customers.push(await signUp(api, dice, `customer-${customers.length}`));
  return { customers, described: JSON.stringify(settings) };
};
