import type { FunctionName } from './families.ts';

/**
 * Which function may do what with which files. Like the keys of the table, the keys of files are type-first, so a
 * family is a prefix: `pending/` waits for the object that names it, `kept/` has one, `shown/` is what anybody may see,
 * `jobs/` is made by jobs.
 */
type FileFamily = 'pending/' | 'kept/' | 'shown/' | 'jobs/';

export interface FileAccess {
  /** Also by addresses that it signs. */
  readonly read: readonly FileFamily[];
  /** Also by forms that it signs. */
  readonly write: readonly FileFamily[];
  readonly remove: readonly FileFamily[];
}

export const FILE_ACCESS: Partial<Record<FunctionName, FileAccess>> = {
  jobs: { read: ['jobs/', 'pending/'], write: ['jobs/', 'pending/'], remove: ['jobs/'] },
  'run-jobs': { read: ['jobs/'], write: ['jobs/'], remove: ['jobs/', 'kept/'] },
  content: { read: ['pending/', 'kept/', 'shown/'], write: ['pending/', 'kept/', 'shown/'], remove: [] },
  leads: { read: ['pending/', 'kept/'], write: ['kept/'], remove: ['kept/'] },
  'form-pages': { read: ['pending/', 'kept/'], write: ['pending/', 'kept/'], remove: [] },
  forms: { read: ['pending/', 'kept/'], write: ['pending/', 'kept/'], remove: [] },
};
