import { unprocessable } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { tagPartnership, tagPartnerships } from '../shared/contracts/partnerships.ts';
import type { PartnershipDeps } from '../shared/found-partners.ts';
import { inParallel } from '../shared/parallel.ts';
import { type PartnershipView, partnershipView } from '../shared/partnership-views.ts';
import { tagKeys } from '../shared/tag-names.ts';
import { changePartner } from './change.ts';
import { requireAll } from './move.ts';

/** Tags to add and to remove, by key. */
interface Tagging {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

type Asked = InputOf<typeof tagPartnership>['body'];

const taggingOf = async (deps: PartnershipDeps, program: string, asked: Asked): Promise<Tagging> => {
  const add = await tagKeys(deps.store, program, asked.add ?? [], (index) => `add.${index}`);
  const remove = await tagKeys(deps.store, program, asked.remove ?? [], (index) => `remove.${index}`);
  if (add.some((tag) => remove.includes(tag))) {
    throw unprocessable('added_and_removed', 'A tag is either added or removed.', 'remove');
  }
  return { add, remove };
};

/** The tags after a tagging. @throws Failure `unprocessable` (`too_many_tags`). */
export const retagged =
  ({ add, remove }: Tagging) =>
  (tags: readonly string[]): readonly string[] => {
    const after = [...new Set([...tags.filter((tag) => !remove.includes(tag)), ...add])];
    if (after.length <= LIMITS.tags_of_partnership) return after;
    const most = `A partnership has at most ${LIMITS.tags_of_partnership} tags.`;
    throw unprocessable('too_many_tags', most, 'add');
  };

/** Adds tags to a partnership and removes others; what it has already, or has not, stays as it is. */
export const retagPartner = async (
  deps: PartnershipDeps,
  context: Context,
  { params, body }: InputOf<typeof tagPartnership>,
): Promise<PartnershipView> => {
  const tagging = await taggingOf(deps, context.program, body);
  return partnershipView(
    deps,
    context,
    await changePartner(deps, context, params.partnership, {}, { retag: retagged(tagging) }),
  );
};

/** Tags many partnerships, each in a write of its own; a repetition goes on where an earlier one was cut off. */
export const retagPartners = async (
  deps: PartnershipDeps,
  context: Context,
  body: InputOf<typeof tagPartnerships>['body'],
): Promise<DataOf<typeof tagPartnerships>> => {
  const tagging = await taggingOf(deps, context.program, body);
  const all = [...(await requireAll(deps, context.program, body.partnerships)).values()];
  const { add, remove } = tagging;
  const concerned = all.filter(
    ({ tags }) => add.some((tag) => !tags.includes(tag)) || remove.some((tag) => tags.includes(tag)),
  );
  for (const { tags } of concerned) retagged(tagging)(tags);
  const changed = concerned.map((standing) => standing.key);
  await inParallel(changed, (key) => changePartner(deps, context, key, {}, { retag: retagged(tagging) }));
  return { changed };
};
