import { configurationCache } from '../../table/programs.ts';
import { serve } from '../shared/api.ts';
import { storedClickIds, storedFormTokens } from '../shared/click-secret.ts';
import { aws, table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { openEdge } from '../shared/edge.ts';
import { env } from '../shared/env.ts';
import { openFiles } from '../shared/files.ts';
import { openHints } from '../shared/hints.ts';
import { openIds } from '../shared/ids.ts';
import { leasedLimiter } from '../shared/leased-limits.ts';
import { consoleLog } from '../shared/log.ts';
import type { SubmittingDeps } from './deps.ts';
import { portalRoutes } from './portal.ts';
import { portalFormRoutes } from './portal-forms.ts';
import { publicRoutes } from './public.ts';
import { dealRoutes, dealSettingsRoutes, leadRoutes } from './routes.ts';

const store = table();
const clickIds = storedClickIds(aws(), env('CLICK_SECRET_ARN'));
const files = openFiles(env('FILES_BUCKET'));
const deps: SubmittingDeps = {
  ...{ store, files },
  ids: openIds(),
  clock: systemClock,
  chance: Math.random,
  configurations: configurationCache(store),
  hints: openHints(),
  clicksOf: async (text) => (await clickIds()).read(text),
};

const forms = {
  store,
  tokens: storedFormTokens(aws(), env('CLICK_SECRET_ARN')),
  files,
  limiter: leasedLimiter(store, systemClock, consoleLog),
  clock: systemClock,
};

/** Leads and deals: from the submission to the customer, for merchants, partners and visitors. */
export const handler = serve(openEdge(store), [
  ...leadRoutes(deps),
  ...dealRoutes(deps),
  ...dealSettingsRoutes(deps),
  ...portalRoutes(deps),
  ...portalFormRoutes(deps),
  ...publicRoutes({ leads: deps, forms }),
]);
