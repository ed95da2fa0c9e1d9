import { isDeepStrictEqual } from 'node:util';
import { Failure, notFound, unprocessable } from '../../domain/errors.ts';
import { rulesOf } from '../../domain/rules.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { type TriggerDefinition, triggers } from '../../table/definitions.ts';
import type { Store } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { changeProgramState, type ProgramState, readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import {
  createTrigger,
  deleteTrigger,
  getTrigger,
  listTriggers,
  listTriggerVersions,
  updateTrigger,
} from '../shared/contracts/triggers.ts';
import { listDefinitions } from '../shared/definition-lists.ts';
import { requireRoom } from '../shared/plans.ts';
import { requireKnown, requireValidTrigger } from '../shared/references.ts';
import type { ProgramsDeps } from './deps.ts';
import { closedVersion, ended, isLive, liveTriggers, replaceTrigger } from './trigger-versions.ts';
import { versionsOf } from './version-lists.ts';

export type TriggerView = DataOf<typeof getTrigger>;

/** Whether deletions of segments have left the trigger without anybody (docs/rules.md, "Segments"). */
const matchesNobody = (configuration: Configuration, { audience, rules }: TriggerDefinition): boolean => {
  const known = configuration.segments.map((segment) => segment.key);
  const named = (rules === undefined ? [] : rulesOf(rules))
    .filter((rule) => rule.field === 'segment' && typeof rule.value !== 'boolean')
    .flatMap((rule) => rule.value);
  if (named.some((key) => typeof key === 'string' && !known.includes(key))) return true;
  return audience.type === 'segments' && !(audience.segments ?? []).some((key) => known.includes(key));
};

const statusOf = (trigger: TriggerDefinition, now: number): TriggerView['status'] => {
  if (trigger.archived) return 'deleted';
  if (!isLive(trigger, now)) return 'ended';
  return trigger.active_from > now ? 'planned' : 'active';
};

/** A trigger as the API shows it. */
const showTrigger = (configuration: Configuration, trigger: TriggerDefinition, now: number): TriggerView => ({
  key: trigger.key,
  created_at: trigger.created_at,
  updated_at: trigger.updated_at,
  name: trigger.name,
  event: trigger.event,
  rules: trigger.rules ?? null,
  audience: trigger.audience,
  action: { type: 'reward', offer: trigger.offer },
  version: trigger.version,
  active_from: trigger.active_from,
  active_to: trigger.active_to ?? null,
  archived: trigger.archived,
  status: statusOf(trigger, now),
  matches_nobody: matchesNobody(configuration, trigger),
});

const requireRoomForOne = ({ configuration, plan }: ProgramState, now: number): void =>
  requireRoom(plan, 'triggers', new Set(liveTriggers(configuration, now).map((trigger) => trigger.key)).size);

const notPast = (instant: number | undefined, now: number): number => {
  if (instant === undefined) return now;
  if (instant >= now) return instant;
  throw unprocessable('in_the_past', 'A trigger cannot begin in the past.', 'active_from');
};

/** Makes a trigger. @throws Failure `unprocessable`, `conflict` (`name_taken`), `plan_limit`. */
export const addTrigger = async (
  deps: ProgramsDeps,
  context: Context,
  body: InputOf<typeof createTrigger>['body'],
): Promise<TriggerView> => {
  const { now, program } = context;
  const trigger: TriggerDefinition = {
    key: deps.ids.key('trg', now),
    program,
    name: body.name,
    created_at: now,
    updated_at: now,
    rev: 1,
    version: 1,
    event: body.event,
    rules: body.rules ?? undefined,
    audience: body.audience,
    offer: body.action.offer,
    active_from: notPast(body.active_from, now),
    active_to: body.active_to ?? undefined,
    archived: false,
  };
  requireValidTrigger(trigger);
  const { configuration } = await changeProgramState(deps, context, async (state) => {
    requireRoomForOne(state, now);
    await requireKnown(deps.store, program, state.configuration, trigger);
    const next = replaceTrigger(state.configuration, now, trigger.key, trigger);
    return { answer: undefined, writes: triggers.add(trigger), configuration: next };
  });
  return showTrigger(configuration, trigger, now);
};

/** @throws Failure `not_found`. */
export const findTrigger = async (store: Store, program: string, key: string): Promise<TriggerDefinition> => {
  const trigger = await triggers.get(store, program, key);
  if (trigger === undefined) throw notFound('trigger', 'trigger');
  return trigger;
};

type Patch = InputOf<typeof updateTrigger>['body'];

/** From when the new version counts: from now on, or from the beginning that is still to come. */
const nextBeginning = (before: TriggerDefinition, body: Patch, now: number): number => {
  const begun = before.active_from <= now;
  if (body.active_from === undefined) return begun ? now : before.active_from;
  if (!begun) return notPast(body.active_from, now);
  if (body.active_from === before.active_from) return now;
  throw unprocessable('has_begun', 'The trigger is active already.', 'active_from');
};

/** The next version; undefined when the request changes nothing. */
const nextVersion = (before: TriggerDefinition, body: Patch, now: number): TriggerDefinition | undefined => {
  const asked: TriggerDefinition = {
    ...before,
    name: body.name ?? before.name,
    event: body.event ?? before.event,
    rules: body.rules === undefined ? before.rules : (body.rules ?? undefined),
    audience: body.audience ?? before.audience,
    offer: body.action?.offer ?? before.offer,
    active_to: body.active_to === undefined ? before.active_to : (body.active_to ?? undefined),
  };
  const active_from = nextBeginning(before, body, now);
  const begun = before.active_from <= now;
  const same = isDeepStrictEqual(asked, { ...before, rules: before.rules, active_to: before.active_to });
  if (same && (begun || active_from === before.active_from)) return undefined;
  return { ...asked, active_from, version: before.version + 1, updated_at: now };
};

/** Segments that were deleted from an audience stay there without effect; all else that the version names must exist. */
const requireKnownIn = async (
  deps: ProgramsDeps,
  configuration: Configuration,
  next: TriggerDefinition,
  body: Patch,
): Promise<void> => {
  const audience = body.audience === undefined ? undefined : next.audience;
  await requireKnown(deps.store, next.program, configuration, { rules: next.rules, audience });
};

/** Closes the valid version and opens the next one, when the request changes anything. */
export const changeTrigger = async (
  deps: ProgramsDeps,
  context: Context,
  { params, body }: InputOf<typeof updateTrigger>,
): Promise<TriggerView> => {
  const { now } = context;
  const { configuration, answer } = await changeProgramState(deps, context, async (state) => {
    const before = await findTrigger(deps.store, context.program, params.trigger);
    if (before.archived) throw new Failure('gone', 'This trigger was deleted.', { param: 'trigger' });
    const next = nextVersion(before, body, now);
    if (next === undefined) return { answer: before };
    requireValidTrigger(next);
    if (!isLive(before, now)) requireRoomForOne(state, now);
    await requireKnownIn(deps, state.configuration, next, body);
    return {
      answer: next,
      writes: [...triggers.change(before, next), closedVersion(before, now)],
      configuration: replaceTrigger(state.configuration, now, next.key, next),
    };
  });
  return showTrigger(configuration, answer, now);
};

/** The trigger makes no further rewards. */
export const retireTrigger = async (deps: ProgramsDeps, context: Context, key: string): Promise<void> => {
  const { now } = context;
  await changeProgramState(deps, context, async ({ configuration }) => {
    const before = await findTrigger(deps.store, context.program, key);
    if (before.archived) return { answer: undefined };
    const after = { ...ended(before, now), archived: true, updated_at: now };
    return {
      answer: undefined,
      writes: triggers.retire(before, after),
      configuration: replaceTrigger(configuration, now, key),
    };
  });
};

const list = async (deps: ProgramsDeps, context: Context, query: InputOf<typeof listTriggers>['query']) => {
  const { configuration } = await readProgramState(deps, context.program);
  const keep = (trigger: TriggerView): boolean => query.include_archived === true || !trigger.archived;
  return listDefinitions(
    deps.store,
    triggers,
    context.program,
    query,
    (one) => showTrigger(configuration, one, context.now),
    keep,
  );
};

/** The operations of triggers. */
export const triggerRoutes = (deps: ProgramsDeps): readonly Route[] => [
  route(createTrigger, (context, { body }) => addTrigger(deps, context, body)),
  route(listTriggers, (context, { query }) => list(deps, context, query)),
  route(getTrigger, async ({ program, now }, { params }) => {
    const { configuration } = await readProgramState(deps, program);
    return showTrigger(configuration, await findTrigger(deps.store, program, params.trigger), now);
  }),
  route(listTriggerVersions, async ({ program, now }, { params, query }) => {
    const { configuration } = await readProgramState(deps, program);
    const page = await versionsOf(deps, await findTrigger(deps.store, program, params.trigger), query);
    return { items: page.items.map((one) => showTrigger(configuration, one, now)), has_more: page.has_more };
  }),
  route(updateTrigger, (context, input) => changeTrigger(deps, context, input)),
  route(deleteTrigger, async (context, { params }) => {
    await retireTrigger(deps, context, params.trigger);
    return { key: params.trigger, deleted: true };
  }),
];
