import { Failure, notFound, unprocessable } from '../../domain/errors.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { type Group, groups } from '../../table/definitions.ts';
import { groupPartitions } from '../../table/keys.ts';
import type { Program } from '../../table/programs.ts';
import type { Store, Write } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { changeProgramState, readProgramState, requireRoom } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { createGroup, getGroup, listGroups, updateGroup } from '../shared/contracts/groups.ts';
import type { ProgramsDeps } from './deps.ts';
import { listDefinitions } from './lists.ts';
import { inUse, usagesOf } from './usages.ts';

type View = DataOf<typeof getGroup>;

/** Some characters become several letters. */
const LONGEST_SLUG = 100;

const slugOf = (group: Group): string => {
  const slug = group.name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-|-$/g, '');
  return slug === '' ? group.key : slug;
};

const view = (group: Group, program: Pick<Program, 'default_group'>): View => ({
  key: group.key,
  created_at: group.created_at,
  updated_at: group.updated_at,
  name: group.name,
  slug: slugOf(group),
  default: program.default_group === group.key,
  archived: group.archived,
  destination_url: group.destination_url ?? null,
  approval_delay_days: group.approval_delay_days ?? null,
});

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
  const changed = withDelay(configuration, group);
  return {
    ...(changed === undefined ? {} : { configuration: changed }),
    ...(makeDefault ? { settings: { default_group: group.key } } : {}),
  };
};

/** A name that reads like an archived one's is still taken: archived groups keep their names. */
const create = async (
  deps: ProgramsDeps,
  context: Context,
  body: InputOf<typeof createGroup>['body'],
): Promise<View> => {
  const group: Group = {
    key: deps.ids.key('grp', context.now),
    program: context.program,
    name: body.name,
    created_at: context.now,
    updated_at: context.now,
    rev: 1,
    archived: false,
    destination_url: body.destination_url ?? undefined,
    approval_delay_days: body.approval_delay_days ?? undefined,
  };
  const { program } = await changeProgramState(deps, context, async ({ configuration }) => {
    const all = await groups.all(deps.store, context.program);
    requireRoom('groups', all.filter((other) => !other.archived).length);
    requireRoom('groups_with_archived', all.length);
    const writes = groups.add(group);
    return { answer: undefined, writes, ...effects(configuration, group, body.default === true) };
  });
  return view(group, program);
};

const find = async (store: Store, program: string, key: string): Promise<Group> => {
  const group = await groups.get(store, program, key);
  if (group === undefined) throw notFound('group', 'group');
  return group;
};

const requireUnused = async (
  store: Store,
  state: { readonly program: Program; readonly configuration: Configuration },
  group: Group,
  now: number,
): Promise<void> => {
  if (state.program.default_group === group.key) {
    throw new Failure('conflict', 'The default group cannot be archived.', {
      reason: 'default_group',
      param: 'archived',
    });
  }
  const usages = usagesOf(state.configuration, now, 'group', group.key);
  if (usages.length > 0) throw inUse('group', 'archived', usages);
  for (const pk of groupPartitions(state.program.key, group.key)) {
    const page = await store.query({ index: 'gsi2', pk, limit: 1 });
    if (page.items.length > 0) {
      throw new Failure('conflict', 'Partnerships are in this group. Move them first.', {
        reason: 'in_use',
        param: 'archived',
      });
    }
  }
};

const changed = (before: Group, body: InputOf<typeof updateGroup>['body'], now: number): Group => ({
  ...before,
  name: body.name ?? before.name,
  archived: body.archived ?? before.archived,
  destination_url: body.destination_url === undefined ? before.destination_url : (body.destination_url ?? undefined),
  approval_delay_days:
    body.approval_delay_days === undefined ? before.approval_delay_days : (body.approval_delay_days ?? undefined),
  updated_at: now,
});

const update = async (
  deps: ProgramsDeps,
  context: Context,
  { params, body }: InputOf<typeof updateGroup>,
): Promise<View> => {
  const { program, answer } = await changeProgramState(deps, context, async (state) => {
    const before = await find(deps.store, context.program, params.group);
    const after = changed(before, body, context.now);
    if (after.archived && body.default === true) {
      throw unprocessable('archived', 'An archived group cannot be the default group.', 'default');
    }
    if (after.archived && !before.archived) await requireUnused(deps.store, state, before, context.now);
    if (!after.archived && before.archived) {
      const all = await groups.all(deps.store, context.program);
      requireRoom('groups', all.filter((other) => !other.archived).length);
    }
    const writes: readonly Write[] = groups.change(before, after);
    return { answer: after, writes, ...effects(state.configuration, after, body.default === true) };
  });
  return view(answer, program);
};

/** The operations of groups. */
export const groupRoutes = (deps: ProgramsDeps): readonly Route[] => {
  const programOf = async (key: string): Promise<Program> => (await readProgramState(deps, key)).program;
  return [
    route(createGroup, (context, { body }) => create(deps, context, body)),
    route(listGroups, async ({ program }, { query }) => {
      const head = await programOf(program);
      const keep = (group: View): boolean => query.include_archived === true || !group.archived;
      return listDefinitions(deps.store, groups, program, query, (group) => view(group, head), keep);
    }),
    route(getGroup, async ({ program }, { params }) =>
      view(await find(deps.store, program, params.group), await programOf(program)),
    ),
    route(updateGroup, (context, input) => update(deps, context, input)),
  ];
};
