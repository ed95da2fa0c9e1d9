import type { ConfigurationCache } from '../../../table/programs.ts';
import type { Store } from '../../../table/store.ts';

/** What finding and showing rewards works with. */
export interface RewardReader {
  readonly store: Store;
  readonly configurations: ConfigurationCache;
}
