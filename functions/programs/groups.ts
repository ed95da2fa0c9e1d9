import { Failure, notFound, unprocessable } from '../../domain/errors.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { type Group, groups } from '../../table/definitions.ts';
import { addJoin, removeJoin } from '../../table/joins.ts';
import { startLinkWalk } from '../../table/link-walks.ts';
import type { Program } from '../../table/programs.ts';
import type { Store, Write } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { changeProgramState, readProgramState } from '../shared/configuration.ts';
import type { InputOf } from '../shared/contract.ts';
import {
  createGroup,
  getGroup,
  getGroupStatistics,
  listGroups,
  listGroupUsages,
  renewJoinLink,
  stopJoinLink,
  updateGroup,
} from '../shared/contracts/groups.ts';
import { listDefinitions } from '../shared/definition-lists.ts';
import { type GroupView, groupView, groupViews } from '../shared/group-view.ts';
import { landingOf, sameLanding } from '../shared/landing.ts';
import { addNewGroup, blankGroup, newJoinSlug } from '../shared/new-groups.ts';
import { requireRoom } from '../shared/plans.ts';
import type { ProgramsDeps } from './deps.ts';
import { requireUnused, usagesOfGroup } from './group-archiving.ts';
import { figuresOf } from './group-figures.ts';
import { changed, type NewSettings } from './group-settings.ts';
import { followLinks } from './link-walk.ts';

/** The configuration with another approval delay of the group; undefined when nothing changes for evaluation. */
const withDelay = (configuration: Configuration, group: Group): Configuration | undefined => {
  const { [group.key]: before, ...others } = configuration.group_delays;
  if (before === group.approval_delay_days) return undefined;
  const group_delays =
    group.approval_delay_days === undefined ? others : { ...others, [group.key]: group.approval_delay_days };
  return { ...configuration, group_delays };
};

/** What a change of a group writes besides the group itself. */
const effects = (configuration: Configuration, group: Group, makeDefault: boolean) => {
  const next = withDelay(configuration, group);
  return {
    ...(next === undefined ? {} : { configuration: next }),
    ...(makeDefault ? { settings: { default_group: group.key } } : {}),
  };
};

const create = async (deps: ProgramsDeps, context: Context, body: NewSettings): Promise<GroupView> => {
  const { name, default: makeDefault, ...settings } = body;
  const group = changed(blankGroup(deps, context, name), settings, context.now);
  const { program } = await addNewGroup(deps, group, ({ configuration }) =>
    effects(configuration, group, makeDefault === true),
  );
  return groupView(deps.store, program, group);
};

const find = async (store: Store, program: string, key: string): Promise<Group> => {
  const group = await groups.get(store, program, key);
  if (group === undefined) throw notFound('group', 'group');
  return group;
};

/** Starts the links of the group when they take something else from it now. */
const linksToFollow = async (deps: ProgramsDeps, program: Program, before: Group, after: Group): Promise<Write[]> =>
  sameLanding(landingOf(program, before), landingOf(program, after))
    ? []
    : [await startLinkWalk(deps.store, program.key, after.key)];

const update = async (
  deps: ProgramsDeps,
  context: Context,
  { params, body }: InputOf<typeof updateGroup>,
): Promise<GroupView> => {
  const { program, answer } = await changeProgramState(deps, context, async (state) => {
    const before = await find(deps.store, context.program, params.group);
    const after = changed(before, body, context.now);
    if (after.archived && body.default === true) {
      throw unprocessable('archived', 'An archived group cannot be the default group.', 'default');
    }
    if (after.archived && !before.archived) await requireUnused(deps.store, state, before, context.now);
    if (!after.archived && before.archived) {
      const all = await groups.all(deps.store, context.program);
      requireRoom(state.plan, 'groups', all.filter((other) => !other.archived).length);
    }
    const following = await linksToFollow(deps, state.program, before, after);
    const writes: readonly Write[] = [...groups.change(before, after), ...following];
    return { answer: after, writes, ...effects(state.configuration, after, body.default === true) };
  });
  await followLinks(deps, context.program);
  return groupView(deps.store, program, answer);
};

const renew = async (deps: ProgramsDeps, context: Context, key: string): Promise<GroupView> => {
  const { program, answer } = await changeProgramState(deps, context, async () => {
    const before = await find(deps.store, context.program, key);
    if (before.archived) throw new Failure('conflict', 'This group is archived.', { reason: 'archived' });
    const slug = newJoinSlug(deps);
    const after = { ...before, join_slug: slug, updated_at: context.now };
    const earlier = before.join_slug === undefined ? [] : [removeJoin(before.join_slug)];
    const added = addJoin({ slug, program: before.program, group: before.key });
    return { answer: after, writes: [...groups.change(before, after), ...earlier, added] };
  });
  return groupView(deps.store, program, answer);
};

/** Takes the join link away; where there is none, nothing changes. */
const stop = async (deps: ProgramsDeps, context: Context, key: string): Promise<GroupView> => {
  const { program, answer } = await changeProgramState(deps, context, async () => {
    const before = await find(deps.store, context.program, key);
    if (before.join_slug === undefined) return { answer: before };
    const { join_slug, ...rest } = before;
    const after = { ...rest, updated_at: context.now };
    return { answer: after, writes: [...groups.change(before, after), removeJoin(join_slug)] };
  });
  return groupView(deps.store, program, answer);
};

/** The operations of groups. */
export const groupRoutes = (deps: ProgramsDeps): readonly Route[] => {
  const programOf = async (key: string): Promise<Program> => (await readProgramState(deps, key)).program;
  return [
    route(createGroup, (context, { body }) => create(deps, context, body)),
    route(listGroups, async (context, { query }) => {
      const { program } = context;
      await followLinks(deps, program);
      const head = await programOf(program);
      const { include_archived, include, from, to, ...asked } = query;
      const keep = (group: Group): boolean => include_archived === true || !group.archived;
      const page = await listDefinitions(deps.store, groups, program, asked, (group) => group, keep);
      const views = await groupViews(deps.store, head, page.items);
      if (include === undefined) return { ...page, items: [...views] };
      const figures = await figuresOf(deps.store, context, { from, to });
      return { ...page, items: views.map((group) => ({ ...group, statistics: figures(group.key) })) };
    }),
    route(getGroup, async ({ program }, { params }) =>
      groupView(deps.store, await programOf(program), await find(deps.store, program, params.group)),
    ),
    route(getGroupStatistics, async (context, { params, query }) => {
      const group = await find(deps.store, context.program, params.group);
      return (await figuresOf(deps.store, context, query))(group.key);
    }),
    route(updateGroup, (context, input) => update(deps, context, input)),
    route(renewJoinLink, (context, { params }) => renew(deps, context, params.group)),
    route(stopJoinLink, (context, { params }) => stop(deps, context, params.group)),
    route(listGroupUsages, async (context, { params }) => {
      const group = await find(deps.store, context.program, params.group);
      return usagesOfGroup(deps.store, await readProgramState(deps, context.program), group, context.now);
    }),
  ];
};
