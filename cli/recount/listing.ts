import * as z from 'zod';
import type { ApiClient } from '../replay/client.ts';

const Page = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  has_more: z.boolean(),
  next_cursor: z.string().optional(),
});

/**
 * Every item of a list, page by page.
 * @param cursor the field that the list's cursors are taken from.
 * @throws Error when a page says that there is more and gives nothing to go on with.
 */
export const everyItem = async <S extends z.ZodType>(
  api: ApiClient,
  path: string,
  item: S,
  cursor = 'key',
): Promise<readonly z.infer<S>[]> => {
  const items: z.infer<S>[] = [];
  let after = '';
  for (;;) {
    const page = Page.parse(await api.call('GET', `${path}${path.includes('?') ? '&' : '?'}limit=250${after}`));
    items.push(...page.items.map((value) => item.parse(value)));
    if (!page.has_more) return items;
    const next = page.next_cursor ?? page.items.at(-1)?.[cursor];
    if (typeof next !== 'string') throw new Error(`${path} has more items and does not say from where.`);
    after = `&starting_after=${encodeURIComponent(next)}`;
  }
};
