import type { ConfigurationDeps } from '../shared/configuration.ts';
import type { Ids } from '../shared/ids.ts';

/** What the use cases of this function work with. */
export interface ProgramsDeps extends ConfigurationDeps {
  readonly ids: Ids;
  /** Real time, which bounds long work: the business clock may stand still. */
  readonly clock: { real(): number };
}
