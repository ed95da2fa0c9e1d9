/** What part of all something has, in basis points. */
export const shareOf = (part: number, whole: number): number | undefined =>
  whole <= 0 ? undefined : Math.round((part * 10_000) / whole);
