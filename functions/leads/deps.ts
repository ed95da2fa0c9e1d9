import type { CustomerDeps } from '../shared/new-customers.ts';

/** What the use cases of this function work with: leads and deals become customers. */
export type LeadsDeps = CustomerDeps;
