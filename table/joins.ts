import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { joinKey } from './keys.ts';
import { absent, type Store, type Write } from './store.ts';

/** Where a join link leads. */
const Join = z.object({ slug: z.string(), program: z.string(), group: z.string() });
type Join = z.infer<typeof Join>;

/** A new join link (`join_slug_taken`). */
export const addJoin = (join: Join): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...joinKey(join.slug), ...join },
  condition: absent('join_slug_taken'),
});

/** The slug leads nowhere any more. */
export const removeJoin = (slug: string): Write & { kind: 'delete' } => ({
  kind: 'delete',
  key: joinKey(slug),
  condition: { name: 'join_gone', expression: 'attribute_exists(pk)' },
});

/** The group that applicants with this slug land in; undefined when the slug leads nowhere. */
export const findJoin = async (store: Store, slug: string): Promise<Join | undefined> => {
  const item = await store.get(joinKey(slug));
  return item === undefined ? undefined : decode(Join, item);
};
