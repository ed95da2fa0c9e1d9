import type { ConfigurationDeps } from '../shared/configuration.ts';
import type { Ids } from '../shared/ids.ts';

/** What the use cases of forms and applications work with. */
export interface FormsDeps extends ConfigurationDeps {
  readonly ids: Ids;
  /** Where forms are reached, without a slash at the end. */
  readonly publicUrl: string;
}
