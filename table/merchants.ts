import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { merchantKey, merchantProgramKey } from './keys.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/** Who is billed: what stands at the head of an invoice. */
export const BillingDetails = z.object({
  name: z.string(),
  address_line_1: z.string(),
  address_line_2: z.optional(z.string()),
  postal_code: z.optional(z.string()),
  city: z.string(),
  state: z.optional(z.string()),
  country: z.string(),
  vat_number: z.optional(z.string()),
  reference: z.optional(z.string()),
});
export type BillingDetails = z.infer<typeof BillingDetails>;

/** The business that runs programs and pays for them. */
export const Merchant = z.object({
  key: z.string(),
  name: z.string(),
  email: z.optional(z.string()),
  /** The plan that it was given; the default one when there is none. */
  plan: z.optional(z.string()),
  billing: z.optional(BillingDetails),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
});
export type Merchant = z.infer<typeof Merchant>;

export const readMerchant = (item: Item): Merchant => decode(Merchant, item);

export const getMerchant = async (store: Store, key: string): Promise<Merchant | undefined> => {
  const item = await store.get(merchantKey(key));
  return item === undefined ? undefined : readMerchant(item);
};

export const addMerchant = (merchant: Merchant): Write => ({
  kind: 'put',
  item: { ...merchantKey(merchant.key), ...merchant },
  condition: absent('merchant_exists'),
});

export const changeMerchant = (before: Merchant, after: Merchant): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...merchantKey(after.key), ...after, rev: before.rev + 1 },
  condition: unchanged('merchant_changed', before.rev),
});

/** Lists a program with its merchant. */
export const addMerchantProgram = (merchant: string, program: string): Write => ({
  kind: 'put',
  item: { ...merchantProgramKey(merchant, program), program },
  condition: absent('program_exists'),
});

const MOST_PROGRAMS = 100;
const Listed = z.object({ program: z.string() });

/** The key of the program that an entry of the merchant's list names. */
export const readMerchantProgram = (item: Item): string => decode(Listed, item).program;

/** The keys of a merchant's programs, the first hundred of them. */
export const programsOf = async (store: Store, merchant: string): Promise<readonly string[]> => {
  const { pk } = merchantProgramKey(merchant, '');
  const page = await store.query({ pk, limit: MOST_PROGRAMS });
  return page.items.map(readMerchantProgram);
};
