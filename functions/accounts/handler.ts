import { configurationCache } from '../../table/programs.ts';
import { serve } from '../shared/api.ts';
import { aws, table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { openEdge } from '../shared/edge.ts';
import { env } from '../shared/env.ts';
import { openIds } from '../shared/ids.ts';
import { cognitoLogins } from '../shared/logins.ts';
import { storedMailedTokens } from '../shared/mailed-tokens.ts';
import { routes } from './routes.ts';

const store = table();
const deps = {
  store,
  logins: cognitoLogins(aws(), env('LOGIN_POOL_ID')),
  tokens: storedMailedTokens(aws(), env('MAILED_LINKS_SECRET_ARN')),
  ids: openIds(),
  clock: systemClock,
  chance: Math.random,
  signUpOpen: env('SELF_SIGN_UP') === 'on',
  configurations: configurationCache(store),
};

/** Serves logins, the team, invitations, new passwords and addresses, and merchants that sign up. */
export const handler = serve(openEdge(store), routes(deps));
