import * as z from 'zod/mini';
import { APPROXIMATIONS, MOST_DRY_RUN_DAYS, MOST_DRY_RUN_EVENTS, NOT_REWARDED } from '../../../domain/dry-runs.ts';
import { JOB_STATES } from '../../../domain/jobs.ts';
import { OPERATORS, RuleExpression } from '../../../domain/rules.ts';
import { Audience, Offer, Trigger as Version } from '../../../domain/triggers.ts';
import { operation } from '../contract.ts';
import { JobFile, Progress } from './exports.ts';
import {
  currency,
  day,
  deleted,
  externalKey,
  instant,
  key,
  line,
  listOf,
  listQuery,
  objectFields,
  signedAmount,
  timeZone,
} from './fields.ts';
import { RuleOutcome } from './rewards.ts';

const tag = 'triggers';
const params = z.strictObject({ dry_run: key });

/** A rule of the trigger, how often it held, and how many events it turned away; `alone` where no other rule did. */
const RuleCount = z.strictObject({
  field: z.string(),
  op: z.enum(OPERATORS),
  value: RuleOutcome.shape.value,
  held: z.int(),
  turned_away: z.int(),
  alone: z.int(),
});

/** What could only be told nearly, and of how many events. */
const Approximate = z.strictObject({ reason: z.enum(APPROXIMATIONS), events: z.int(), explanation: z.string() });

/** Amounts in minor units of the program’s currency. */
const Totals = z.strictObject({
  /** Events of the trigger’s type in the period. */
  events: z.int(),
  /** They count for nobody. */
  without_partnership: z.int(),
  /** They come from another system, come again, or were taken back: no trigger rewards them. */
  never_rewarded: z.int(),
  /** Events that would have made a reward. */
  matched: z.int(),
  /** Of the others, by the first term that turned them away; `outdone` by a better offer, where only the best counts. */
  turned_away: z.record(z.enum(NOT_REWARDED), z.int()),
  /** Rewards of both tiers. */
  rewards: z.int(),
  partnerships: z.int(),
  first_tier_amount: signedAmount,
  second_tier_amount: signedAmount,
  /** What refunds of these sales have taken back until now. */
  clawed_back: signedAmount,
  /** What the trigger would have cost: both tiers, less what refunds took back. */
  cost: signedAmount,
  /** What all triggers together gave for these events, and what they would have given with this one; before refunds. */
  cost_before: signedAmount,
  cost_after: signedAmount,
});

const summary = {
  ...objectFields,
  status: z.enum(JOB_STATES),
  progress: Progress,
  reason: z.nullable(line(100)),
  explanation: z.nullable(z.string()),
  /** The stored trigger that it began with, and the version; null for a draft. */
  trigger_key: z.nullable(key),
  version: z.nullable(z.int()),
  /** The trigger that is tried. */
  trigger: z.strictObject({
    name: line(100),
    event: Version.shape.event,
    rules: z.nullable(RuleExpression),
    audience: Audience,
    action: z.strictObject({ type: z.literal('reward'), offer: Offer }),
  }),
  from: day,
  to: day,
  time_zone: timeZone,
  currency,
  /** Until when events were looked at so far. */
  looked_until: z.nullable(instant),
  /** False as long as it runs, and where there were more events than a dry run looks at. */
  complete: z.boolean(),
  totals: Totals,
  rules: z.array(RuleCount),
  approximate: z.array(Approximate),
  /** All rewards, as CSV; null until it is done. */
  file: z.nullable(JobFile),
} as const;

export const DryRun = z.strictObject(summary);

/** A reward that the trigger would have made. */
const TriedReward = z.strictObject({
  event_key: key,
  event_type: z.string(),
  at: instant,
  /** The merchant’s own key of the transaction or action. */
  external_key: z.nullable(externalKey),
  partnership_key: key,
  partner_key: z.nullable(externalKey),
  level: z.int(),
  base: z.strictObject({ amount: signedAmount, lines: z.nullable(z.array(z.int())) }),
  amount: signedAmount,
  clawed_back_amount: signedAmount,
  /** The computation in words and numbers, a line a step. */
  arithmetic: z.array(z.string()),
  rules: z.array(RuleOutcome),
});

/** A dry run with its first rewards, and the partnerships that would have got most. */
export const DryRunResult = z.strictObject({
  ...summary,
  rewards: z.array(TriedReward),
  partnerships: z.array(
    z.strictObject({
      partnership_key: key,
      partner_key: z.nullable(externalKey),
      rewards: z.int(),
      /** Less what refunds took back. */
      amount: signedAmount,
    }),
  ),
});

export const createDryRun = operation({
  id: 'createDryRun',
  method: 'POST',
  path: '/v2/triggers/dry-run',
  tag,
  scope: 'programs:write',
  summary: 'Try a trigger on past events',
  description: `What the trigger would have made if it had always been there: it is evaluated on each event of its type as events are evaluated, with group, tags, tier, recruiter and configuration as they were at acceptance; \`active_from\` and \`active_to\` do not matter. Give a draft in \`trigger\`, or \`trigger_key\` (and \`version\` for an earlier one) with the changes in \`trigger\`. It looks at the days from \`from\` to \`to\` in the program’s time zone, both included: at most ${MOST_DRY_RUN_DAYS} days, the last 30 without them, and at most ${MOST_DRY_RUN_EVENTS} events. It runs in the background and writes nothing: ask for it until its status is \`done\`. Whoever tries a trigger must be allowed to read sales and rewards.`,
  status: 202,
  message: 'Dry run started.',
  body: z.strictObject({
    trigger_key: z.optional(key),
    version: z.optional(z.int().check(z.minimum(1))),
    trigger: z.optional(
      z.strictObject({
        name: z.optional(line(100)),
        event: z.optional(Version.shape.event),
        rules: z.optional(z.nullable(RuleExpression)),
        audience: z.optional(Audience),
        action: z.optional(z.strictObject({ type: z.literal('reward'), offer: Offer })),
        active_from: z.optional(instant),
        active_to: z.optional(z.nullable(instant)),
      }),
    ),
    from: z.optional(day),
    to: z.optional(day),
  }),
  data: DryRun,
});

export const listDryRuns = operation({
  id: 'listDryRuns',
  method: 'GET',
  path: '/v2/triggers/dry-run',
  tag,
  scope: 'programs:read',
  summary: 'List dry runs of triggers',
  message: 'Dry runs retrieved.',
  query: z.extend(listQuery, { trigger_key: z.optional(key) }),
  data: listOf(DryRun),
});

export const getDryRun = operation({
  id: 'getDryRun',
  method: 'GET',
  path: '/v2/triggers/dry-run/{dry_run}',
  tag,
  scope: 'programs:read',
  summary: 'Get a dry run: totals, what each rule turned away, the first rewards with their reasons',
  message: 'Dry run retrieved.',
  params,
  data: DryRunResult,
});

export const deleteDryRun = operation({
  id: 'deleteDryRun',
  method: 'DELETE',
  path: '/v2/triggers/dry-run/{dry_run}',
  tag,
  scope: 'programs:write',
  summary: 'Cancel a dry run, or remove one that has ended',
  description:
    'A dry run that is under way is cancelled and stays in the list (`deleted` is false). One that has ended is removed with its files.',
  message: 'Dry run ended.',
  params,
  data: deleted,
});
