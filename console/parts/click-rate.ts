/** Clicks of a hundred showings, in basis points; undefined where nothing was shown. */
export const clickRate = ({ impressions, clicks }: { readonly impressions: number; readonly clicks: number }) =>
  impressions === 0 ? undefined : Math.round((clicks * 10_000) / impressions);
