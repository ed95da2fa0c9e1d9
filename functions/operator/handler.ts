import { aws, table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { openIds } from '../shared/ids.ts';
import { consoleLog } from '../shared/log.ts';
import { cognitoLogins } from '../shared/logins.ts';
import { operate } from './operate.ts';

const run = operate({
  store: table(),
  logins: cognitoLogins(aws(), env('LOGIN_POOL_ID')),
  ids: openIds(),
  clock: systemClock,
  log: consoleLog,
});

/** Serves the commands of `npm run fairshare`, which invokes this function directly. */
export const handler = (event: unknown): Promise<object> => run(event);
