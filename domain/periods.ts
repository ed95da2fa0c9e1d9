/**
 * Billing periods are calendar months in the program's time zone, written `2026-01` (docs/rules.md, "Money and time").
 * Instants are milliseconds since the epoch.
 */

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
};

/** What a wall clock in the zone shows at the instant, as if it were UTC. */
const wallClock = (at: number, zone: string): number => {
  if (zone === 'UTC') return at;
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const whole = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
  return whole + (((at % 1000) + 1000) % 1000);
};

/** The first instant at which the zone's wall clock shows this or, in a spring gap, something later. */
const instantOf = (wall: number, zone: string): number => {
  if (zone === 'UTC') return wall;
  const first = wall - (wallClock(wall, zone) - wall);
  const second = wall - (wallClock(first, zone) - first);
  // In an autumn overlap both are right and the earlier one counts; in a gap neither is, and the later one counts.
  const right = [Math.min(first, second), Math.max(first, second)].find((at) => wallClock(at, zone) === wall);
  return right ?? Math.max(first, second);
};

/** The period in which an instant lies. */
export const periodOf = (at: number, zone: string): string => new Date(wallClock(at, zone)).toISOString().slice(0, 7);

/** The calendar day in the zone, `2026-01-31`. */
export const dayOf = (at: number, zone: string): string => new Date(wallClock(at, zone)).toISOString().slice(0, 10);

const monthNumber = (period: string): number => Number(period.slice(0, 4)) * 12 + Number(period.slice(5, 7)) - 1;

const fromMonthNumber = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;

/** The period so many months later (or earlier). */
export const shiftPeriod = (period: string, months: number): string => fromMonthNumber(monthNumber(period) + months);

export const nextPeriod = (period: string): string => shiftPeriod(period, 1);

/** 00:00 on a day of the period's month in the zone; day 1 is its start. */
export const dayInPeriod = (period: string, day: number, zone: string): number => {
  const month = monthNumber(period);
  return instantOf(Date.UTC(Math.floor(month / 12), month % 12, day), zone);
};

/** The first instant of the period. */
export const periodStart = (period: string, zone: string): number => dayInPeriod(period, 1, zone);

/** The first instant after the period. */
export const periodEnd = (period: string, zone: string): number => dayInPeriod(nextPeriod(period), 1, zone);

/** The first instant of a calendar day such as `2026-01-31`. */
export const dayStart = (day: string, zone: string): number => dayInPeriod(day.slice(0, 7), Number(day.slice(8)), zone);

/** The first instant after a calendar day. */
export const dayEnd = (day: string, zone: string): number =>
  dayInPeriod(day.slice(0, 7), Number(day.slice(8)) + 1, zone);

/** The instant a number of calendar months later, on the same day and time of day where the month has it. */
export const addMonths = (at: number, months: number, zone: string): number => {
  const wall = wallClock(at, zone);
  const month = monthNumber(new Date(wall).toISOString().slice(0, 7)) + months;
  const lastDay = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
  const day = Math.min(new Date(wall).getUTCDate(), lastDay);
  const dayStart = Date.UTC(Math.floor(month / 12), month % 12, day);
  return instantOf(dayStart + (((wall % 86_400_000) + 86_400_000) % 86_400_000), zone);
};
