import { Failure } from '../../domain/errors.ts';
import { takeLease } from '../../table/rate-leases.ts';
import type { Store } from '../../table/store.ts';
import type { Clock } from './clock.ts';
import type { Counted, Limiter } from './limits.ts';
import { describeError, type Log } from './log.ts';

/** 1,000 requests a second, counted by the minute, so that short bursts do not matter. */
const DEFAULT_REQUESTS_PER_MINUTE = 60_000;
const WINDOW_MS = 60_000;
const FIRST_LEASE = 100;
const LARGEST_LEASE = 2_000;
/** No environment takes more than this part of a limit at once: others would find nothing left of a small one. */
const SMALLEST_SHARE = 20;
const KEPT_SECONDS = 300;
const MAX_CALLERS = 1_000;

interface Allowance {
  readonly window: number;
  leased: number;
  used: number;
  nextLease: number;
}

/** The next smaller lease to try when a window is nearly used up; 0 after 1. */
const fewer = (count: number): number => (count === 1 ? 0 : Math.max(1, Math.floor(count / 10)));

/** Leases get larger while a window lasts: a quiet key costs one write a minute, a busy one a few. */
const lease = async (store: Store, caller: Counted, limit: number, allowance: Allowance): Promise<void> => {
  const request = {
    identity: caller.identity,
    window: allowance.window,
    limit,
    expiresAt: Math.floor((allowance.window * WINDOW_MS) / 1_000) + KEPT_SECONDS,
  };
  const share = Math.max(1, Math.floor(limit / SMALLEST_SHARE));
  for (let count = Math.min(allowance.nextLease, share); count >= 1; count = fewer(count)) {
    if (await takeLease(store, { ...request, count })) {
      allowance.leased += count;
      allowance.nextLease = Math.min(count * 2, LARGEST_LEASE);
      return;
    }
  }
  allowance.nextLease = 0;
};

/**
 * Counts requests per key over all environments: each leases a batch from the shared window and counts down by
 * itself, so that a request costs no write. A limit protects the service, so its window runs on real time, and
 * when the counter cannot be reached requests pass.
 */
export const leasedLimiter = (store: Store, clock: Clock, log: Log): Limiter => {
  const allowances = new Map<string, Allowance>();
  const allowanceOf = (caller: Counted, window: number): Allowance => {
    const known = allowances.get(caller.identity);
    if (known?.window === window) return known;
    if (allowances.size >= MAX_CALLERS) allowances.clear();
    const fresh = { window, leased: 0, used: 0, nextLease: FIRST_LEASE };
    allowances.set(caller.identity, fresh);
    return fresh;
  };
  return async (caller) => {
    const at = clock.real();
    const limit = caller.requestsPerMinute ?? DEFAULT_REQUESTS_PER_MINUTE;
    const reset = Math.ceil((WINDOW_MS - (at % WINDOW_MS)) / 1_000);
    const allowance = allowanceOf(caller, Math.floor(at / WINDOW_MS));
    if (allowance.used >= allowance.leased && allowance.nextLease > 0) {
      try {
        await lease(store, caller, limit, allowance);
      } catch (error) {
        log.error('The request counter could not be reached.', describeError(error));
        return { limit, remaining: limit, reset };
      }
    }
    if (allowance.used >= allowance.leased) {
      throw new Failure('rate_limited', 'Too many requests with this key.', { retryAfterSeconds: reset });
    }
    allowance.used++;
    return { limit, remaining: Math.max(0, limit - allowance.used), reset };
  };
};
