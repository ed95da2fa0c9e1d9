/** What part of the whole something is, in basis points; undefined where there is no whole. */
export const bpsOf = (part: number, whole: number): number | undefined =>
  whole <= 0 ? undefined : Math.round((part * 10_000) / whole);
