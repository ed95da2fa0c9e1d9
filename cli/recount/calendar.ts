/** Months of a time zone, written `2011-01`, from what its wall clock shows. */

const DAY = 86_400_000;
const clocks = new Map<string, Intl.DateTimeFormat>();

const clockOf = (zone: string): Intl.DateTimeFormat => {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  // Swedish writes dates as ISO 8601 does.
  const made = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });
  clocks.set(zone, made);
  return made;
};

/** What the wall clock shows, as a text that sorts. */
const shown = (at: number, zone: string): string =>
  zone === 'UTC'
    ? new Date(at).toISOString().replace('T', ' ').replace('Z', '')
    : clockOf(zone).format(at).replace(',', '.');

export const monthOf = (at: number, zone: string): string => shown(at, zone).slice(0, 7);

export const monthAfter = (at: number, days: number, zone: string): string => monthOf(at + days * DAY, zone);

export const daysBetween = (from: number, to: number): number => Math.floor((to - from) / DAY);

export const nextMonth = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${month.slice(0, 5)}${String(number + 1).padStart(2, '0')}`;
};

/** Every month from the first to the last. */
export const monthsFrom = (first: string, last: string): readonly string[] => {
  const months: string[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) months.push(month);
  return months;
};

/** Whether an instant lies in the first so many months after another, by the wall clock. */
export const withinMonths = (start: number, months: number, at: number, zone: string): boolean => {
  const began = shown(start, zone);
  let month = began.slice(0, 7);
  for (let count = 0; count < months; count++) month = nextMonth(month);
  const [year = 0, number = 0] = month.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const day = String(Math.min(Number(began.slice(8, 10)), lastDay)).padStart(2, '0');
  return shown(at, zone) < `${month}-${day}${began.slice(10)}`;
};
