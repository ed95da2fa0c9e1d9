import type { DryRun, DryRunResult } from '../../../api/operations.ts';

/** A dry run as it was answered: its first rewards are there once it was asked for again. */
export type Tried = DryRun & Partial<Pick<DryRunResult, 'rewards' | 'partnerships'>>;
