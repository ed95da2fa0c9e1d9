import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { importedKey } from './keys.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/** Which thing of ours a thing of another system is. The name is a hash: it may be an e-mail address. */
const Imported = z.object({
  scope: z.string(),
  kind: z.string(),
  name: z.string(),
  /** The key of ours; empty while it is being made. */
  target: z.string(),
  /** Which row of which import made it; absent where it was there before. */
  by: z.optional(z.string()),
  rev: z.int(),
});
export type Imported = z.infer<typeof Imported>;

/** What is known under a name. */
export const importedAt = async (
  store: Store,
  place: { readonly scope: string; readonly kind: string; readonly name: string },
): Promise<Imported | undefined> => {
  const item = await store.get(importedKey(place.scope, place.kind, place.name));
  return item === undefined ? undefined : readImported(item);
};

export const readImported = (item: Item): Imported => decode(Imported, item);

/**
 * Notes what is known (`imported_changed` when another import noted something at the same moment).
 * @param expires_at epoch seconds; for what only a dry run needs to know.
 */
export const noteImported = (
  before: Imported | undefined,
  after: Omit<Imported, 'rev'>,
  expires_at?: number,
): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...importedKey(after.scope, after.kind, after.name),
    ...after,
    rev: (before?.rev ?? 0) + 1,
    ...(expires_at === undefined ? {} : { [EXPIRES_ATTRIBUTE]: expires_at }),
  },
  condition: before === undefined ? absent('imported_changed') : unchanged('imported_changed', before.rev),
});
