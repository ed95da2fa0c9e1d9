import * as z from 'zod/mini';
import { Configuration } from '../domain/triggers.ts';
import { Bytes, decode, pack, unpack } from './codec.ts';
import { configurationKey, duePartition, programKey } from './keys.ts';
import { UtmSchema } from './links.ts';
import { shardOf } from './shards.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/** Settings of a program and the version of its configuration. Amounts in minor units, rates in basis points. */
export const Program = z.object({
  key: z.string(),
  merchant: z.string(),
  name: z.string(),
  mode: z.enum(['test', 'live']),
  currency: z.string(),
  time_zone: z.string(),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
  /** The plan that the merchant was given; the default one when there is none. */
  plan: z.optional(z.string()),
  /** The version of the configuration that is valid now; see `Configuration`. */
  config: z.int(),
  /** The types of events for which there ever was a trigger; absent where that was not kept from the beginning. */
  awaited: z.optional(z.array(z.string())),
  attribution_model: z.enum(['last_click', 'first_click']),
  attribution_window_days: z.int(),
  destination_url: z.optional(z.string()),
  /** UTM parameters of all links, unless group or link have their own. */
  utm: z.optional(UtmSchema),
  default_group: z.string(),
  fee_bps: z.int(),
  fee_fixed: z.int(),
  minimum_payout: z.int(),
  /** Whether applications are approved as they come in, unless the group says otherwise. */
  auto_approve: z.optional(z.boolean()),
  /** Where mails about invoices go; nobody is written to without it. */
  billing_email: z.optional(z.string()),
  /** The merchant's customer and payment method at the provider, once set up. */
  payment_customer: z.optional(z.string()),
  payment_method: z.optional(z.string()),
  /** The first period that is not billed yet. */
  open_period: z.string(),
  /** When the open period ends: the billing run finds the program by it. */
  due_at: z.int(),
});
export type Program = z.infer<typeof Program>;

/** A program as the table holds it; `due_at` is also its place in the index of what must happen when. */
export const programItem = (program: Program): Item => ({
  ...programKey(program.key),
  gsi2pk: duePartition(shardOf(program.key)),
  gsi2sk: `${new Date(program.due_at).toISOString()}#${program.key}`,
  ...program,
});

export const readProgram = (item: Item): Program => decode(Program, item);

/** The settings of a program; undefined when there is none. */
export const getProgram = async (store: Store, key: string): Promise<Program | undefined> => {
  const item = await store.get(programKey(key));
  return item === undefined ? undefined : readProgram(item);
};

/** Stores changed settings on the condition that nobody else changed them since (`program_changed`). */
export const changeProgram = (before: Program, after: Program): Write => ({
  kind: 'put',
  item: programItem({ ...after, rev: before.rev + 1 }),
  condition: unchanged('program_changed', before.rev),
});

/** A new version of the configuration; versions are never overwritten (`configuration_exists`). */
export const putConfiguration = (program: string, configuration: Configuration): Write => ({
  kind: 'put',
  item: { ...configurationKey(program, configuration.version), configuration: pack(configuration) },
  condition: absent('configuration_exists'),
});

const Packed = z.object({ configuration: Bytes });

/** One version of the configuration. It is immutable, so callers may keep it for ever. */
export const getConfiguration = async (store: Store, program: string, version: number): Promise<Configuration> => {
  const item = await store.get(configurationKey(program, version));
  if (item === undefined) throw new Error(`Configuration ${version} of ${program} is missing.`);
  return decode(Configuration, unpack(decode(Packed, item).configuration));
};

/** Reads configurations once per environment: a version never changes. Keeps the newest few hundred. */
export const configurationCache = (store: Store) => {
  const known = new Map<string, Promise<Configuration>>();
  return (program: string, version: number): Promise<Configuration> => {
    const id = `${program}#${version}`;
    const found = known.get(id);
    if (found !== undefined) return found;
    const reading = getConfiguration(store, program, version);
    known.set(id, reading);
    // A failed read must not be remembered as the answer.
    reading.catch(() => known.delete(id));
    if (known.size > 300) known.delete(known.keys().next().value ?? id);
    return reading;
  };
};
export type ConfigurationCache = ReturnType<typeof configurationCache>;
