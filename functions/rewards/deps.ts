import type { ConfigurationCache } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import type { Ids } from '../shared/ids.ts';

/** What the use cases of this function work with. */
export interface RewardsDeps {
  readonly store: Store;
  readonly ids: Ids;
  readonly chance: () => number;
  readonly configurations: ConfigurationCache;
}
