import { configurationCache } from '../../table/programs.ts';
import { serve } from '../shared/api.ts';
import { storedClickIds } from '../shared/click-secret.ts';
import { aws, table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { openEdge } from '../shared/edge.ts';
import { env } from '../shared/env.ts';
import { openIds } from '../shared/ids.ts';
import { openHints } from '../shared/situation.ts';
import type { LeadsDeps } from './deps.ts';
import { portalRoutes } from './portal.ts';
import { dealRoutes, dealSettingsRoutes, leadRoutes } from './routes.ts';

const store = table();
const clickIds = storedClickIds(aws(), env('CLICK_SECRET_ARN'));
const deps: LeadsDeps = {
  store,
  ids: openIds(),
  clock: systemClock,
  chance: Math.random,
  configurations: configurationCache(store),
  hints: openHints(),
  clicksOf: async (text) => (await clickIds()).read(text),
};

/** Leads and deals: from the submission to the customer, for merchants and for partners. */
export const handler = serve(openEdge(store), [
  ...leadRoutes(deps),
  ...dealRoutes(deps),
  ...dealSettingsRoutes(deps),
  ...portalRoutes(deps),
]);
