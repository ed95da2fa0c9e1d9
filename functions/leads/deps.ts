import type { CustomerDeps } from '../shared/new-customers.ts';
import type { UploadDeps } from '../shared/uploads.ts';

/** What the use cases of this function work with: leads and deals become customers. */
export type LeadsDeps = CustomerDeps;

/** What takes leads and deals works with: their answers may name files. */
export type SubmittingDeps = LeadsDeps & UploadDeps;
