import { chosenRange, PRESETS, presetOf, rangeOf } from '../../console/areas/merchant/reports/periods.ts';
import { bpsOf } from '../../console/parts/basis-points.ts';

test.each([
  ['week', '2026-02-25', '2026-03-03'],
  ['days', '2026-02-02', '2026-03-03'],
  ['quarter', '2025-12-04', '2026-03-03'],
  ['month', '2026-03-01', '2026-03-03'],
  ['last_month', '2026-02-01', '2026-02-28'],
  ['year', '2025-03-04', '2026-03-03'],
] as const)('seen from the third of March, the period %s goes from %s to %s', (preset, from, to) => {
  expect(rangeOf(preset, '2026-03-03')).toEqual({ from, to });
});

test('an address that names no period means the last thirty days', () => {
  expect(PRESETS.map(presetOf)).toEqual([...PRESETS]);
  expect(presetOf('')).toBe('days');
  expect(presetOf('for ever')).toBe('days');
});

test('days of one’s own count when both are there, in either order', () => {
  expect(chosenRange('2026-02-01', '2026-02-09')).toEqual({ from: '2026-02-01', to: '2026-02-09' });
  expect(chosenRange('2026-02-09', '2026-02-01')).toEqual({ from: '2026-02-01', to: '2026-02-09' });
  expect(chosenRange('2026-02-01', '')).toBeUndefined();
  expect(chosenRange('2', '2026-02-01')).toBeUndefined();
});

test('a share is in basis points of the whole, and nothing has a share of nothing', () => {
  expect(bpsOf(1, 3)).toBe(3333);
  expect(bpsOf(1, 0)).toBeUndefined();
});
