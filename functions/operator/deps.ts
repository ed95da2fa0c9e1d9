import type { AccountDeps } from '../shared/accounts.ts';
import type { Clock } from '../shared/clock.ts';
import type { Ids } from '../shared/ids.ts';
import type { Log } from '../shared/log.ts';
import type { OperatorRequest } from './requests.ts';

/** What the commands work with. */
export interface OperatorDeps extends AccountDeps {
  readonly ids: Ids;
  readonly clock: Clock;
  readonly log: Log;
}

/** What one command was asked. */
export type Asked<A extends OperatorRequest['action']> = Extract<OperatorRequest, { action: A }>;
