import type { Store } from '../../table/store.ts';
import type { Edge } from './api.ts';
import { apiKeys } from './api-key-auth.ts';
import { type Clock, systemClock } from './clock.ts';
import { storedIdempotency } from './idempotency.ts';
import { type Ids, openIds } from './ids.ts';
import { leasedLimiter } from './leased-limits.ts';
import { consoleLog, type Log } from './log.ts';

/** The edge over these: keys, request counts and idempotency records are in the table. */
export const openEdgeOver = (store: Store, clock: Clock, log: Log, ids: Ids): Edge => ({
  clock,
  log,
  access: {
    authenticators: [apiKeys(store, clock)],
    limiter: leasedLimiter(store, clock, log),
    idempotency: storedIdempotency(store, clock, ids),
  },
});

/** The edge of a function with keyed operations. */
export const openEdge = (store: Store): Edge => openEdgeOver(store, systemClock, consoleLog, openIds());
