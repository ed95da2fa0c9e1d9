import type { ConfigurationDeps } from '../shared/configuration.ts';
import type { Ids } from '../shared/ids.ts';

/** What the use cases of partnerships work with. */
export interface PartnershipDeps extends ConfigurationDeps {
  readonly ids: Ids;
}
