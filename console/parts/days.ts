const DAY_MS = 86_400_000;

const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The day that an instant lies on in a zone, such as `2026-01-31`. */
export const dayIn = (instant: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);

/** How many days one day comes after another; negative when it comes before. */
export const daysApart = (from: string, to: string): number => Math.round((startOf(to) - startOf(from)) / DAY_MS);

/** Every day from one to another, both included. */
export const daysBetween = (from: string, to: string): readonly string[] =>
  Array.from({ length: Math.max(0, daysApart(from, to) + 1) }, (_day, at) =>
    new Date(startOf(from) + at * DAY_MS).toISOString().slice(0, 10),
  );

/** The day that lies so many days before another one. */
export const dayBefore = (day: string, days: number): string =>
  new Date(startOf(day) - days * DAY_MS).toISOString().slice(0, 10);
