import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { slugFrom } from '../domain/links.ts';
import { decode } from './codec.ts';
import { publicFormsKey } from './keys.ts';
import { absent, type Store, type Write } from './store.ts';

/** Whose forms lie at a public address. */
const PublicForms = z.object({ program: z.string(), group: z.string() });
export type PublicForms = z.infer<typeof PublicForms>;

/** 100 bits: nobody finds one by trying. */
const SLUG_LETTERS = 20;

/**
 * The slug of a group's public forms. It is made from the group's key, which nobody outside knows, and tells neither
 * the key nor the name; so it can be given to anybody, and never changes under a page that embeds a form.
 */
export const publicFormSlug = (group: string): string =>
  slugFrom(createHash('sha256').update(`forms of ${group}`).digest().subarray(0, SLUG_LETTERS));

/** Makes the public forms of a new group known (`public_forms_exist`). */
export const addPublicForms = ({ program, key }: { readonly program: string; readonly key: string }): Write => ({
  kind: 'put',
  item: { ...publicFormsKey(publicFormSlug(key)), program, group: key },
  condition: absent('public_forms_exist'),
});

/** Whose forms these are; undefined when nobody's. */
export const findPublicForms = async (store: Store, slug: string): Promise<PublicForms | undefined> => {
  const item = await store.get(publicFormsKey(slug));
  return item === undefined ? undefined : decode(PublicForms, item);
};
