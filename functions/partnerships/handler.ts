import { configurationCache } from '../../table/programs.ts';
import { serve } from '../shared/api.ts';
import { aws, table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { openEdge } from '../shared/edge.ts';
import { env, optionalEnv } from '../shared/env.ts';
import { openIds } from '../shared/ids.ts';
import { cognitoLogins } from '../shared/logins.ts';
import { storedMailedTokens } from '../shared/mailed-tokens.ts';
import { erasureRoutes } from './erasures.ts';
import { joinRoutes } from './joins.ts';
import { linkRoutes } from './links.ts';
import { portalLinkRoutes } from './portal-links.ts';
import { portalProfileRoutes } from './portal-profile.ts';
import { portalRecruitingRoutes } from './portal-recruiting.ts';
import { portalStatementRoutes } from './portal-statements.ts';
import { partnershipRoutes } from './routes.ts';
import { termsRoutes } from './terms.ts';

const store = table();
const publicUrl = (optionalEnv('PUBLIC_URL') ?? '').replace(/\/$/, '');
const deps = {
  ...{ store, configurations: configurationCache(store), ids: openIds(), chance: Math.random, clock: systemClock },
  logins: cognitoLogins(aws(), env('LOGIN_POOL_ID')),
  tokens: storedMailedTokens(aws(), env('MAILED_LINKS_SECRET_ARN')),
};

/** Serves partnerships, their statements and their links. */
export const handler = serve(openEdge(store), [
  ...partnershipRoutes(deps),
  ...erasureRoutes(deps),
  ...linkRoutes({ ...deps, publicUrl }),
  ...portalLinkRoutes({ ...deps, publicUrl }),
  ...termsRoutes(deps),
  ...joinRoutes(store),
  ...portalProfileRoutes(deps),
  ...portalRecruitingRoutes({ ...deps, publicUrl }),
  ...portalStatementRoutes(deps),
]);
