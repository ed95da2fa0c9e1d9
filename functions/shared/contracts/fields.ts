import * as z from 'zod/mini';
import { CURRENCIES } from './currencies.ts';

/** A sentence for the OpenAPI document beside a schema. */
export const described = <S extends z.core.$ZodType>(schema: S, description: string): S => {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), description });
  return schema;
};

/** The largest amount of one event, charge or transfer: eight digits, as the payment providers have it. */
export const MAX_AMOUNT = 99_999_999;
/** Sums and goals may be larger than one event. */
const MAX_SUM = 9_999_999_999_99;
const MAX_INSTANT = 253_402_300_799_999;

/** Money in minor units of the currency beside it: 0 and up. */
export const amount = z.int().check(z.minimum(0), z.maximum(MAX_AMOUNT));
/** Money that must be more than nothing. */
export const positiveAmount = z.int().check(z.minimum(1), z.maximum(MAX_AMOUNT));
/** A goal or sum of money or pieces. */
export const sumAmount = z.int().check(z.minimum(0), z.maximum(MAX_SUM));
/** A balance or difference, which may be negative. */
export const signedAmount = z.int();
/** For how many days a reward stays pending. */
export const approvalDelay = z.int().check(z.minimum(0), z.maximum(90));
export const basisPoints = z.int().check(z.minimum(0), z.maximum(10_000));
export const currency = z.enum(CURRENCIES, 'Must be an ISO 4217 currency code in capitals.');

/** A text on one line: no control characters, so that it can stand in a header, a log or a CSV cell. */
const LINE = /^[^\p{Cc}\u2028\u2029]*$/u;
export const line = (most: number, least = 1) =>
  z.string().check(z.minLength(least), z.maxLength(most), z.regex(LINE, 'Must be one line of text.'));
/** A text that may have several lines. */
export const prose = (most: number) => z.string().check(z.maxLength(most));

/** A key that we made, or the merchant's own key where the operation says so. */
export const key = line(100);
/** The merchant's own id of something. */
export const externalKey = line(255);
export const email = z
  .string()
  .check(
    z.maxLength(254),
    z.regex(
      /^[^\s@"<>(),;:\\[\]\p{Cc}]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/iu,
      'Must be an e-mail address.',
    ),
  );
export const country = z.string().check(z.regex(/^[A-Z]{2}$/, 'Must be an ISO 3166-1 country code of two letters.'));

/** The signed token that a tracked link handed to the landing page. */
export const clickId = line(500);
export const coupon = line(64);
/** What an old address of another system names its partner by. */
export const referralToken = line(200);

/** A price of one thing: whole minor units, or a decimal text with up to 4 decimals of them. */
export const unitAmount = z.union([
  z.int().check(z.minimum(0), z.maximum(MAX_AMOUNT)),
  z.string().check(z.regex(/^\d{1,10}(?:\.\d{1,4})?$/, 'Must be a decimal number with at most 4 decimals.')),
]);

/** A country as the merchant names it: a code or a name, which rules compare to the letter. */
export const place = line(60);

/** An instant in epoch milliseconds. */
export const instant = z.int().check(z.minimum(0), z.maximum(MAX_INSTANT));
/** A billing period such as `2026-01`. */
export const period = z.string().check(z.regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'Must be a month such as 2026-01.'));
/** A day such as `2026-01-31`. */
export const day = z
  .string()
  .check(z.regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'Must be a day such as 2026-01-31.'));

/** An IANA time zone that this system knows. */
const isTimeZone = (text: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
export const timeZone = line(64).check(
  z.refine((text) => /^[A-Za-z]/.test(text) && isTimeZone(text), 'Must be an IANA time zone such as Europe/London.'),
);

/** An http or https address without credentials in it. */
const isWebAddress = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
};
export const webAddress = line(2_000).check(
  z.refine((text) => isWebAddress(text), 'Must be an http or https address.'),
);

const FORBIDDEN_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype'];
const MAX_METADATA = 50;
const metadataName = line(40).check(z.refine((name) => !FORBIDDEN_NAMES.includes(name)));

/** Free facts of the merchant, which the rules of triggers can look at. */
export const metadata = z
  .record(metadataName, z.string().check(z.maxLength(500)))
  .check(
    z.refine((entries) => Object.keys(entries).length <= MAX_METADATA, `Must have at most ${MAX_METADATA} entries.`),
  );

/** A whole number in a query, where everything is text. */
export const queryInteger = (least: number, most: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d{1,15}$/, 'Must be a whole number.')),
    z.pipe(z.transform(Number), z.int().check(z.minimum(least), z.maximum(most))),
  );

/** A switch in a query. */
export const queryFlag = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text) => text === 'true'),
);

export const MAX_PAGE = 250;
const DEFAULT_PAGE = '10';
/** Lists are in order of creation, the latest first unless asked otherwise. */
const ORDERS = ['-created_at', 'created_at'] as const;

const queryInstant = z.optional(queryInteger(0, MAX_INSTANT));

/** The query of every list (docs/api.md, "Lists"). A resource adds its filters with `z.extend`. */
export const listQuery = z.strictObject({
  limit: z.prefault(queryInteger(1, MAX_PAGE), DEFAULT_PAGE),
  starting_after: z.optional(key),
  ending_before: z.optional(key),
  order_by: z._default(z.enum(ORDERS), '-created_at'),
  min_created: queryInstant,
  max_created: queryInstant,
  min_updated: queryInstant,
  max_updated: queryInstant,
});
export type ListQuery = z.output<typeof listQuery>;

/**
 * The `data` of a list. `next_cursor` is there only when the search for items that pass the filters was ended before
 * the page was full: it stands in for the key of the last item.
 */
export const listOf = <S extends z.core.$ZodType>(item: S) =>
  z.strictObject({ items: z.array(item), has_more: z.boolean(), next_cursor: z.optional(z.string()) });

/** A field of a new object that may be left out or null, which means the same. */
export const maybe = <S extends z.core.$ZodType>(schema: S) =>
  z.pipe(
    z.optional(z.nullable(schema)),
    z.transform((value) => value ?? undefined),
  );

/** A field of a new object that has a value of its own where it is left out or null. */
export const orElse = <S extends z.core.$ZodType>(schema: S, fallback: z.output<S>) =>
  z.pipe(
    z.optional(z.nullable(schema)),
    z.transform((value) => value ?? fallback),
  );

/** A field that PartnerStack’s clients send and that nothing here stands behind: it can only be left out, or null. */
export const nothing = z.optional(z.null());

/** The body of a PATCH: any of these fields, and at least one. */
export const patch = <S extends z.core.$ZodLooseShape>(shape: S) =>
  z
    .partial(z.strictObject(shape))
    .check(z.refine((body) => Object.keys(body).length > 0, 'Must name at least one field to change.'));

/** What every object has. */
export const objectFields = { key, created_at: instant, updated_at: instant } as const;

/** The answer of a deletion: what is gone. */
export const deleted = z.strictObject({ key, deleted: z.boolean() });
