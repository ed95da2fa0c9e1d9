import type { Store } from '../../table/store.ts';
import type { Files } from '../shared/files.ts';
import type { Ids } from '../shared/ids.ts';

/** What the operations on jobs work with. */
export interface JobsDeps {
  readonly store: Store;
  readonly files: Files;
  readonly ids: Ids;
  readonly chance: () => number;
}
