import * as z from 'zod/mini';
import { Answer, FIELD_TYPES } from '../../../domain/form-fields.ts';
import { amount, currency, externalKey, instant, key, line, maybe, metadata, objectFields, prose } from './fields.ts';

/** A field of the form that was answered, as it was then, with the answer. */
const AnsweredField = z.strictObject({
  field_key: z.string(),
  api_name: z.string(),
  name: z.string(),
  type: z.enum(FIELD_TYPES),
  help_text: z.nullable(z.string()),
  placeholder_text: z.nullable(z.string()),
  required: z.boolean(),
  hidden: z.boolean(),
  position: z.int(),
  value: z.nullable(Answer),
});

/** What a partner sees of a lead or deal. */
export const visibleFields = {
  ...objectFields,
  customer_key: z.nullable(externalKey),
  amount: z.nullable(amount),
  currency: z.nullable(currency),
  /** When its partner last corrected it; null when what it says is what was handed in. */
  edited_at: z.nullable(instant),
  fields: z.array(AnsweredField),
} as const;

/** What the merchant sees of a lead or deal. */
export const prospectFields = {
  ...visibleFields,
  external_key: z.nullable(externalKey),
  partnership_key: z.nullable(key),
  partner_key: z.nullable(externalKey),
  group_key: key,
  /** The version of the group's form that was answered. */
  form_version: z.nullable(z.int()),
  /** That form. */
  mold_key: z.nullable(key),
  /** Partners have no teams. */
  team: z.null(),
  source: z.enum(['partner', 'vendor']),
  metadata,
  archived: z.boolean(),
  /** What became of the customer that it names: bound, reserved until it is one, kept by another partnership. */
  attribution: z.nullable(z.enum(['bound', 'reserved', 'kept', 'inactive'])),
} as const;

/** The answers of a form, by the keys of its fields. */
export const answers = z
  .record(z.string().check(z.regex(/^[a-z][a-z0-9_]{0,39}$/)), z.nullable(Answer))
  .check(z.refine((given) => Object.keys(given).length <= 100, 'Must have at most 100 entries.'));

const text = maybe(prose(2_000));
/** A field with what was answered to it, as PartnerStack has it; without a value nothing was answered. */
const fieldData = z.strictObject({
  ...{ key: text, created_at: maybe(instant), updated_at: maybe(instant) },
  ...{ api_name: text, external_type: text, field_key: text, help_text: text, internal_name: text, name: text },
  ...{ placeholder_text: text, type: text },
  ...{ hidden: maybe(z.boolean()), required: maybe(z.boolean()), position: maybe(z.int()) },
  value: maybe(Answer),
});
export const fieldsData = z.array(fieldData).check(z.maxLength(100));

/** What fields say was answered, by their keys; undefined when they say nothing. */
export const answersIn = (
  fields: z.output<typeof fieldsData> | undefined,
): Record<string, z.infer<typeof Answer>> | undefined => {
  const given = (fields ?? []).flatMap(({ field_key, api_name, value }) => {
    const name = field_key ?? api_name;
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
};

/** A sentence that tells why. */
export const reason = line(500);

/** One thing that happened to a lead or deal. */
export const HistoryEntry = z.strictObject({
  ...objectFields,
  /** What happened, and the type of the event that it announced, if any. */
  what: line(40),
  event_type: z.nullable(line(40)),
  by: line(200),
  status: line(20),
  stage_key: z.nullable(line(40)),
  reason: z.nullable(reason),
  amount: z.nullable(amount),
  /** Whose it was after that; of an event, to whom it counts. */
  partnership_key: z.nullable(key),
  at: instant,
});
