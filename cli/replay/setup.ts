import * as z from 'zod';
import type { ApiClient } from './client.ts';
import type { Offer, ProgramFile } from './files.ts';

/** The keys that the product gave to what a program file names. */
export interface Names {
  readonly groups: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  readonly segments: ReadonlyMap<string, string>;
  readonly tiers: ReadonlyMap<string, string>;
  readonly triggers: ReadonlyMap<string, string>;
}

const Named = z.object({ key: z.string(), name: z.string() });
const Keyed = z.object({ key: z.string() });

/** Creates what is not there yet, one after another in the order of the file, and gives the keys by name. */
const ensure = async <T extends { readonly name: string }>(
  api: ApiClient,
  path: string,
  wanted: readonly T[],
  body: (one: T) => unknown,
): Promise<ReadonlyMap<string, string>> => {
  const list = path === '/v2/triggers' ? `${path}?include_archived=true` : path;
  const keys = new Map((await api.all(list, Named)).map((object) => [object.name, object.key]));
  for (const one of wanted) {
    if (!keys.has(one.name)) keys.set(one.name, Keyed.parse(await api.call('POST', path, body(one))).key);
  }
  return keys;
};

const required = (keys: ReadonlyMap<string, string>, name: string): string => {
  const key = keys.get(name);
  if (key === undefined) throw new Error(`The program file names "${name}" and does not define it.`);
  return key;
};

const matchOf = (match: unknown, tags: ReadonlyMap<string, string>): unknown => {
  if (typeof match === 'string') return required(tags, match);
  const branches = z
    .union([z.object({ and: z.array(z.unknown()) }), z.object({ or: z.array(z.unknown()) })])
    .parse(match);
  return 'and' in branches
    ? { and: branches.and.map((part) => matchOf(part, tags)) }
    : { or: branches.or.map((part) => matchOf(part, tags)) };
};

const FIELDS = { amount: 'amount', country: 'country', tier: 'tier', segment: 'segment', sku: 'product_key' } as const;
const OPERATORS = { gte: 'gte', lte: 'lte', in: 'in', notIn: 'not_in' } as const;

const ruleOf = (rule: Offer['rules'][number], names: Pick<Names, 'segments' | 'tiers'>) => {
  const keys = rule.field === 'tier' ? names.tiers : rule.field === 'segment' ? names.segments : undefined;
  const value =
    keys === undefined || typeof rule.value === 'number' ? rule.value : rule.value.map((name) => required(keys, name));
  return { field: FIELDS[rule.field], op: OPERATORS[rule.op], value };
};

const triggerOf = (offer: Offer, names: Omit<Names, 'triggers'>) => ({
  name: offer.id,
  event: 'transaction.accepted',
  ...(offer.rules.length === 0 ? {} : { rules: { and: offer.rules.map((rule) => ruleOf(rule, names)) } }),
  audience: offer.group === null ? { type: 'all' } : { type: 'group', group: required(names.groups, offer.group) },
  action: {
    type: 'reward',
    offer: {
      type: offer.type,
      description: offer.description,
      ...(offer.type === 'flat' ? { value: offer.valueMinor } : { bps: offer.bps }),
    },
  },
  ...(offer.activeFrom === null ? {} : { active_from: Date.parse(offer.activeFrom) }),
});

const measurementOf = (name: string): string =>
  `${name.startsWith('monthly') ? 'monthly' : 'lifetime'}_${name.includes('sales') ? 'sales' : 'quantity'}`;

const toName = (name: string) => ({ name });
const byName = (one: { readonly name: string }) => ({ name: one.name });

/** Sets the program up as its file describes it. May be repeated. */
export const setUp = async (api: ApiClient, file: ProgramFile): Promise<Names> => {
  const settings = {
    stacking: file.policy.stacking ?? 'all',
    second_tier_bps: file.secondTier?.bps ?? 0,
    second_tier_of: file.policy.secondTierOf ?? 'reward',
  };
  await api.call('PATCH', '/v2/programs', settings);

  const groups = await ensure(api, '/v2/groups', file.groups.map(toName), byName);
  const tags = await ensure(api, '/v2/tags', file.tags.map(toName), byName);
  const segments = await ensure(
    api,
    '/v2/segments',
    file.segments.map((segment) => ({ name: segment.id, match: segment.match })),
    (segment) => ({ name: segment.name, match: matchOf(segment.match, tags) }),
  );
  // The first tier, with the minimum of 0, brings the measurement.
  const levels = (file.tiers?.levels ?? [])
    .map((level) => ({ name: level.id, minimum: level.minimum }))
    .toSorted((a, b) => a.minimum - b.minimum);
  const ladder = {
    measurement: measurementOf(file.tiers?.measurement ?? ''),
    movement: file.policy.tierMovement ?? 'live',
  };
  const tiers = await ensure(api, '/v2/tiers', levels, (tier) => (tier.minimum === 0 ? { ...tier, ...ladder } : tier));
  const names = { groups, tags, segments, tiers };
  const offers = file.offers.map((offer) => ({ name: offer.id, offer }));
  const triggers = await ensure(api, '/v2/triggers', offers, ({ offer }) => triggerOf(offer, names));
  return { ...names, triggers };
};

/** A card of the payment stand-in that is always accepted. */
export const setPaymentMethod = async (api: ApiClient): Promise<void> => {
  await api.call('POST', '/v2/payment-methods', {
    provider: 'stripe',
    provider_method: 'pm_card_visa',
  });
};
