import { conflict } from '../../domain/errors.ts';
import { segmentSizes } from '../../domain/memberships.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { type Segment, segments } from '../../table/definitions.ts';
import { membershipsOf } from '../../table/rosters.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { changeProgramState, readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import {
  createSegment,
  deleteSegment,
  getSegment,
  getSegmentPreview,
  listSegments,
  listSegmentUsages,
  previewSegment,
  updateSegment,
} from '../shared/contracts/segments.ts';
import { listDefinitions } from '../shared/definition-lists.ts';
import { requireRoom } from '../shared/plans.ts';
import { contentUsagesOf } from './content-usages.ts';
import type { ProgramsDeps } from './deps.ts';
import { findSegment, readMatch } from './segment-matches.ts';
import { previewDraft, previewStored } from './segment-previews.ts';
import { ended } from './trigger-versions.ts';
import { confirmationOf, inRules, inUse, namedUsages, type Usage, usagesOf } from './usages.ts';

type View = DataOf<typeof getSegment>;

const view = ({ key, name, match, created_at, updated_at }: Segment): View => ({
  key,
  created_at,
  updated_at,
  name,
  match,
});

const put = (configuration: Configuration, segment: Segment): Configuration => {
  const { key, match } = segment;
  const known = configuration.segments.some((other) => other.key === key);
  return {
    ...configuration,
    segments: known
      ? configuration.segments.map((other) => (other.key === key ? { key, match } : other))
      : [...configuration.segments, { key, match }],
  };
};

const create = async (
  deps: ProgramsDeps,
  context: Context,
  body: InputOf<typeof createSegment>['body'],
): Promise<View> => {
  const { now, program } = context;
  const key = deps.ids.key('seg', now);
  const { answer } = await changeProgramState(deps, context, async ({ configuration, plan }) => {
    requireRoom(plan, 'segments', configuration.segments.length);
    const match = await readMatch(deps.store, program, body.match);
    const segment: Segment = { key, program, name: body.name, match, created_at: now, updated_at: now, rev: 1 };
    return { answer: segment, writes: segments.add(segment), configuration: put(configuration, segment) };
  });
  return view(answer);
};

const update = async (
  deps: ProgramsDeps,
  context: Context,
  { params, body }: InputOf<typeof updateSegment>,
): Promise<View> => {
  const { answer } = await changeProgramState(deps, context, async ({ configuration }) => {
    const before = await findSegment(deps.store, context.program, params.segment);
    const match = body.match === undefined ? before.match : await readMatch(deps.store, context.program, body.match);
    const after = { ...before, name: body.name ?? before.name, match, updated_at: context.now };
    const writes = segments.change(before, after);
    // The name is for people: only another expression makes another configuration.
    return body.match === undefined
      ? { answer: after, writes }
      : { answer: after, writes, configuration: put(configuration, after) };
  });
  return view(answer);
};

/**
 * The configuration without the segment. A trigger whose rules name it ends: a rule such as "not in this segment"
 * would match more partnerships than before, and an audience never widens by a deletion.
 */
const without = (configuration: Configuration, key: string, now: number): Configuration => ({
  ...configuration,
  segments: configuration.segments.filter((segment) => segment.key !== key),
  triggers: configuration.triggers.map((trigger) => (inRules(trigger, 'segment', key) ? ended(trigger, now) : trigger)),
});

/** Refuses a deletion whose usages were not shown, or have changed since. */
const requireConfirmed = (usages: readonly Usage[], confirm: string | undefined): void => {
  if (usages.length === 0 || confirm === confirmationOf(usages)) return;
  if (confirm === undefined) throw inUse('segment', 'confirm', usages);
  throw conflict('What uses this segment has changed since it was shown.', 'confirm', 'usages_changed');
};

const remove = async (deps: ProgramsDeps, context: Context, key: string, confirm?: string): Promise<void> => {
  await changeProgramState(deps, context, async ({ configuration }) => {
    const segment = await findSegment(deps.store, context.program, key);
    const usages = usagesOf(configuration, context.now, 'segment', key);
    requireConfirmed([...usages, ...(await contentUsagesOf(deps.store, context.program, 'segment', key))], confirm);
    return {
      answer: undefined,
      writes: segments.remove(segment),
      configuration: without(configuration, key, context.now),
    };
  });
};

const listUsages = async (
  deps: ProgramsDeps,
  context: Context,
  key: string,
): Promise<DataOf<typeof listSegmentUsages>> => {
  await findSegment(deps.store, context.program, key);
  const { configuration } = await readProgramState(deps, context.program);
  const usages = usagesOf(configuration, context.now, 'segment', key);
  const content = await contentUsagesOf(deps.store, context.program, 'segment', key);
  const items = [...namedUsages(configuration, context.now, usages), ...content];
  return { items, has_more: false, confirm: confirmationOf([...usages, ...content]) };
};

const list = async (
  deps: ProgramsDeps,
  { program }: Context,
  query: InputOf<typeof listSegments>['query'],
): Promise<DataOf<typeof listSegments>> => {
  const sizes =
    query.include === undefined
      ? undefined
      : segmentSizes(await membershipsOf(deps.store, program), await segments.all(deps.store, program));
  return listDefinitions(deps.store, segments, program, query, (segment) => ({
    ...view(segment),
    ...(sizes === undefined ? {} : { count: sizes.get(segment.key) ?? 0 }),
  }));
};

/** The operations of segments. */
export const segmentRoutes = (deps: ProgramsDeps): readonly Route[] => [
  route(createSegment, (context, { body }) => create(deps, context, body)),
  route(listSegments, (context, { query }) => list(deps, context, query)),
  route(getSegment, async ({ program }, { params }) => view(await findSegment(deps.store, program, params.segment))),
  route(listSegmentUsages, (context, { params }) => listUsages(deps, context, params.segment)),
  route(previewSegment, (context, input) => previewDraft(deps, context, input)),
  route(getSegmentPreview, (context, input) => previewStored(deps, context, input)),
  route(updateSegment, (context, input) => update(deps, context, input)),
  route(deleteSegment, async (context, { params, query }) => {
    await remove(deps, context, params.segment, query.confirm);
    return { key: params.segment, deleted: true };
  }),
];
