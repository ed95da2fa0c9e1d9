import type { Clock } from './clock.ts';

const CACHE_MS = 5_000;
const CACHE_ENTRIES = 1_000;

/** Keeps what is looked up for five seconds of real time: whoever was removed is refused everywhere after that. */
export const keeping = <A extends readonly string[], T>(clock: Clock, lookUp: (...of: A) => Promise<T>) => {
  const cache = new Map<string, { readonly value: T; readonly until: number }>();
  return async (...of: A): Promise<T> => {
    const id = of.join(' ');
    const at = clock.real();
    const cached = cache.get(id);
    if (cached !== undefined && cached.until > at) return cached.value;
    const value = await lookUp(...of);
    if (cache.size >= CACHE_ENTRIES) cache.clear();
    cache.set(id, { value, until: at + CACHE_MS });
    return value;
  };
};
