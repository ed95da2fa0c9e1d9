import { flagAt, isObject, type Loose, numberAt, objectAt } from './values.ts';

/** A token bucket on real time: `rate` calls a second on average, `burst` at once. */
export function tokenBucket(rate: number, burst: number, now: () => number = () => performance.now()): () => boolean {
  let tokens = burst;
  let last = now();
  return () => {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - last) * rate) / 1000);
    last = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

function bucketOf(settings: Loose, fallback: Loose): (() => boolean) | undefined {
  const rate = numberAt(settings, 'ThrottlingRateLimit') ?? numberAt(fallback, 'ThrottlingRateLimit');
  const burst = numberAt(settings, 'ThrottlingBurstLimit') ?? numberAt(fallback, 'ThrottlingBurstLimit');
  return rate === undefined || burst === undefined ? undefined : tokenBucket(rate, burst);
}

/**
 * The throttling of a stage: the default settings hold for each route by itself, a route's own settings replace them.
 * Answers whether a call on the route may pass.
 */
export function stageThrottle(stage: Loose): (routeKey: string) => boolean {
  const defaults = objectAt(stage, 'DefaultRouteSettings');
  const own = objectAt(stage, 'RouteSettings');
  for (const settings of [defaults, ...Object.values(own).filter(isObject)]) {
    if (flagAt(settings, 'DataTraceEnabled')) throw new Error('HTTP APIs know no DataTraceEnabled.');
  }
  const buckets = new Map<string, (() => boolean) | undefined>();
  return (routeKey) => {
    if (!buckets.has(routeKey)) buckets.set(routeKey, bucketOf(objectAt(own, routeKey), defaults));
    return buckets.get(routeKey)?.() ?? true;
  };
}
