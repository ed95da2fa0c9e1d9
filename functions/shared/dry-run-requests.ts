import * as z from 'zod/mini';
import { DryRunTally } from '../../domain/dry-runs.ts';
import { Trigger } from '../../domain/triggers.ts';
import { RuleOutcome } from './contracts/rewards.ts';

/** What a job of the kind `dry_run` is asked for. Instants; `to` is not included. */
export const DryRunRequest = z.object({
  trigger: Trigger,
  /** The stored trigger and the version of it that the changes were made to, where it began with one. */
  base: z.optional(z.object({ key: z.string(), version: z.int() })),
  first_day: z.string(),
  last_day: z.string(),
  from: z.int(),
  to: z.int(),
  /** From when on events are evaluated for what they use up of a monthly cap. */
  capped_from: z.int(),
});
export type DryRunRequest = z.infer<typeof DryRunRequest>;

/** How far a dry run has come. The job's own cursor keeps more beside it. */
export const DryRunProgress = z.object({
  tally: DryRunTally,
  /** How many partnerships would have got rewards so far. */
  partnerships: z.int(),
  /** Until when events were looked at. */
  looked_until: z.optional(z.int()),
  /** Whether it ended before the period, because there were too many events. */
  cut: z.boolean(),
});
export type DryRunProgress = z.infer<typeof DryRunProgress>;

/** A reward that the trigger would have made. */
export const TriedReward = z.object({
  event_key: z.string(),
  event_type: z.string(),
  at: z.int(),
  /** The merchant's own key of the transaction or action. */
  external_key: z.nullable(z.string()),
  partnership_key: z.string(),
  level: z.int(),
  base: z.object({ amount: z.int(), lines: z.nullable(z.array(z.int())) }),
  amount: z.int(),
  clawed_back_amount: z.int(),
  arithmetic: z.array(z.string()),
  rules: z.array(RuleOutcome),
});
export type TriedReward = z.infer<typeof TriedReward>;

/** What the file of a dry run holds beside the rows: the first rewards, and who would have got most. */
export const DryRunDetails = z.object({
  rewards: z.array(TriedReward),
  partnerships: z.array(z.object({ partnership_key: z.string(), rewards: z.int(), amount: z.int() })),
});
export type DryRunDetails = z.infer<typeof DryRunDetails>;

/** The names of the files of a dry run. */
export const DRY_RUN_ROWS = 'dry-run.csv';
export const DRY_RUN_DETAILS = 'dry-run.json';
