import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { PAYMENT_METHODS_PREFIX, paymentMethodKey, setUpKey } from './keys.ts';
import { absent, type Item, type Store, type Write } from './store.ts';

/** A payment method of a merchant. What it is charged by is at the provider; here is only its name there. */
export const PaymentMethod = z.object({
  key: z.string(),
  program: z.string(),
  provider: z.literal('stripe'),
  customer: z.string(),
  method: z.string(),
  label: z.optional(z.string()),
  created_at: z.int(),
});
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/** A new payment method (`method_exists` when the key is taken). */
export const addPaymentMethod = (method: PaymentMethod): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...paymentMethodKey(method.program, method.key), ...method },
  condition: absent('method_exists'),
});

/** Forgets a payment method (`method_gone` when it was not there). */
export const removePaymentMethod = (program: string, key: string): Write => ({
  kind: 'delete',
  key: paymentMethodKey(program, key),
  condition: { name: 'method_gone', expression: 'attribute_exists(pk)' },
});

/** The payment methods of a program; they are few. */
export const paymentMethodsOf = async (store: Store, program: string): Promise<readonly PaymentMethod[]> => {
  const page = await store.query({ pk: `PROG#${program}`, prefix: PAYMENT_METHODS_PREFIX, limit: 250 });
  return page.items.map((item: Item) => decode(PaymentMethod, item));
};

/** Remembers for two days whose a set-up at the provider is (`set_up_exists` when it is known). */
export const addSetUp = (setUp: string, program: string, now: number): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...setUpKey(setUp), program, [EXPIRES_ATTRIBUTE]: Math.floor(now / 1000) + 2 * 86_400 },
  condition: absent('set_up_exists'),
});

const SetUp = z.object({ program: z.string() });

/** The program that started a set-up. */
export const programOfSetUp = async (store: Store, setUp: string): Promise<string | undefined> => {
  const item = await store.get(setUpKey(setUp));
  return item === undefined ? undefined : decode(SetUp, item).program;
};
