import type { Store } from '../../table/store.ts';
import { accessTokens, type TokenReader } from './access-tokens.ts';
import type { Edge } from './api.ts';
import { apiKeys } from './api-key-auth.ts';
import { type Clock, systemClock } from './clock.ts';
import { env } from './env.ts';
import { storedIdempotency } from './idempotency.ts';
import { type Ids, openIds } from './ids.ts';
import { leasedLimiter } from './leased-limits.ts';
import { consoleLog, type Log } from './log.ts';
import { portalSessions } from './portal-sessions.ts';
import { people, userCallers } from './user-auth.ts';

/** For an edge that knows keys only. */
const noTokens: TokenReader = async () => undefined;

/** The edge over these: keys, memberships, request counts and idempotency records are in the table. */
export const openEdgeOver = (store: Store, clock: Clock, log: Log, ids: Ids, tokens: TokenReader = noTokens): Edge => ({
  clock,
  log,
  access: {
    authenticators: [apiKeys(store, clock), portalSessions(store, clock), userCallers(store, clock, tokens)],
    people: people(tokens),
    limiter: leasedLimiter(store, clock, log),
    idempotency: storedIdempotency(store, clock, ids),
  },
});

/** The edge of a function with operations that need a key or a login. */
export const openEdge = (store: Store): Edge => {
  const login = { issuer: env('LOGIN_ISSUER'), client: env('LOGIN_CLIENT_ID') };
  return openEdgeOver(store, systemClock, consoleLog, openIds(), accessTokens(login, systemClock));
};
