import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { claimKey, listed } from './keys.ts';
import { absent, type Condition, type Item, type Write } from './store.ts';

/** What ties a customer to a partnership before it is known: a coupon code, an e-mail address, a customer's key. */
export const CLAIM_KINDS = ['coupon', 'email', 'customer'] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

export const Claim = z.object({
  key: z.string(),
  program: z.string(),
  kind: z.enum(CLAIM_KINDS),
  value: z.string(),
  partnership: z.string(),
  created_at: z.int(),
});
export type Claim = z.infer<typeof Claim>;

/** Coupons and e-mail addresses are the same however they are capitalised; a customer's key is not. */
export const claimSpelling = (kind: ClaimKind, value: string): string =>
  kind === 'customer' ? value : value.toLowerCase();

/** A new claim (`claim_taken` when the value is tied already). */
export const addClaim = (claim: Claim): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...claimKey(claim.program, claim.kind, claimSpelling(claim.kind, claim.value)),
    ...listed(claim.kind === 'coupon' ? 'COUPONS' : 'CLAIMS', claim.program, claim.key),
    ...claim,
  },
  condition: absent('claim_taken'),
});

const EXISTS: Condition = { name: 'claim_gone', expression: 'attribute_exists(pk)' };

/** Unties a value (`claim_gone` when it was not tied). */
export const removeClaim = (program: string, kind: ClaimKind, value: string): Write & { kind: 'delete' } => ({
  kind: 'delete',
  key: claimKey(program, kind, claimSpelling(kind, value)),
  condition: EXISTS,
});

export const readClaim = (item: Item): Claim => decode(Claim, item);
