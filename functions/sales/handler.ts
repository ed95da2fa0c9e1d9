import { configurationCache } from '../../table/programs.ts';
import { serve } from '../shared/api.ts';
import { storedClickIds } from '../shared/click-secret.ts';
import { aws, table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { openEdge } from '../shared/edge.ts';
import { env } from '../shared/env.ts';
import { openHints } from '../shared/hints.ts';
import { openIds } from '../shared/ids.ts';
import { claimRoutes } from './claims.ts';
import { actionRoutes, customerRoutes, transactionRoutes } from './routes.ts';
import { type TestEventDeps, testEventRoutes } from './test-events.ts';

const store = table();
const ids = openIds();
const clickIds = storedClickIds(aws(), env('CLICK_SECRET_ARN'));
const deps: TestEventDeps = {
  store,
  ids,
  clock: systemClock,
  chance: Math.random,
  configurations: configurationCache(store),
  hints: openHints(),
  clickIds,
  clicksOf: async (text) => (await clickIds()).read(text),
};

/** What merchants report: customers, transactions, refunds, actions, what ties customers to partnerships, and tests. */
export const handler = serve(openEdge(store), [
  ...customerRoutes(deps),
  ...transactionRoutes(deps),
  ...actionRoutes(deps),
  ...claimRoutes({ store, ids }),
  ...testEventRoutes(deps),
]);
