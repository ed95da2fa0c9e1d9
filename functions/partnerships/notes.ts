import { Failure, notFound } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import {
  addPartnershipNote,
  getPartnershipNote,
  notesPlace,
  type PartnershipNote,
  readPartnershipNote,
  removePartnershipNote,
} from '../../table/partnership-notes.ts';
import type { Item } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type {
  createPartnershipNote,
  deletePartnershipNote,
  listPartnershipNotes,
} from '../shared/contracts/partnership-history.ts';
import { type PartnershipDeps, requirePartnership } from '../shared/found-partners.ts';
import { listPage } from '../shared/paging.ts';

type View = DataOf<typeof createPartnershipNote>;

const view = ({ key, partnership, text, by, created_at }: PartnershipNote): View => ({
  ...{ key, created_at, updated_at: created_at, partnership_key: partnership, text, by },
});

const requireRoom = async (deps: PartnershipDeps, partnership: string): Promise<void> => {
  const { pk, prefix } = notesPlace(partnership);
  const most = LIMITS.notes_of_partnership;
  const { items } = await deps.store.query({ pk, prefix, limit: most });
  if (items.length < most) return;
  throw new Failure('plan_limit', `A partnership has at most ${most} notes.`, { reason: 'notes_of_partnership' });
};

/** Notes something about a partnership, for the merchant's team only. */
export const noteDown = async (
  deps: PartnershipDeps,
  context: Context,
  { params, body }: InputOf<typeof createPartnershipNote>,
): Promise<View> => {
  const { standing } = await requirePartnership(deps, context.program, params.partnership);
  await requireRoom(deps, standing.key);
  const note: PartnershipNote = {
    key: deps.ids.key('note', context.now),
    program: context.program,
    partnership: standing.key,
    text: body.text,
    by: context.caller.actor,
    created_at: context.now,
  };
  await deps.store.write(addPartnershipNote(note));
  return view(note);
};

/** A page of the notes about a partnership. */
export const listNotes = async (
  deps: PartnershipDeps,
  context: Context,
  { params, query }: InputOf<typeof listPartnershipNotes>,
): Promise<DataOf<typeof listPartnershipNotes>> => {
  const { standing } = await requirePartnership(deps, context.program, params.partnership);
  const { pk, prefix: sortPrefix } = notesPlace(standing.key);
  const read = async (items: readonly Item[]) => items.map((item) => view(readPartnershipNote(item)));
  return listPage(deps.store, { partitions: [pk], sortPrefix, keyPrefix: 'note', read }, query);
};

/** Deletes a note. @throws Failure `not_found`. */
export const deleteNote = async (
  deps: PartnershipDeps,
  context: Context,
  { params }: InputOf<typeof deletePartnershipNote>,
): Promise<DataOf<typeof deletePartnershipNote>> => {
  const { standing } = await requirePartnership(deps, context.program, params.partnership);
  const note = await getPartnershipNote(deps.store, standing.key, params.note);
  if (note === undefined) throw notFound('note', 'note');
  await deps.store.write(removePartnershipNote(note));
  return { key: note.key, deleted: true };
};
