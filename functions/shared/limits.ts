/** Whose requests are counted, and how many of them are allowed in a minute. */
export interface Counted {
  readonly identity: string;
  readonly requestsPerMinute?: number | undefined;
}

/** What is left of a key's requests in the window that runs. */
interface RateLimit {
  readonly limit: number;
  /** As far as this environment knows: what others have leased is not counted here. */
  readonly remaining: number;
  /** Seconds until the window ends. */
  readonly reset: number;
}

/** Counts a request, or throws `rate_limited`. */
export type Limiter = (counted: Counted) => Promise<RateLimit>;

/** The headers that tell a caller its limit. */
export const limitHeaders = (rate: RateLimit): Readonly<Record<string, string>> => ({
  'x-ratelimit-limit': String(rate.limit),
  'x-ratelimit-remaining': String(rate.remaining),
  'x-ratelimit-reset': String(rate.reset),
});
