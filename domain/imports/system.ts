/** What is common to the interfaces of the systems from which programs are imported. */
import * as z from 'zod/mini';
import { OLD_PARAMETERS } from '../old-addresses.ts';
import { type ImportKind, type Reading, unread } from './records.ts';

/** What the merchant gives for one import, so that it can read the merchant's own data over there. */
export interface Credentials {
  readonly key: string;
  /** PartnerStack's private key. */
  readonly secret?: string | undefined;
  /** FirstPromoter's account. */
  readonly account_id?: string | undefined;
}

/** A request below the system's fixed address. */
export interface SystemRequest {
  readonly path: string;
  /** Names may be there several times. */
  readonly query: readonly (readonly [string, string])[];
}

/** What a page says. `follow` are requests for more about its items, to be read before the page is. */
export interface SystemPage {
  readonly readings: readonly Reading[];
  /** How many items it has. */
  readonly items: number;
  /** Where the next page starts; undefined on the last one. */
  readonly next: string | undefined;
}

/** One list of a system. */
export interface SystemList {
  readonly name: string;
  /** What it tells about. */
  readonly kinds: readonly ImportKind[];
  request(cursor: string | undefined): SystemRequest;
  /** Requests for what an item of the page does not say itself. */
  follow(body: unknown): readonly SystemRequest[];
  /** @param followed the answers of `follow`, in its order. */
  read(body: unknown, context: ReadingContext): SystemPage;
}

export interface ReadingContext {
  readonly cursor: string | undefined;
  /** How many items came before this page. */
  readonly before: number;
  readonly followed: readonly unknown[];
  /** The currency of amounts that name none. */
  readonly currency: string;
}

export interface SystemApi {
  headers(credentials: Credentials): Readonly<Record<string, string>>;
  readonly lists: readonly SystemList[];
  /** Between two requests, in milliseconds: well below what the system allows. */
  readonly pause: number;
}

/** An answer that has not the form that the system publishes. */
export class UnexpectedAnswer extends Error {
  constructor(list: string) {
    super(`The list of ${list} has not the published form.`);
    this.name = 'UnexpectedAnswer';
  }
}

/** How many items a page may have, whatever was asked for: anything larger is no answer of this system. */
const MOST_ITEMS = 1000;

/** The items of a page. @throws UnexpectedAnswer */
export const itemsOf = (list: string, items: unknown): readonly unknown[] => {
  if (!Array.isArray(items) || items.length > MOST_ITEMS) throw new UnexpectedAnswer(list);
  return items;
};

const Identified = z.object({ id: z.optional(z.union([z.string(), z.int()])), key: z.optional(z.string()) });

/** Reads one item; what has not the published form is reported with its place. */
export const readItem = <S extends z.core.$ZodType>(
  kind: ImportKind,
  line: number,
  schema: S,
  item: unknown,
  use: (value: z.output<S>) => readonly Reading[],
): readonly Reading[] => {
  const read = z.safeParse(schema, item);
  if (read.success) return use(read.data);
  const named = z.safeParse(Identified, item);
  const id = named.success ? String(named.data.key ?? named.data.id ?? '') : '';
  const at = read.error.issues[0]?.path.join('.') ?? '';
  return [unread(kind, { line, id }, 'unreadable', `${at === '' ? 'The item' : at} has not the published form.`)];
};

/** A text that may be missing, null or empty. */
export const textual = z.pipe(
  z.optional(z.nullable(z.union([z.string(), z.number()]))),
  z.transform((value) => (value === undefined || value === null || value === '' ? undefined : String(value))),
);

/** An instant in ISO 8601, as most systems write it. */
export const isoInstant = z.pipe(
  z.optional(z.nullable(z.string())),
  z.transform((text) => {
    const at = text === undefined || text === null ? Number.NaN : Date.parse(text);
    return Number.isNaN(at) ? undefined : at;
  }),
);

/** HTTP Basic. */
export const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;

/** The page of the merchant's site that an old address led to, without what named the partner. */
export const landingOf = (address: string | undefined): string | undefined => {
  const url = address === undefined ? null : URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  for (const name of OLD_PARAMETERS) url.searchParams.delete(name);
  return url.href;
};
