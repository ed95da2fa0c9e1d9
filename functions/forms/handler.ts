import { configurationCache } from '../../table/programs.ts';
import { serve } from '../shared/api.ts';
import { storedFormTokens } from '../shared/click-secret.ts';
import { aws, table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { openEdge } from '../shared/edge.ts';
import { env, optionalEnv } from '../shared/env.ts';
import { openFiles } from '../shared/files.ts';
import { openIds } from '../shared/ids.ts';
import { leasedLimiter } from '../shared/leased-limits.ts';
import { consoleLog } from '../shared/log.ts';
import { storedMailedTokens } from '../shared/mailed-tokens.ts';
import { formRoutes } from './routes.ts';

const store = table();
const deps = {
  store,
  configurations: configurationCache(store),
  ids: openIds(),
  chance: Math.random,
  clock: systemClock,
  publicUrl: (optionalEnv('PUBLIC_URL') ?? '').replace(/\/$/, ''),
  tokens: storedFormTokens(aws(), env('CLICK_SECRET_ARN')),
  mailedTokens: storedMailedTokens(aws(), env('MAILED_LINKS_SECRET_ARN')),
  files: openFiles(env('FILES_BUCKET')),
  limiter: leasedLimiter(store, systemClock, consoleLog),
};

/** Serves form templates, public forms with their submissions, and applications. */
export const handler = serve(openEdge(store), formRoutes(deps));
