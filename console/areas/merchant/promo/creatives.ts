import type { Creative } from '../../../api/operations.ts';
import { everyItem } from '../../../parts/every-item.ts';
import { api } from '../../../session/person.ts';
import { inOrder } from './in-order.ts';

/** Promo material as partners see it, in its order. */
export const allCreatives = async (include_archived: boolean): Promise<readonly Creative[]> => {
  const found = await everyItem(
    (page) =>
      api.get('/v2/creatives', {
        query: { ...page, limit: Math.min(page.limit, 100), ...(include_archived ? { include_archived } : {}) },
      }),
    { keyOf: ({ key }) => key },
  );
  return inOrder(found);
};
