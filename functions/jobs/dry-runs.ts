import { type Approximation, emptyTally, MOST_DRY_RUN_DAYS } from '../../domain/dry-runs.ts';
import { notFound, unprocessable } from '../../domain/errors.ts';
import { dayEnd, dayStart, periodOf, periodStart } from '../../domain/periods.ts';
import { rulesOf } from '../../domain/rules.ts';
import type { Trigger } from '../../domain/triggers.ts';
import { decode } from '../../table/codec.ts';
import { type TriggerDefinition, triggers } from '../../table/definitions.ts';
import { addJob, getJob, type Job, readJob } from '../../table/jobs.ts';
import { jobsPartition } from '../../table/keys.ts';
import type { Program } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import { getVersion } from '../../table/trigger-versions.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { type Caller, requireScope } from '../shared/auth.ts';
import { profilesOf } from '../shared/billing-views.ts';
import { type ConfigurationDeps, readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { createDryRun, deleteDryRun, getDryRun, listDryRuns } from '../shared/contracts/dry-runs.ts';
import { DRY_RUN_DETAILS, DryRunDetails, DryRunProgress, DryRunRequest } from '../shared/dry-run-requests.ts';
import { jobFile } from '../shared/files.ts';
import { jobFields, jobFileView, newJob } from '../shared/jobs.ts';
import { listPage } from '../shared/paging.ts';
import { requireKnown, requireValidTrigger } from '../shared/references.ts';
import { rangeOf } from '../shared/statistics.ts';
import type { JobsDeps } from './deps.ts';
import { endOrRemove } from './ending.ts';

type View = DataOf<typeof createDryRun>;
type Body = InputOf<typeof createDryRun>['body'];
type DryRunDeps = JobsDeps & Pick<ConfigurationDeps, 'configurations'>;

/** A dry run shows sales and what would have been paid for them. */
const requireReading = (caller: Caller): void => {
  requireScope(caller, 'sales:read');
  requireScope(caller, 'rewards:read');
};

const EXPLANATIONS = {
  segment_is_newer: 'A segment that the trigger names did not exist then: it was judged as it is now.',
  tier_is_newer: 'A tier that the trigger names did not exist then: nobody had reached it.',
  reassigned: 'They were given to another partnership later; here they count for the one that they came to first.',
} as const satisfies Readonly<Record<Approximation, string>>;

const progressOf = (job: Job, { trigger }: DryRunRequest): DryRunProgress =>
  job.cursor === undefined
    ? { tally: emptyTally(trigger), partnerships: 0, cut: false }
    : decode(DryRunProgress, job.cursor);

const totalsOf = ({ tally, partnerships }: DryRunProgress): View['totals'] => {
  const { events, without_partnership, never_rewarded, matched, turned_away, clawed_back } = tally;
  const { first_tier_amount, second_tier_amount, cost_before, cost_after } = tally;
  return {
    ...{ events, without_partnership, never_rewarded, matched, turned_away },
    rewards: tally.first_tier_rewards + tally.second_tier_rewards,
    ...{ partnerships, first_tier_amount, second_tier_amount, clawed_back },
    cost: first_tier_amount + second_tier_amount - clawed_back,
    ...{ cost_before, cost_after },
  };
};

const rulesView = ({ rules }: Trigger, { tally }: DryRunProgress): View['rules'] =>
  (rules === undefined ? [] : rulesOf(rules)).map(({ field, op, value }, index) => ({
    ...{ field, op, value },
    ...(tally.rules[index] ?? { held: 0, turned_away: 0, alone: 0 }),
  }));

const approximateView = ({ tally }: DryRunProgress): View['approximate'] =>
  (['segment_is_newer', 'tier_is_newer', 'reassigned'] as const).flatMap((reason) => {
    const events = tally.approximate[reason];
    return events === 0 ? [] : [{ reason, events, explanation: EXPLANATIONS[reason] }];
  });

const view = (deps: DryRunDeps, { time_zone, currency }: Program, job: Job, now: number): View => {
  const request = decode(DryRunRequest, job.parameters);
  const progress = progressOf(job, request);
  const { name, event, rules, audience, offer } = request.trigger;
  const [file] = job.files;
  return {
    ...jobFields(job),
    trigger_key: request.base?.key ?? null,
    version: request.base?.version ?? null,
    trigger: { name, event, rules: rules ?? null, audience, action: { type: 'reward', offer } },
    ...{ from: request.first_day, to: request.last_day, time_zone, currency },
    looked_until: progress.looked_until ?? null,
    complete: job.state === 'done' && !progress.cut,
    totals: totalsOf(progress),
    rules: rulesView(request.trigger, progress),
    approximate: approximateView(progress),
    file: file === undefined ? null : jobFileView(deps.files, job, file, now),
  };
};

/** The version of a stored trigger that is asked for, the newest without a number. @throws Failure `not_found`. */
const storedVersion = async (
  store: Store,
  program: string,
  { trigger_key: key, version }: Body,
): Promise<TriggerDefinition | undefined> => {
  if (key === undefined) {
    if (version !== undefined) throw unprocessable('trigger_missing', 'A version needs a trigger_key.', 'trigger_key');
    return undefined;
  }
  const trigger = await triggers.get(store, program, key);
  if (trigger === undefined) throw notFound('trigger', 'trigger_key');
  if (version === undefined || version === trigger.version) return trigger;
  const earlier = await getVersion(store, program, key, version);
  if (earlier === undefined) throw notFound('version', 'version');
  return earlier;
};

/** The key of a trigger that is stored nowhere. */
const DRAFT = 'trg_draft';

/** The trigger that is tried. @throws Failure `unprocessable` (`incomplete`). */
const triedTrigger = (base: TriggerDefinition | undefined, { trigger: changes = {} }: Body, now: number): Trigger => {
  const event = changes.event ?? base?.event;
  const offer = changes.action?.offer ?? base?.offer;
  if (event === undefined) throw unprocessable('incomplete', 'A draft needs an event.', 'trigger.event');
  if (offer === undefined) throw unprocessable('incomplete', 'A draft needs an action.', 'trigger.action');
  return {
    ...{ key: base?.key ?? DRAFT, version: base?.version ?? 0, name: changes.name ?? base?.name ?? 'Draft', event },
    rules: changes.rules === undefined ? base?.rules : (changes.rules ?? undefined),
    audience: changes.audience ?? base?.audience ?? { type: 'all' },
    ...{ offer, created_at: base?.created_at ?? now, active_from: 0 },
  };
};

/** Monthly caps count from the month’s first day, or from when the trigger was made, where it was there before. */
const cappedFrom = (trigger: Trigger, base: TriggerDefinition | undefined, from: number, zone: string): number => {
  if (trigger.offer.cap_month === undefined) return from;
  const month = periodStart(periodOf(from, zone), zone);
  return base === undefined || base.created_at > from ? month : Math.max(month, base.created_at);
};

const create = async (deps: DryRunDeps, context: Context, body: Body): Promise<View> => {
  requireReading(context.caller);
  const { program, configuration } = await readProgramState(deps, context.program);
  const range = await rangeOf(deps.store, context, body, MOST_DRY_RUN_DAYS);
  const base = await storedVersion(deps.store, context.program, body);
  const trigger = triedTrigger(base, body, context.now);
  requireValidTrigger(trigger);
  // What was deleted since stays in an unchanged version without effect; what is asked for must exist.
  const { rules, audience } = body.trigger ?? {};
  await requireKnown(deps.store, context.program, configuration, { rules: rules ?? undefined, audience });
  const from = dayStart(range.from, program.time_zone);
  const request: DryRunRequest = {
    trigger,
    ...(base === undefined ? {} : { base: { key: base.key, version: base.version } }),
    ...{ first_day: range.from, last_day: range.to, from },
    to: dayEnd(range.to, program.time_zone),
    capped_from: cappedFrom(trigger, base, from, program.time_zone),
  };
  const job = newJob(deps.ids, context, 'dry_run', request);
  await deps.store.transact(addJob(job));
  return view(deps, program, job, context.now);
};

/** @throws Failure `not_found`, `forbidden` when the caller may not read what is in it. */
const required = async (deps: DryRunDeps, context: Context, key: string): Promise<Job> => {
  requireReading(context.caller);
  const job = await getJob(deps.store, context.program, key);
  if (job?.kind !== 'dry_run') throw notFound('dry run', 'dry_run');
  return job;
};

const detailsOf = async ({ files }: DryRunDeps, job: Job): Promise<DryRunDetails> => {
  const file = job.state === 'done' ? await files.read(jobFile(job.program, job.key, DRY_RUN_DETAILS)) : undefined;
  return file === undefined
    ? { rewards: [], partnerships: [] }
    : decode(DryRunDetails, JSON.parse(file.toString('utf8')));
};

const show = async (deps: DryRunDeps, context: Context, key: string): Promise<DataOf<typeof getDryRun>> => {
  const job = await required(deps, context, key);
  const [{ program }, { rewards, partnerships }] = await Promise.all([
    readProgramState(deps, context.program),
    detailsOf(deps, job),
  ]);
  const owners = [...rewards, ...partnerships].map((one) => one.partnership_key);
  const profiles = await profilesOf(deps.store, owners);
  const named = <T extends { readonly partnership_key: string }>(one: T) => ({
    ...one,
    partner_key: profiles.get(one.partnership_key)?.partner_key ?? null,
  });
  return {
    ...view(deps, program, job, context.now),
    rewards: rewards.map(named),
    partnerships: partnerships.map(named),
  };
};

const list = async (deps: DryRunDeps, context: Context, { query }: InputOf<typeof listDryRuns>) => {
  requireReading(context.caller);
  const { program } = await readProgramState(deps, context.program);
  const about = (job: Job): boolean =>
    query.trigger_key === undefined || decode(DryRunRequest, job.parameters).base?.key === query.trigger_key;
  const page = await listPage(
    deps.store,
    {
      partitions: [jobsPartition(context.program)],
      keyPrefix: 'job',
      read: async (items) => items.map(readJob),
      keep: (job) => job.kind === 'dry_run' && about(job),
    },
    query,
  );
  return { ...page, items: page.items.map((job) => view(deps, program, job, context.now)) };
};

/** The operations of /v2/triggers/dry-run. */
export const dryRunRoutes = (deps: DryRunDeps): readonly Route[] => [
  route(createDryRun, (context, { body }) => create(deps, context, body)),
  route(listDryRuns, (context, input) => list(deps, context, input)),
  route(getDryRun, (context, { params }) => show(deps, context, params.dry_run)),
  route(deleteDryRun, (context, { params }) =>
    endOrRemove(deps, context, () => required(deps, context, params.dry_run)),
  ),
];
