import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { claimKey, listed } from './keys.ts';
import { absent, type Condition, type Item, type Write } from './store.ts';

/**
 * What ties a customer to a partnership before it is known: a coupon code, an e-mail address, a customer's key, or the
 * token of an old address that was imported from another system.
 */
export const CLAIM_KINDS = ['coupon', 'email', 'customer', 'referral'] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

export const Claim = z.object({
  key: z.string(),
  program: z.string(),
  kind: z.enum(CLAIM_KINDS),
  value: z.string(),
  partnership: z.string(),
  /** Where it does not come from the merchant's hand: a lead or a deal that named the customer. */
  reason: z.optional(z.enum(['lead', 'deal'])),
  /** The link that took the place of the old address. */
  link: z.optional(z.string()),
  created_at: z.int(),
  /** Absent until the first change. */
  updated_at: z.optional(z.int()),
  /** Binds nobody for the time being; the value stays tied. */
  inactive: z.optional(z.boolean()),
});
export type Claim = z.infer<typeof Claim>;

/** Coupons, e-mail addresses and tokens are the same however they are capitalised; a customer's key is not. */
export const claimSpelling = (kind: ClaimKind, value: string): string =>
  kind === 'customer' ? value : value.toLowerCase();

const LISTS = { coupon: 'COUPONS', email: 'CLAIMS', customer: 'CLAIMS', referral: 'REFERRALS' } as const;

const claimItem = (claim: Claim): Item => ({
  ...claimKey(claim.program, claim.kind, claimSpelling(claim.kind, claim.value)),
  ...listed(LISTS[claim.kind], claim.program, claim.key),
  ...claim,
});

/** A new claim (`claim_taken` when the value is tied already). */
export const addClaim = (claim: Claim): Write & { kind: 'put' } => ({
  kind: 'put',
  item: claimItem(claim),
  condition: absent('claim_taken'),
});

const EXISTS: Condition = { name: 'claim_gone', expression: 'attribute_exists(pk)' };

/** A changed claim (`claim_changed` when the value was untied or tied anew since). */
export const changeClaim = (claim: Claim): Write & { kind: 'put' } => ({
  kind: 'put',
  item: claimItem(claim),
  condition: {
    name: 'claim_changed',
    expression: '#key = :key_read',
    names: { '#key': 'key' },
    values: { ':key_read': claim.key },
  },
});

/** Unties a value (`claim_gone` when it was not tied). */
export const removeClaim = (program: string, kind: ClaimKind, value: string): Write & { kind: 'delete' } => ({
  kind: 'delete',
  key: claimKey(program, kind, claimSpelling(kind, value)),
  condition: EXISTS,
});

export const readClaim = (item: Item): Claim => decode(Claim, item);
