import { DEFAULT_HOST, destinationFault, type Parameters, UTM_PARAMETERS } from '../../domain/links.ts';
import { definitionKey, domainKey, linkKey } from '../../table/keys.ts';
import type { ItemKey } from '../../table/store.ts';
import type { AwsCall } from './aws-json.ts';

/** What a pasted link shows. */
export interface PreviewCard {
  readonly title: string;
  readonly description: string | undefined;
  readonly image: string | undefined;
  readonly xHandle?: string | undefined;
  readonly linkedin?: string | undefined;
  readonly email?: string | undefined;
}

/** What a link says about itself. */
interface OwnPreview {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly image: string | undefined;
}

/** What tracking knows of a link. */
export interface TrackedLink {
  readonly key: string;
  readonly program: string;
  readonly partnership: string;
  readonly group: string;
  readonly destination: string;
  /** Those of the link hide those of its group. */
  readonly parameters: Parameters;
  readonly preview: OwnPreview;
  /** Whether clicks count: the partnership is active, its group has referral links, the link is not archived. */
  readonly counts: boolean;
  readonly windowDays: number;
}

/** What tracking looks up. */
export interface LinkReader {
  /** A link by its host and slug; undefined when it leads nowhere. */
  find(host: string, slug: string): Promise<TrackedLink | undefined>;
  /** What is shown of a pasted link: its own preview, filled up from the social content of its group. */
  card(link: TrackedLink): Promise<PreviewCard | undefined>;
}

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

const cardOf = (attributes: unknown): OwnPreview => ({
  title: text(attributes, 'title'),
  description: text(attributes, 'description'),
  image: text(attributes, 'image_url'),
});

const parametersOf = (landing: unknown, item: unknown): Parameters => {
  const inherited = map(landing, 'parameters');
  const names = typeof inherited === 'object' && inherited !== null ? Object.keys(inherited) : [];
  const utm = map(item, 'utm');
  return Object.fromEntries(
    [...new Set([...UTM_PARAMETERS, ...names])].flatMap((name) => {
      const value = text(utm, name) ?? text(inherited, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
};

/** A link of the table as tracking needs it; undefined when it leads nowhere. */
const trackedLink = (item: unknown): TrackedLink | undefined => {
  if (item === undefined || flag(item, 'deleted')) return undefined;
  const landing = map(item, 'landing');
  const destination = text(item, 'destination') ?? text(landing, 'destination');
  if (destination === undefined || destinationFault(destination) >= 0) return undefined;
  const days = Number(member(member(item, 'window_days'), 'N'));
  return {
    key: required(item, 'key'),
    program: required(item, 'program'),
    partnership: required(item, 'partnership'),
    group: required(item, 'group'),
    destination,
    parameters: parametersOf(landing, item),
    preview: cardOf(map(item, 'preview')),
    counts: flag(item, 'active') && !flag(item, 'archived') && flag(landing, 'counts'),
    windowDays: Number.isInteger(days) && days > 0 ? days : 1,
  };
};

/**
 * Reads links of the table: one read, whatever the link takes from its group, because it carries that itself. On a
 * merchant's own host the host is looked up at the same time: it must belong to the program of the link.
 */
export const tableLinks = (call: AwsCall, table: string, real: () => number): LinkReader => {
  const read = async (key: ItemKey): Promise<unknown> => {
    const input = { TableName: table, Key: { pk: { S: key.pk }, sk: { S: key.sk } } };
    return member(await call('dynamodb', 'GetItem', input), 'Item');
  };
  const ownerOf = cached(real, async (host: string) => text(await read(domainKey(host)), 'program'));
  const links = cached(real, async (id: string) => {
    const [host = '', slug = ''] = id.split('\n');
    return trackedLink(await read(linkKey(host, slug)));
  });
  const socials = cached(real, async (id: string) => {
    const [program = '', group = ''] = id.split('\n');
    const social = map(await read(definitionKey(program, 'GROUP', group)), 'social');
    return {
      ...cardOf(social),
      xHandle: text(social, 'x_handle'),
      linkedin: text(social, 'linkedin_url'),
      email: text(social, 'contact_email'),
    };
  });
  return {
    async find(host, slug) {
      const [owner, link] = await Promise.all([
        host === DEFAULT_HOST ? undefined : ownerOf(host),
        links(`${host}\n${slug}`),
      ]);
      return host === DEFAULT_HOST || owner === link?.program ? link : undefined;
    },
    async card(link) {
      const social = await socials(`${link.program}\n${link.group}`);
      const { title, description, image } = link.preview;
      const shown = title ?? social?.title;
      if (shown === undefined) return undefined;
      return {
        ...social,
        title: shown,
        description: description ?? social?.description,
        image: image ?? social?.image,
      };
    },
  };
};

const KEPT_MS = 3_000;
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
