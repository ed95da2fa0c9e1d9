import { DEFAULT_HOST, destinationProblem, UTM_PARAMETERS, type Utm } from '../../domain/links.ts';
import { definitionKey, linkKey, programKey } from '../../table/keys.ts';
import type { ItemKey } from '../../table/store.ts';
import type { AwsCall } from '../shared/aws-json.ts';

/** What a pasted link shows. */
export interface PreviewCard {
  readonly title: string;
  readonly description: string | undefined;
  readonly image: string | undefined;
}

/** What tracking knows of a link. */
export interface TrackedLink {
  readonly key: string;
  readonly program: string;
  readonly partnership: string;
  readonly destination: string;
  readonly utm: Utm;
  readonly preview: PreviewCard | undefined;
  /** Whether clicks count for the partnership: it is active and the link is not archived. */
  readonly counts: boolean;
  readonly windowDays: number;
}

/** Finds a link by its slug; undefined when it leads nowhere. */
export type FindLink = (slug: string) => Promise<TrackedLink | undefined>;

/** An attribute of an item in the form in which DynamoDB sends it: `{"S": "text"}`. */
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

const text = (attributes: unknown, name: string): string | undefined => {
  const value = member(member(attributes, name), 'S');
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const flag = (attributes: unknown, name: string): boolean => member(member(attributes, name), 'BOOL') === true;
const map = (attributes: unknown, name: string): unknown => member(member(attributes, name), 'M');

/** An attribute that every link has. */
const required = (attributes: unknown, name: string): string => {
  const value = text(attributes, name);
  if (value === undefined) throw new Error(`A link has no ${name}.`);
  return value;
};

const previewOf = (attributes: unknown): PreviewCard | undefined => {
  const preview = map(attributes, 'preview');
  const title = text(preview, 'title');
  if (title === undefined) return undefined;
  return { title, description: text(preview, 'description'), image: text(preview, 'image_url') };
};

const utmOf = (attributes: unknown): Utm => {
  const utm = map(attributes, 'utm');
  return Object.fromEntries(UTM_PARAMETERS.map((name) => [name, text(utm, name)]));
};

/**
 * Reads links of the table: one read for a link with its own destination. Links without one lead where their group or
 * program says; what those say is kept for a short time, so that it is seldom read.
 */
export const tableLinks = (call: AwsCall, table: string, real: () => number): FindLink => {
  const read = async (key: ItemKey): Promise<unknown> => {
    const input = { TableName: table, Key: { pk: { S: key.pk }, sk: { S: key.sk } } };
    return member(await call('dynamodb', 'GetItem', input), 'Item');
  };
  const addresses = cached(real, async (id: string) => {
    const [program = '', group = ''] = id.split('\n');
    const keys = [definitionKey(program, 'GROUP', group), programKey(program)];
    const [ofGroup, ofProgram] = await Promise.all(keys.map(read));
    return text(ofGroup, 'destination_url') ?? text(ofProgram, 'destination_url');
  });
  const find = async (slug: string): Promise<TrackedLink | undefined> => {
    const item = await read(linkKey(DEFAULT_HOST, slug));
    if (item === undefined || flag(item, 'deleted')) return undefined;
    const program = required(item, 'program');
    const destination = text(item, 'destination') ?? (await addresses(`${program}\n${required(item, 'group')}`));
    if (destination === undefined || destinationProblem(destination) !== undefined) return undefined;
    const days = Number(member(member(item, 'window_days'), 'N'));
    return {
      key: required(item, 'key'),
      program,
      partnership: required(item, 'partnership'),
      destination,
      utm: utmOf(item),
      preview: previewOf(item),
      counts: flag(item, 'active') && !flag(item, 'archived'),
      windowDays: Number.isInteger(days) && days > 0 ? days : 1,
    };
  };
  return cached(real, find);
};

const KEPT_MS = 15_000;
const MOST_KEPT = 2_000;

/**
 * Keeps what was found for some seconds of real time. What is not there is looked up each time: a new link works at
 * once. While the table cannot be reached, what was known goes on working.
 */
const cached = <T>(real: () => number, find: (id: string) => Promise<T | undefined>) => {
  const known = new Map<string, { readonly value: T; readonly until: number }>();
  return async (id: string): Promise<T | undefined> => {
    const before = known.get(id);
    const now = real();
    if (before !== undefined && before.until > now) return before.value;
    let value: T | undefined;
    try {
      value = await find(id);
    } catch (error) {
      if (before === undefined) throw error;
      return before.value;
    }
    known.delete(id);
    if (value === undefined) return undefined;
    if (known.size >= MOST_KEPT) known.delete(known.keys().next().value ?? id);
    known.set(id, { value, until: now + KEPT_MS });
    return value;
  };
};
