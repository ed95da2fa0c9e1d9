import type { ConfigurationDeps } from '../shared/configuration.ts';
import type { Dns } from '../shared/dns.ts';
import type { Ids } from '../shared/ids.ts';

/** What the use cases of this function work with. */
export interface ProgramsDeps extends ConfigurationDeps {
  readonly ids: Ids;
  readonly dns: Dns;
  /** Where the host of a merchant must lead. */
  readonly cdnHost: string;
  /** The names of the stack itself, which nobody can have for its links. */
  readonly ownHosts: readonly string[];
  /** The address of Fairshare itself, where partners log in. */
  readonly siteUrl: string;
  /** Real time, which bounds long work: the business clock may stand still. */
  readonly clock: { real(): number };
}
