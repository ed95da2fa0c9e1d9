import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { grouped, inTimeline, listed, profileKey, standingKey } from './keys.ts';
import { type Condition, type Item, type Store, unchanged, type Write } from './store.ts';

const MonthFacts = z.object({
  transactions: z.int(),
  sales: z.int(),
  refunded: z.int(),
  quantity: z.int(),
  /** How many facts of the month await an earning of the partnership's own. */
  facts: z.int(),
  /** What monthly caps have used up, by trigger. */
  caps: z.optional(z.record(z.string(), z.int())),
});

/**
 * Everything that the acceptance of an event needs to know of a partnership, in one item that changes with every fact:
 * it is read, changed, and put back under the condition that `rev` is what was read.
 */
export const Standing = z.object({
  key: z.string(),
  program: z.string(),
  status: z.enum(['active', 'inactive']),
  group: z.string(),
  tags: z.array(z.string()),
  /** The partnership that recruited it. */
  recruiter: z.optional(z.string()),
  joined_at: z.int(),
  /** The tier after the last fact or edit of the tiers; it is a floor only where tiers never fall. */
  tier: z.optional(z.string()),
  tier_generation: z.optional(z.int()),
  lifetime: z.object({ total: z.int(), quantity: z.int() }),
  /** The months that have no statement yet (and the last one that has). */
  months: z.record(z.string(), MonthFacts),
  /** No fact is accepted for this period or an earlier one: its statement may be drawn up. */
  sealed: z.optional(z.string()),
  rev: z.int(),
});
export type Standing = z.infer<typeof Standing>;

export const standingItem = (standing: Standing): Item => ({
  ...standingKey(standing.key),
  ...listed('PARTS', standing.program, standing.key),
  ...grouped(standing.program, standing.group, standing.key),
  ...standing,
});

export const readStanding = (item: Item): Standing => decode(Standing, item);

export const getStanding = async (store: Store, partnership: string): Promise<Standing | undefined> => {
  const item = await store.get(standingKey(partnership));
  return item === undefined ? undefined : readStanding(item);
};

const sameMembership = (before: Standing, after: Standing): boolean =>
  before.status === after.status && isDeepStrictEqual(before.tags, after.tags);

/**
 * Puts a standing back that a fact has changed (`standing_changed` when another one came between). Tags and status are
 * also in the rosters: `changeMembership` changes both.
 */
export const changeStanding = (before: Standing, after: Standing): Write & { kind: 'put' } => {
  if (!sameMembership(before, after)) throw new Error('Tags and status change together with the roster.');
  return replaceStanding(before, after);
};

/** For table/rosters.ts only, which writes the roster beside it. */
export const replaceStanding = (before: Standing, after: Standing): Write & { kind: 'put' } => ({
  kind: 'put',
  item: standingItem({ ...after, rev: before.rev + 1 }),
  condition: unchanged('standing_changed', before.rev),
});

/** Who is paid, for the tax office. */
const TaxDetails = z.object({
  kind: z.enum(['person', 'company']),
  legal_name: z.string(),
  country: z.string(),
  address_line_1: z.string(),
  address_line_2: z.optional(z.string()),
  postal_code: z.optional(z.string()),
  city: z.string(),
  state: z.optional(z.string()),
  vat_number: z.optional(z.string()),
  tax_number: z.optional(z.string()),
  small_business: z.boolean(),
  updated_at: z.int(),
});
export type TaxDetails = z.infer<typeof TaxDetails>;

/** Who the partner is in this program. Personal data lives here and nowhere else. */
export const Profile = z.object({
  key: z.string(),
  program: z.string(),
  /** The merchant's own key for the partnership. */
  partner_key: z.string(),
  email: z.string(),
  first_name: z.optional(z.string()),
  last_name: z.optional(z.string()),
  company: z.optional(z.string()),
  country: z.optional(z.string()),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
  /** The login's own name for the person; absent until there is a login. */
  user: z.optional(z.string()),
  /** Since when and why it is inactive; `closed`: the partner has closed its account itself. */
  inactive: z.optional(z.object({ since: z.int(), reason: z.optional(z.string()), closed: z.boolean() })),
  /** Where payouts go; absent until the partner has set it up. */
  payout_method: z.optional(
    z.object({
      provider: z.enum(['stripe', 'paypal']),
      destination: z.string(),
      verified: z.boolean(),
    }),
  ),
  tax: z.optional(TaxDetails),
  /** Whether the partner's payouts are held back. */
  payouts_held: z.optional(z.boolean()),
  /** The fact that announced it: changes keep it, because a reward for joining is explained by it. */
  fact: z.optional(z.unknown()),
});
export type Profile = z.infer<typeof Profile>;

/** `event` is set on the profile of a new partnership: its insertion announces that it joined. */
export const profileItem = (profile: Profile, announcement: Readonly<Record<string, unknown>> = {}): Item => ({
  ...profileKey(profile.key),
  ...inTimeline(profile.key, profile.created_at, '0'),
  ...announcement,
  ...profile,
});

export const readProfile = (item: Item): Profile => decode(Profile, item);

export const getProfile = async (store: Store, partnership: string): Promise<Profile | undefined> => {
  const item = await store.get(profileKey(partnership));
  return item === undefined ? undefined : readProfile(item);
};

export const putProfile = (profile: Profile, condition: Condition): Write & { kind: 'put' } => ({
  kind: 'put',
  item: profileItem(profile),
  condition,
});
