import * as z from 'zod/mini';

/**
 * The parts of Stripe's answers that decide something. The SDK takes any JSON without an `error` for a success,
 * an empty object of a broken gateway included; what does not parse here is an outcome that nobody knows.
 */

const Metadata = z._default(z.record(z.string(), z.string()), {});
const listOf = <T extends z.ZodMiniType>(item: T) =>
  z.object({ object: z.literal('list'), data: z.array(item), has_more: z.boolean() });

export const Intent = z.object({
  object: z.literal('payment_intent'),
  id: z.string(),
  status: z.string(),
  metadata: Metadata,
  last_payment_error: z.nullish(z.object({ code: z.nullish(z.string()), decline_code: z.nullish(z.string()) })),
});
export const Intents = listOf(Intent);

export const Transfer = z.object({
  object: z.literal('transfer'),
  id: z.string(),
  reversed: z.boolean(),
  metadata: Metadata,
});
export const Transfers = listOf(Transfer);

export const Customer = z.object({ object: z.literal('customer'), id: z.string() });

const Last4 = z.nullish(z.object({ last4: z.nullish(z.string()) }));
const Method = z.object({
  id: z.string(),
  type: z.string(),
  card: z.nullish(z.object({ brand: z.string(), last4: z.string() })),
  sepa_debit: Last4,
  bacs_debit: Last4,
  us_bank_account: Last4,
});

export const Session = z.object({
  object: z.literal('checkout.session'),
  id: z.string(),
  status: z.nullish(z.string()),
  url: z.nullish(z.string()),
  customer: z.nullish(z.string()),
});

/** A session with the reference to its method replaced by the method. */
export const FullSession = z.extend(Session, {
  setup_intent: z.nullish(z.object({ payment_method: z.nullish(Method) })),
});

export const Account = z.object({
  object: z.literal('account'),
  id: z.string(),
  capabilities: z.nullish(z.object({ transfers: z.nullish(z.string()) })),
  details_submitted: z._default(z.boolean(), false),
  payouts_enabled: z._default(z.boolean(), false),
  requirements: z.nullish(
    z.object({ currently_due: z.nullish(z.array(z.string())), disabled_reason: z.nullish(z.string()) }),
  ),
});

export const AccountLink = z.object({ object: z.literal('account_link'), url: z.string() });

export type IntentAnswer = z.infer<typeof Intent>;
export type TransferAnswer = z.infer<typeof Transfer>;
export type MethodAnswer = z.infer<typeof Method>;
