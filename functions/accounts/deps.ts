import type { ConfigurationCache } from '../../table/programs.ts';
import type { AccountDeps } from '../shared/accounts.ts';
import type { Clock } from '../shared/clock.ts';
import type { MailedLinkDeps } from '../shared/mailed-links.ts';

/** What the use cases of this function work with. */
export interface AccountsDeps extends AccountDeps, MailedLinkDeps {
  readonly clock: Clock;
  readonly chance: () => number;
  /** Whether merchants may sign up by themselves: the operator says so. */
  readonly signUpOpen: boolean;
  readonly configurations: ConfigurationCache;
}
