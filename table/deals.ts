import * as z from 'zod/mini';
import { DEAL_STATES } from '../domain/deals.ts';
import { decode } from './codec.ts';
import { dealSignKey } from './keys.ts';
import { Prospect, prospects } from './prospects.ts';
import { absent, type Store, type Write } from './store.ts';

/** An opportunity that the partner works through stages. */
export const Deal = z.extend(Prospect, {
  status: z.enum(DEAL_STATES),
  stage: z.optional(z.string()),
  reached: z.array(z.string()),
  to_confirm: z.optional(
    z.object({
      stage: z.string(),
      amount: z.optional(z.int()),
      lost_reason: z.optional(z.string()),
      by: z.string(),
      at: z.int(),
    }),
  ),
  name: z.optional(z.string()),
  account_name: z.optional(z.string()),
  account_key: z.optional(z.string()),
  contact_email: z.optional(z.string()),
  contact_first_name: z.optional(z.string()),
  contact_last_name: z.optional(z.string()),
  country: z.optional(z.string()),
  /** A day such as `2026-01-31`. */
  close_date: z.optional(z.string()),
  /** Why it was rejected, and why it was lost. */
  reason: z.optional(z.string()),
  lost_reason: z.optional(z.string()),
  /** The deal that was registered before and is the same. */
  duplicate_of: z.optional(z.string()),
  /** The signs of which this deal is the first. */
  signs: z.array(z.string()),
  /** The lead that it was made from. */
  lead: z.optional(z.string()),
});
export type Deal = z.infer<typeof Deal>;

export const deals = prospects('DEAL', Deal);

const Sign = z.object({ deal: z.string() });

/** Which deals were the first with these signs; at most 100. */
export const firstWith = async (
  store: Store,
  program: string,
  signs: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const items = await store.batchGet(signs.map((sign) => dealSignKey(program, sign)));
  const bySign = new Map(items.map((item) => [item.sk, decode(Sign, item).deal]));
  return new Map(
    signs.flatMap((sign) => {
      const deal = bySign.get(dealSignKey(program, sign).sk);
      return deal === undefined ? [] : [[sign, deal] as const];
    }),
  );
};

/** Makes a deal the first with a sign: of two at one moment exactly one is (`sign_taken`). */
export const takeSign = (program: string, sign: string, deal: string): Write => ({
  kind: 'put',
  item: { ...dealSignKey(program, sign), deal },
  condition: absent('sign_taken'),
});

/** Lets others register the same again (`sign_gone`). */
export const freeSign = (program: string, sign: string, deal: string): Write => ({
  kind: 'delete',
  key: dealSignKey(program, sign),
  condition: {
    name: 'sign_gone',
    expression: '#deal = :deal',
    names: { '#deal': 'deal' },
    values: { ':deal': deal },
  },
});
