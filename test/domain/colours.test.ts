import fc from 'fast-check';
import {
  asTextOn,
  contrastOf,
  DARK_PAGE,
  isColour,
  LEAST_CONTRAST,
  LIGHT_PAGE,
  paletteOf,
  readableOn,
} from '../../domain/colours.ts';

const colour = fc.nat(0xff_ff_ff).map((value) => `#${value.toString(16).padStart(6, '0')}`);

test.each([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  ['#777777', '#ffffff', 4.48],
  ['#0000ff', '#ffffff', 8.59],
])('The contrast of %s and %s is %d', (one, other, expected) => {
  expect(contrastOf(one, other)).toBeCloseTo(expected, 1);
  expect(contrastOf(other, one)).toBe(contrastOf(one, other));
});

test('Whatever colours a program chooses, every text is readable', () => {
  fc.assert(
    fc.property(colour, colour, (primary, accent) => {
      const palette = paletteOf({ primary, accent });
      expect(contrastOf(palette.on_primary, palette.primary)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      expect(contrastOf(palette.accent_on_light, LIGHT_PAGE)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      expect(contrastOf(palette.accent_on_dark, DARK_PAGE)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      expect(Object.values(palette).every(isColour)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('A colour that is readable already stays what it is', () => {
  expect(asTextOn(LIGHT_PAGE, '#1f4fd8')).toBe('#1f4fd8');
  expect(asTextOn(LIGHT_PAGE, '#ffff00')).not.toBe('#ffff00');
  expect([readableOn('#ffff00'), readableOn('#000080')]).toEqual(['#000000', '#ffffff']);
});

test.each(['red', '#fff', '#12345g', '#1234567', '#ABCDEF', '#000000;x', ' #000000'])('%j is no colour', (text) => {
  expect(isColour(text)).toBe(false);
  expect(() => contrastOf(text, '#ffffff')).toThrow(RangeError);
});
