/** Where "now" comes from. Use cases get an instant; only the edge holds a clock. */
export interface Clock {
  /** The business instant in epoch milliseconds: what facts are dated with. It may stand still on a test clock. */
  now(): number;
  /**
   * Real time in epoch milliseconds, which always runs: for leases, caches and limits that protect the service and
   * must end even while the business clock stands still.
   */
  real(): number;
}

/** The only place that asks for the time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  real: () => Math.floor(performance.timeOrigin + performance.now()),
};
