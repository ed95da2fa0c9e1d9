import { dayIn, daysApart, daysBetween } from '../../console/parts/days.ts';

test('an instant lies on one day here and on another there', () => {
  const instant = Date.parse('2026-01-31T23:30:00Z');
  expect(dayIn(instant, 'Europe/London')).toBe('2026-01-31');
  expect(dayIn(instant, 'Asia/Tokyo')).toBe('2026-02-01');
});

test.each([
  ['2026-02-27', '2026-03-08', 9],
  ['2026-03-08', '2026-03-08', 0],
  ['2026-03-29', '2026-03-28', -1],
])('from %s to %s it is %d days', (from, to, days) => {
  expect(daysApart(from, to)).toBe(days);
});

test('days between two days are all of them, the last one included', () => {
  expect(daysBetween('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
  expect(daysBetween('2024-03-01', '2024-02-28')).toEqual([]);
});
