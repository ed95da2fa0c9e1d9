import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { customerEmailPartition, customerKey, listed } from './keys.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/** Why a customer is bound to a partnership. */
export const ATTRIBUTION_REASONS = ['click', 'coupon', 'lead', 'deal', 'email', 'manual', 'api', 'referral'] as const;

/** The stored decision which partnership a customer belongs to, with its reason. */
export const Attribution = z.object({
  partnership: z.string(),
  reason: z.enum(ATTRIBUTION_REASONS),
  at: z.int(),
  /** The link whose click decided, where one did. */
  link: z.optional(z.string()),
});
export type Attribution = z.infer<typeof Attribution>;

export const Customer = z.object({
  key: z.string(),
  program: z.string(),
  customer_key: z.string(),
  email: z.optional(z.string()),
  name: z.optional(z.string()),
  country: z.optional(z.string()),
  /** The merchant's id of the customer at its payment provider. */
  provider_key: z.optional(z.string()),
  metadata: z.optional(z.record(z.string(), z.string())),
  attribution: z.optional(Attribution),
  /** The merchant has put it away: lists leave it out. */
  archived: z.optional(z.boolean()),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
  /** How many of its transactions were counted; absent until a trigger asks. */
  counted: z.optional(z.int()),
  /** The fact that announced it: changes keep it, because a reward for the sign-up is explained by it. */
  fact: z.optional(z.unknown()),
});
export type Customer = z.infer<typeof Customer>;

/** `announcement` holds what the event of a new customer carries besides the customer. */
export const customerItem = (customer: Customer, announcement: Readonly<Record<string, unknown>> = {}): Item => ({
  ...customerKey(customer.program, customer.customer_key),
  ...listed('CUSTS', customer.program, customer.key),
  ...(customer.email === undefined
    ? {}
    : { gsi2pk: customerEmailPartition(customer.program, customer.email), gsi2sk: customer.key }),
  ...announcement,
  ...customer,
});

export const readCustomer = (item: Item): Customer => decode(Customer, item);

export const getCustomer = async (store: Store, program: string, key: string): Promise<Customer | undefined> => {
  const item = await store.get(customerKey(program, key));
  return item === undefined ? undefined : readCustomer(item);
};

/** How many customers with one e-mail address are looked at. */
const MOST_NAMESAKES = 10;

/** The customers with this e-mail address; the first ten where there are more. */
export const customersWithEmail = async (
  store: Store,
  program: string,
  email: string,
): Promise<readonly Customer[]> => {
  const pk = customerEmailPartition(program, email);
  const { items } = await store.query({ index: 'gsi2', pk, limit: MOST_NAMESAKES });
  const whole = await store.batchGet(items.map((item) => ({ pk: item.pk, sk: item.sk })));
  return whole.map(readCustomer);
};

/** A new customer (`customer_exists` when the key is taken). */
export const addCustomer = (
  customer: Customer,
  announcement: Readonly<Record<string, unknown>>,
): Write & { kind: 'put' } => ({
  kind: 'put',
  item: customerItem(customer, announcement),
  condition: absent('customer_exists'),
});

/** A changed customer (`customer_changed` when somebody else changed it since it was read). */
export const changeCustomer = (before: Customer, after: Customer): Write & { kind: 'put' } => ({
  kind: 'put',
  item: customerItem({ ...after, rev: before.rev + 1 }),
  condition: unchanged('customer_changed', before.rev),
});
