import { configurationCache } from '../../table/programs.ts';
import { serve } from '../shared/api.ts';
import { storedClickIds, storedFormTokens } from '../shared/click-secret.ts';
import { aws, table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { env, optionalEnv } from '../shared/env.ts';
import { openFiles } from '../shared/files.ts';
import { openHints } from '../shared/hints.ts';
import { openIds } from '../shared/ids.ts';
import { leasedLimiter } from '../shared/leased-limits.ts';
import { consoleLog } from '../shared/log.ts';
import { storedMailedTokens } from '../shared/mailed-tokens.ts';
import { formPageRoutes } from './routes.ts';

const store = table();
const clickIds = storedClickIds(aws(), env('CLICK_SECRET_ARN'));
const base = {
  store,
  ids: openIds(),
  chance: Math.random,
  clock: systemClock,
  configurations: configurationCache(store),
};
const deps = {
  ...base,
  leads: { ...base, hints: openHints(), clicksOf: async (text: string) => (await clickIds()).read(text) },
  files: openFiles(env('FILES_BUCKET')),
  limiter: leasedLimiter(store, systemClock, consoleLog),
  tokens: storedFormTokens(aws(), env('CLICK_SECRET_ARN')),
  mailedTokens: storedMailedTokens(aws(), env('MAILED_LINKS_SECRET_ARN')),
  publicUrl: (optionalEnv('PUBLIC_URL') ?? '').replace(/\/$/, ''),
};

/** Serves the pages of the public forms to whoever opens them: there is nothing here that needs a key. */
export const handler = serve({ clock: systemClock, log: consoleLog }, formPageRoutes(deps));
