import { notFound } from '../../domain/errors.ts';
import { tagsOf } from '../../domain/segments.ts';
import { segments, type Tag, tags } from '../../table/definitions.ts';
import { membershipsOf } from '../../table/rosters.ts';
import type { Store } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { changeProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { createTag, deleteTag, getTag, listTags, updateTag } from '../shared/contracts/tags.ts';
import { listDefinitions } from '../shared/definition-lists.ts';
import { requireRoom } from '../shared/plans.ts';
import type { ProgramsDeps } from './deps.ts';
import { inUse, usagesOf } from './usages.ts';

type View = DataOf<typeof getTag>;

const view = ({ key, name, created_at, updated_at }: Tag): View => ({ key, created_at, updated_at, name });

const find = async (store: Store, program: string, key: string): Promise<Tag> => {
  const tag = await tags.get(store, program, key);
  if (tag === undefined) throw notFound('tag', 'tag');
  return tag;
};

const create = async (deps: ProgramsDeps, context: Context, name: string): Promise<View> => {
  const { now, program } = context;
  const tag: Tag = { key: deps.ids.key('tag', now), program, name, created_at: now, updated_at: now, rev: 1 };
  await changeProgramState(deps, context, async ({ plan }) => {
    requireRoom(plan, 'tags', (await tags.all(deps.store, program)).length);
    return { answer: undefined, writes: tags.add(tag) };
  });
  return view(tag);
};

const rename = async (deps: ProgramsDeps, context: Context, key: string, name: string): Promise<View> => {
  const { answer } = await changeProgramState(deps, context, async () => {
    const before = await find(deps.store, context.program, key);
    const after = { ...before, name, updated_at: context.now };
    return { answer: after, writes: tags.change(before, after) };
  });
  return view(answer);
};

/** How many have each tag. */
const countsOf = async (store: Store, program: string): Promise<(tag: string) => NonNullable<View['counts']>> => {
  const [memberships, all] = await Promise.all([membershipsOf(store, program), segments.all(store, program)]);
  const found = new Map<string, { active: number; inactive: number; segments: number }>();
  const of = (tag: string) => {
    const counts = found.get(tag) ?? { active: 0, inactive: 0, segments: 0 };
    found.set(tag, counts);
    return counts;
  };
  for (const { active, tags: own } of memberships) for (const tag of own) of(tag)[active ? 'active' : 'inactive'] += 1;
  for (const { match } of all) for (const tag of tagsOf(match)) of(tag).segments += 1;
  return of;
};

const list = async (
  deps: ProgramsDeps,
  { program }: Context,
  query: InputOf<typeof listTags>['query'],
): Promise<DataOf<typeof listTags>> => {
  const counts = query.include === undefined ? undefined : await countsOf(deps.store, program);
  return listDefinitions(deps.store, tags, program, query, (tag) => ({
    ...view(tag),
    ...(counts === undefined ? {} : { counts: counts(tag.key) }),
  }));
};

/** Partnerships that have the tag lose it with it: keys are never used again, and unknown ones are not shown. */
const remove = async (deps: ProgramsDeps, context: Context, key: string): Promise<void> => {
  await changeProgramState(deps, context, async ({ configuration }) => {
    const tag = await find(deps.store, context.program, key);
    const usages = usagesOf(configuration, context.now, 'tag', key);
    if (usages.length > 0) throw inUse('tag', 'tag', usages);
    return { answer: undefined, writes: tags.remove(tag) };
  });
};

/** The operations of tags. */
export const tagRoutes = (deps: ProgramsDeps): readonly Route[] => [
  route(createTag, (context, { body }) => create(deps, context, body.name)),
  route(listTags, (context, { query }) => list(deps, context, query)),
  route(getTag, async ({ program }, { params }) => view(await find(deps.store, program, params.tag))),
  route(updateTag, (context, { params, body }) => rename(deps, context, params.tag, body.name)),
  route(deleteTag, async (context, { params }) => {
    await remove(deps, context, params.tag);
    return { key: params.tag, deleted: true };
  }),
];
