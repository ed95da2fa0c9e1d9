import * as z from 'zod/mini';
import { UTM_PARAMETERS } from '../domain/links.ts';
import { decode } from './codec.ts';
import { linkKey, listed, listPartition, partnershipLinksPartition } from './keys.ts';
import { shardOf } from './shards.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/** UTM parameters as items hold them. */
export const UtmSchema = z.partialRecord(z.enum(UTM_PARAMETERS), z.optional(z.string()));

/** What a social network shows when the link is pasted there. */
export const Preview = z.object({
  title: z.string(),
  description: z.optional(z.string()),
  image_url: z.optional(z.string()),
});
export type Preview = z.infer<typeof Preview>;

/** What a link takes from its group and program. It follows when they change. */
export const Landing = z.object({
  /** The `rev` of the program's head when it was taken, which every change of a group raises: later ones win. */
  rev: z.int(),
  /** Where links without a destination of their own lead. */
  destination: z.optional(z.string()),
  parameters: z.optional(z.record(z.string(), z.string())),
  /** Whether clicks may count: the group has referral links. */
  counts: z.boolean(),
});
export type Landing = z.infer<typeof Landing>;

/**
 * A tracked address of a partnership. It carries what it takes from its group and program: tracking reads this item
 * and nothing else to send a visitor on.
 */
export const Link = z.object({
  key: z.string(),
  program: z.string(),
  partnership: z.string(),
  host: z.string(),
  slug: z.string(),
  name: z.optional(z.string()),
  /** Absent: the address of the partnership's group, else that of the program. */
  destination: z.optional(z.string()),
  utm: z.optional(UtmSchema),
  preview: z.optional(Preview),
  landing: Landing,
  /** The group of the partnership, and whether the partnership is active: both follow its standing. */
  group: z.string(),
  active: z.boolean(),
  /** Still leads where it led, but its clicks count for nobody. */
  archived: z.boolean(),
  /** Leads nowhere; the address is never given to anybody else. */
  deleted: z.boolean(),
  /** How long the visitor's cookie lives, in days: the program's attribution window when the link was made. */
  window_days: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
});
export type Link = z.infer<typeof Link>;

/** A link as the table holds it: found by its address, by its key, and by its partnership. */
export const linkItem = (link: Link): Item => ({
  ...linkKey(link.host, link.slug),
  ...(link.deleted
    ? {}
    : {
        ...listed('LINKS', link.program, link.key),
        gsi2pk: partnershipLinksPartition(link.partnership),
        gsi2sk: link.key,
      }),
  ...link,
});

export const readLink = (item: Item): Link => decode(Link, item);

/** A new link (`slug_taken` when the address belongs or belonged to another one). */
export const addLink = (link: Link): Write & { kind: 'put' } => ({
  kind: 'put',
  item: linkItem(link),
  condition: absent('slug_taken'),
});

/** A changed link (`link_changed` when somebody else changed it since it was read). */
export const changeLink = (before: Link, after: Link): Write & { kind: 'put' } => ({
  kind: 'put',
  item: linkItem({ ...after, rev: before.rev + 1 }),
  condition: unchanged('link_changed', before.rev),
});

/** The link of the program with this key; undefined when there is none or it was deleted. */
export const getLink = async (store: Store, program: string, key: string): Promise<Link | undefined> => {
  const pk = listPartition('LINKS', program, shardOf(key));
  const found = await store.query({ index: 'gsi1', pk, between: [key, key], limit: 1 });
  const [entry] = found.items;
  const item = entry === undefined ? undefined : await store.get(entry);
  const link = item === undefined ? undefined : readLink(item);
  return link?.deleted === false ? link : undefined;
};

/** The links of a partnership, at most `most`, the oldest first. */
export const linksOf = async (store: Store, partnership: string, most: number): Promise<readonly Link[]> => {
  const entries = await store.query({ index: 'gsi2', pk: partnershipLinksPartition(partnership), limit: most });
  return (await store.batchGet(entries.items)).map(readLink).sort((a, b) => (a.key < b.key ? -1 : 1));
};
