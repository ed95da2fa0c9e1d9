import type { Chaos } from './contract.ts';

const QUIET: Chaos = { on: false, copies: () => 1, delay: () => 0, shuffle: (items) => [...items] };

/** A small generator of pseudo-random numbers (mulberry32): the same seed gives the same disorder. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Disorder from a seed: every event twice or three times, up to 50 ms late, in random order. Without a seed, none. */
export function createChaos(seed?: number): Chaos {
  if (seed === undefined) return QUIET;
  const next = generator(seed);
  return {
    on: true,
    copies: () => 2 + Math.floor(next() * 2),
    delay: () => Math.floor(next() * 51),
    shuffle: <T>(items: readonly T[]): T[] =>
      items
        .map((item) => ({ item, key: next() }))
        .sort((a, b) => a.key - b.key)
        .map(({ item }) => item),
  };
}
