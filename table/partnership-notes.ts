import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { inTimeline, PARTNERSHIP_NOTES_PREFIX, partnershipNoteKey } from './keys.ts';
import { absent, type Item, type Store, type Write } from './store.ts';

/** What somebody of the merchant's team noted about a partnership. The partner never sees it. */
const PartnershipNote = z.object({
  key: z.string(),
  program: z.string(),
  partnership: z.string(),
  text: z.string(),
  /** Who wrote it. */
  by: z.string(),
  created_at: z.int(),
});
export type PartnershipNote = z.infer<typeof PartnershipNote>;

export const readPartnershipNote = (item: Item): PartnershipNote => decode(PartnershipNote, item);

/** A new note (`note_exists`). */
export const addPartnershipNote = (note: PartnershipNote): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...partnershipNoteKey(note.partnership, note.key),
    ...inTimeline(note.partnership, note.created_at, note.key),
    ...note,
  },
  condition: absent('note_exists'),
});

export const getPartnershipNote = async (
  store: Store,
  partnership: string,
  key: string,
): Promise<PartnershipNote | undefined> => {
  const item = await store.get(partnershipNoteKey(partnership, key));
  return item === undefined ? undefined : readPartnershipNote(item);
};

/** Removes a note (`note_gone`). */
export const removePartnershipNote = (note: PartnershipNote): Write & { kind: 'delete' } => ({
  kind: 'delete',
  key: partnershipNoteKey(note.partnership, note.key),
  condition: { name: 'note_gone', expression: 'attribute_exists(pk)' },
});

/** Where the notes of a partnership are. */
export const notesPlace = (partnership: string): { readonly pk: string; readonly prefix: string } => ({
  pk: partnershipNoteKey(partnership, '').pk,
  prefix: PARTNERSHIP_NOTES_PREFIX,
});
