/** One line of a chart. */
export interface Series {
  readonly title: string;
  readonly values: readonly number[];
}

export interface ChartData {
  /** What the chart shows, in a few words. */
  readonly title: string;
  /** Days such as `2026-01-31`, in order. */
  readonly days: readonly string[];
  readonly series: readonly Series[];
  /** A value as a text, with its unit. */
  readonly text: (value: number) => string;
  /** A value beside the axis, where it may be shorter. */
  readonly short?: (value: number) => string;
  /** What all values come to, where that says something. */
  readonly sum?: string;
}
