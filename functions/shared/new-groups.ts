import { SLUG_RANDOM_BYTES, slugFrom } from '../../domain/links.ts';
import { type Group, groups } from '../../table/definitions.ts';
import { addJoin } from '../../table/joins.ts';
import type { Program } from '../../table/programs.ts';
import { type Change, type ConfigurationDeps, changeProgramState, type ProgramState } from './configuration.ts';
import type { Ids } from './ids.ts';
import { requireRoom } from './plans.ts';

/** What a new group is made with. */
interface GroupDeps extends ConfigurationDeps {
  readonly ids: Ids;
}

/** The address of a group's join link: it cannot be guessed. */
export const newJoinSlug = (deps: Pick<GroupDeps, 'ids'>): string =>
  slugFrom(Buffer.from(deps.ids.secret(SLUG_RANDOM_BYTES), 'base64url'));

/** A group with nothing but its name. */
export const blankGroup = (
  deps: Pick<GroupDeps, 'ids'>,
  { program, now }: { readonly program: string; readonly now: number },
  name: string,
): Group => ({
  ...{ key: deps.ids.key('grp', now), program, name },
  ...{ created_at: now, updated_at: now, rev: 1, archived: false, join_slug: newJoinSlug(deps) },
});

/**
 * Adds a group to its program. A name that reads like an archived one's is still taken: archived groups keep their
 * names.
 * @param effects what else changes with it.
 * @throws Failure `conflict` (`name_taken`), `plan_limit`, `not_found`, `busy`.
 */
export const addNewGroup = (
  deps: GroupDeps,
  group: Group,
  effects: (state: ProgramState) => Pick<Change<undefined>, 'configuration' | 'settings'>,
): Promise<{ readonly program: Program }> =>
  changeProgramState(deps, { program: group.program, now: group.created_at }, async (state) => {
    const all = await groups.all(deps.store, group.program);
    requireRoom(state.plan, 'groups', all.filter((other) => !other.archived).length);
    requireRoom(state.plan, 'groups_with_archived', all.length);
    const slug = group.join_slug;
    const joins = slug === undefined ? [] : [addJoin({ slug, program: group.program, group: group.key })];
    return { answer: undefined, writes: [...groups.add(group), ...joins], ...effects(state) };
  });
