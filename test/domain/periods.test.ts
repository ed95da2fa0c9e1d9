import fc from 'fast-check';
import {
  addMonths,
  dayInPeriod,
  nextPeriod,
  periodEnd,
  periodOf,
  periodStart,
  shiftPeriod,
} from '../../domain/periods.ts';

const iso = (at: number): string => new Date(at).toISOString();

describe('billing periods', () => {
  test.each([
    { case: 'UTC', zone: 'UTC', period: '2026-01', start: '2026-01-01T00:00:00.000Z' },
    { case: 'east of it', zone: 'Asia/Kolkata', period: '2026-01', start: '2025-12-31T18:30:00.000Z' },
    { case: 'fourteen hours ahead', zone: 'Pacific/Kiritimati', period: '2026-01', start: '2025-12-31T10:00:00.000Z' },
    { case: 'west of it', zone: 'America/Los_Angeles', period: '2026-01', start: '2026-01-01T08:00:00.000Z' },
    { case: 'in summer time', zone: 'Europe/London', period: '2026-07', start: '2026-06-30T23:00:00.000Z' },
    { case: 'a leap year', zone: 'UTC', period: '2028-03', start: '2028-03-01T00:00:00.000Z' },
  ])('a month starts at midnight in its zone: $case', ({ zone, period, start }) => {
    expect(iso(periodStart(period, zone))).toBe(start);
    expect(periodOf(Date.parse(start), zone)).toBe(period);
    expect(periodOf(Date.parse(start) - 1, zone)).toBe(shiftPeriod(period, -1));
  });

  test('a midnight that a spring gap skips is the first instant after it', () => {
    // In 2018 the clocks of Sao Paulo went from 00:00 to 01:00 on the 4th of November.
    expect(iso(dayInPeriod('2018-11', 4, 'America/Sao_Paulo'))).toBe('2018-11-04T03:00:00.000Z');
  });

  test('fourteen months follow each other without a gap in every zone', () => {
    const zones = fc.constantFrom('UTC', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');
    fc.assert(
      fc.property(zones, fc.integer({ min: 2000, max: 2060 }), (zone, year) => {
        let period = `${year}-01`;
        for (let month = 0; month < 14; month++) {
          expect(periodEnd(period, zone)).toBe(periodStart(nextPeriod(period), zone));
          expect(periodOf(periodStart(period, zone), zone)).toBe(period);
          expect(periodOf(periodEnd(period, zone) - 1, zone)).toBe(period);
          period = nextPeriod(period);
        }
      }),
    );
  });

  test('a month after the last day of January is the last day of February', () => {
    expect(iso(addMonths(Date.parse('2026-01-31T10:30:00Z'), 1, 'UTC'))).toBe('2026-02-28T10:30:00.000Z');
    expect(iso(addMonths(Date.parse('2027-12-31T00:00:00Z'), 2, 'UTC'))).toBe('2028-02-29T00:00:00.000Z');
  });
});
