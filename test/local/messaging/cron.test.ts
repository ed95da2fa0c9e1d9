import { InvalidSchedule, occurrences } from '../../../local/cron.ts';

function next(expression: string, after: string, count: number, zone = 'UTC'): string[] {
  const following = occurrences(expression, zone);
  const found: string[] = [];
  for (let at = following(Date.parse(after)); at !== undefined && found.length < count; at = following(at)) {
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

describe('Schedules fall on the instants on which EventBridge fires', () => {
  it.each([
    [
      'the last day of each month, every quarter of an hour',
      'cron(0/15 * L * ? *)',
      '2011-01-31T23:40:00Z',
      'UTC',
      ['2011-01-31T23:45', '2011-02-28T00:00', '2011-02-28T00:15'],
    ],
    [
      'the last day of a leap February',
      'cron(0 0 L * ? *)',
      '2012-02-01T00:00:00Z',
      'UTC',
      ['2012-02-29T00:00', '2012-03-31T00:00'],
    ],
    [
      'the first day of each month',
      'cron(0/15 * 1 * ? *)',
      '2011-01-31T23:50:00Z',
      'UTC',
      ['2011-02-01T00:00', '2011-02-01T00:15'],
    ],
    ['once a day', 'cron(7 3 * * ? *)', '2011-01-31T03:07:00Z', 'UTC', ['2011-02-01T03:07', '2011-02-02T03:07']],
    [
      'numbered weekdays, Sunday is 1',
      'cron(0 10 ? * 2-6 *)',
      '2011-01-07T12:00:00Z',
      'UTC',
      ['2011-01-10T10:00', '2011-01-11T10:00'],
    ],
    [
      'named weekdays',
      'cron(0 10 ? * MON-FRI *)',
      '2011-01-07T12:00:00Z',
      'UTC',
      ['2011-01-10T10:00', '2011-01-11T10:00'],
    ],
    [
      'the third Friday',
      'cron(0 10 ? * 6#3 *)',
      '2011-01-01T00:00:00Z',
      'UTC',
      ['2011-01-21T10:00', '2011-02-18T10:00'],
    ],
    ['the last Friday', 'cron(0 10 ? * 6L *)', '2011-01-01T00:00:00Z', 'UTC', ['2011-01-28T10:00', '2011-02-25T10:00']],
    [
      'the weekday nearest to the 15th',
      'cron(0 8 15W * ? *)',
      '2011-01-01T00:00:00Z',
      'UTC',
      ['2011-01-14T08:00', '2011-02-15T08:00'],
    ],
    ['the last weekday', 'cron(0 8 LW * ? *)', '2011-04-01T00:00:00Z', 'UTC', ['2011-04-29T08:00', '2011-05-31T08:00']],
    ['29 February', 'cron(0 12 29 2 ? *)', '2011-01-01T00:00:00Z', 'UTC', ['2012-02-29T12:00', '2016-02-29T12:00']],
    ['one year only', 'cron(0 12 1 1 ? 2012)', '2011-01-01T00:00:00Z', 'UTC', ['2012-01-01T12:00']],
    [
      'office hours',
      'cron(0/10 8-17 ? * 2-6 *)',
      '2011-01-03T17:45:00Z',
      'UTC',
      ['2011-01-03T17:50', '2011-01-04T08:00'],
    ],
    [
      'a time that spring leaves out is left out',
      'cron(30 1 * * ? *)',
      '2011-03-26T00:00:00Z',
      'Europe/London',
      ['2011-03-26T01:30', '2011-03-28T00:30'],
    ],
    [
      'a time that autumn repeats comes once',
      'cron(30 1 * * ? *)',
      '2011-10-29T00:00:00Z',
      'Europe/London',
      ['2011-10-29T00:30', '2011-10-30T00:30', '2011-10-31T01:30'],
    ],
    [
      'every quarter year',
      'cron(0 0 1 */3 ? *)',
      '2011-01-02T00:00:00Z',
      'UTC',
      ['2011-04-01T00:00', '2011-07-01T00:00'],
    ],
    ['a rate', 'rate(5 minutes)', '2011-01-01T00:00:00Z', 'UTC', ['2011-01-01T00:05', '2011-01-01T00:10']],
    ['one instant in a zone', 'at(2011-06-01T10:00:00)', '2011-01-01T00:00:00Z', 'Europe/London', ['2011-06-01T09:00']],
  ])('%s', (_case, expression, after, zone, expected) => {
    expect(next(expression, after, expected.length, zone)).toEqual(expected);
  });

  it.each([
    'cron(0 0 1 * 1 *)',
    'cron(0 0 * * * *)',
    'cron(0 0 1 *)',
    'rate(0 minutes)',
    'rate(5 weeks)',
    'at(tomorrow)',
    'every day',
    'cron(0 0 ? * 9 *)',
  ])('refuses %s', (expression) => {
    expect(() => occurrences(expression)).toThrow(InvalidSchedule);
  });
});
