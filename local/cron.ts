import { Cron } from 'croner';

/** The next instant after the given one, or undefined when there is none any more. All in milliseconds. */
export type Occurrences = (after: number) => number | undefined;

/** The expression is none that EventBridge would accept. */
export class InvalidSchedule extends Error {
  override readonly name = 'InvalidSchedule';
}

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const FIELDS = [
  { name: 'minutes', least: 0, most: 59 },
  { name: 'hours', least: 0, most: 23 },
  { name: 'day of month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12 },
  { name: 'day of week', least: 1, most: 7 },
  { name: 'year', least: 1970, most: 2199 },
] as const;

/** AWS counts Sunday as 1; croner understands the names. */
function dayName(day: string, expression: string): string {
  if (!/^\d+$/.test(day)) return day;
  const name = DAYS[Number(day) - 1];
  if (name === undefined) throw new InvalidSchedule(`${expression}: day of week ${day} is not 1 to 7`);
  return name;
}

function weekday(part: string, expression: string): string {
  if (part === 'L') return 'SAT';
  const last = /^(\d|[A-Z]{3})L$/.exec(part)?.[1];
  if (last !== undefined) return `${dayName(last, expression)}#L`;
  const [days = '', nth] = part.split('#');
  const [from = '', to] = days.split('-');
  const named =
    to === undefined ? dayName(from, expression) : `${dayName(from, expression)}-${dayName(to, expression)}`;
  return nth === undefined ? named : `${named}#${nth}`;
}

/** `a/b` means from a to the end of the range in steps of b. */
function stepped(part: string, least: number, most: number): string {
  const [start = '', step] = part.split('/');
  if (step === undefined) return part;
  const from = start === '*' || start === '' ? String(least) : start;
  return from.includes('-') ? `${from}/${step}` : `${from}-${most}/${step}`;
}

/** Translates the inside of `cron(…)` into a croner pattern with seconds and year. */
function translate(inside: string, expression: string): string {
  const given = inside.trim().toUpperCase().split(/\s+/);
  if (given.length !== FIELDS.length) throw new InvalidSchedule(`${expression} must have six fields`);
  if ((given[2] === '?') === (given[4] === '?')) {
    throw new InvalidSchedule(`${expression}: exactly one of day of month and day of week must be ?`);
  }
  const fields = FIELDS.map(({ name, least, most }, index) => {
    const field = given[index] ?? '*';
    if (field === '?' || field === '*') return '*';
    const parts = field.split(',');
    if (name === 'day of week') {
      if (field.includes('/')) throw new InvalidSchedule(`${expression}: no steps in day of week`);
      return parts.map((part) => weekday(part, expression)).join(',');
    }
    return parts.map((part) => stepped(part, least, most)).join(',');
  });
  return `0 ${fields.join(' ')}`;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
]);

function rate(inside: string, expression: string): Occurrences {
  const match = /^(\d+)\s+(minute|hour|day)s?$/.exec(inside.trim());
  const every = Number(match?.[1] ?? 0) * (UNITS.get(match?.[2] ?? '') ?? 0);
  if (every <= 0) throw new InvalidSchedule(`${expression} is no rate`);
  return (after) => after + every;
}

function once(inside: string, zone: string, expression: string): Occurrences {
  const local = inside.trim();
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(local)) throw new InvalidSchedule(`${expression} is no instant`);
  const at = new Cron(local, { timezone: zone, paused: true }).nextRun(new Date(0))?.getTime();
  if (at === undefined) throw new InvalidSchedule(`${expression} is no instant`);
  return (after) => (at > after ? at : undefined);
}

/** Reads `cron(…)`, `rate(…)` and `at(…)`; throws `InvalidSchedule`. */
export function occurrences(expression: string, zone = 'UTC'): Occurrences {
  const match = /^(cron|rate|at)\((.*)\)$/.exec(expression.trim());
  const inside = match?.[2] ?? '';
  switch (match?.[1]) {
    case 'rate':
      return rate(inside, expression);
    case 'at':
      return once(inside, zone, expression);
    case 'cron': {
      const pattern = translate(inside, expression);
      let cron: Cron;
      try {
        cron = new Cron(pattern, { timezone: zone, paused: true });
      } catch (thrown) {
        throw new InvalidSchedule(`${expression}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      }
      return (after) => {
        let next = cron.nextRun(new Date(after));
        // A time that the zone leaves out in spring is left out, as on AWS; croner would move it.
        while (next !== null && !cron.match(next)) next = cron.nextRun(next);
        return next?.getTime();
      };
    }
    default:
      throw new InvalidSchedule(`"${expression}" is none of cron(…), rate(…) and at(…)`);
  }
}
