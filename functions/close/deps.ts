import type { ConfigurationCache } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import type { StartExecution } from '../shared/executions.ts';

/** What the steps of the close need from outside. */
export interface CloseDeps {
  readonly store: Store;
  readonly clock: { now(): number };
  readonly chance: () => number;
  readonly configurations: ConfigurationCache;
  readonly startMonth: StartExecution;
}

/** Some accepted facts of the month are not evaluated yet; the state machine asks again. */
export class FactsPending extends Error {
  constructor(partnerships: number) {
    super(`${partnerships} partnerships have facts that are not evaluated yet.`);
    this.name = 'FactsPending';
  }
}

/** The invoice does not say what its lines sum to: a defect that must stop the month before money moves. */
export class TotalsDiffer extends Error {
  constructor(invoice: string) {
    super(`The lines of ${invoice} do not sum to its figures.`);
    this.name = 'TotalsDiffer';
  }
}

/** How many partnerships one call of a step deals with. */
export const PAGE = 500;
