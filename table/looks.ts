import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { ShownImage } from './creatives.ts';
import { lookKey } from './keys.ts';
import { absent, type Store, unchanged, type Write } from './store.ts';

/** What a program looks like to partners and visitors, as far as the merchant has decided. */
export const Look = z.object({
  program: z.string(),
  /** What it is called in portal and forms; absent: as the program is named. */
  name: z.optional(z.string()),
  logo: z.optional(ShownImage),
  primary: z.optional(z.string()),
  accent: z.optional(z.string()),
  welcome: z.optional(z.object({ title: z.string(), text: z.string() })),
  imprint_url: z.optional(z.string()),
  privacy_url: z.optional(z.string()),
  terms_url: z.optional(z.string()),
  created_at: z.int(),
  updated_at: z.int(),
  /** 0 until something was decided: nothing is stored then. */
  rev: z.int(),
});
export type Look = z.infer<typeof Look>;

const untouched = (program: string): Look => ({ program, created_at: 0, updated_at: 0, rev: 0 });

/** The look of a program; of one that has decided nothing, that. */
export const getLook = async (store: Store, program: string): Promise<Look> => {
  const item = await store.get(lookKey(program));
  return item === undefined ? untouched(program) : decode(Look, item);
};

/** A changed look (`look_changed` when somebody else changed it since it was read). */
export const changeLook = (before: Look, after: Look): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...lookKey(after.program), ...after, rev: before.rev + 1 },
  condition: before.rev === 0 ? absent('look_changed') : unchanged('look_changed', before.rev),
});
