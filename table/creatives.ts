import * as z from 'zod/mini';
import { CREATIVE_KINDS } from '../domain/creatives.ts';
import { Target } from '../domain/targets.ts';
import { decode } from './codec.ts';
import { Definition, family } from './definitions.ts';
import { publicCreativeKey } from './keys.ts';
import type { Condition, Item, Store, Write } from './store.ts';

/** A file of a program: the upload that it was, what it is, and how large. */
const StoredFile = { upload: z.string(), content_type: z.string(), size: z.int() };

/** A picture that anybody may see. */
export const ShownImage = z.object({ ...StoredFile, width: z.int(), height: z.int() });
export type ShownImage = z.infer<typeof ShownImage>;

/** Promo material for partners: of its kind it has exactly the one part. */
export const Creative = z.extend(Definition, {
  kind: z.enum(CREATIVE_KINDS),
  description: z.optional(z.string()),
  archived: z.boolean(),
  position: z.int(),
  target: Target,
  /** Absent: where the partner's link leads. */
  destination: z.optional(z.string()),
  banner: z.optional(z.extend(ShownImage, { alt_text: z.string() })),
  text_link: z.optional(z.object({ text: z.string() })),
  email: z.optional(z.object({ subject: z.string(), body: z.string() })),
  file: z.optional(z.object({ ...StoredFile, name: z.string() })),
});
export type Creative = z.infer<typeof Creative>;

export const creatives = family('CREATIVE', 'crt', Creative);

/** What a page that shows a banner needs: which picture it is now. */
const PublicCreative = z.object({ program: z.string(), upload: z.string(), content_type: z.string() });
type PublicCreative = z.infer<typeof PublicCreative>;

/** It only follows the banner, whose own condition guards both. */
const ANY: Condition = {
  name: 'creative_is_public',
  expression: 'attribute_not_exists(#closed)',
  names: { '#closed': 'closed' },
};

/** Shows the picture of a banner from now on; other creatives have none. */
export const showBanner = ({ key, program, banner }: Creative): readonly Write[] => {
  if (banner === undefined) return [];
  const { upload, content_type } = banner;
  const item: Item = { ...publicCreativeKey(key), program, upload, content_type };
  return [{ kind: 'put', item, condition: ANY }];
};

/** The picture of a banner, archived or not: it stays for as long as pages show it. */
export const shownBanner = async (store: Store, creative: string): Promise<PublicCreative | undefined> => {
  const item = await store.get(publicCreativeKey(creative));
  return item === undefined ? undefined : decode(PublicCreative, item);
};
