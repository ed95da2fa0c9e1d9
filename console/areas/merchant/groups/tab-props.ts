import type { Group, Program } from '../../../api/operations.ts';

/** What every tab works with. */
export interface TabProps {
  readonly group: Group;
  readonly program: Program;
  /** To be called when the group has changed. */
  readonly changed: () => Promise<void>;
}
