/** Numbers from 0 up to 1 that a seed decides (mulberry32): a run with a seed can be made again. */
export const seeded = (seed: number): (() => number) => {
  // Small seeds are spread, so that they have nothing in common.
  let state = Math.imul(seed ^ 0x5bd1e995, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
