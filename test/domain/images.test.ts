import fc from 'fast-check';
import { IMAGE_TYPES, imageIn } from '../../domain/images.ts';
import { gifOf, jpegOf, pngOf, webpOf } from '../support/pictures.ts';

const side = fc.integer({ min: 1, max: 16_000 });

test.each([
  ['PNG', pngOf, 'image/png'],
  ['GIF', gifOf, 'image/gif'],
  ['JPEG', jpegOf, 'image/jpeg'],
  ['WebP', webpOf.lossy, 'image/webp'],
  ['WebP without loss', webpOf.lossless, 'image/webp'],
  ['WebP with more in it', webpOf.extended, 'image/webp'],
] as const)('A picture in %s tells what it is and how large', (_name, make, type) => {
  fc.assert(
    fc.property(side, side, (width, height) => {
      expect(imageIn(make(width, height))).toEqual({ type, width, height });
    }),
  );
});

test('What only calls itself a picture is none, and neither is one without a size', () => {
  const text = (words: string) => Buffer.from(words);
  expect(imageIn(text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'))).toBeUndefined();
  expect(imageIn(text('<!doctype html><script>alert(1)</script>'))).toBeUndefined();
  expect(imageIn(pngOf(0, 10))).toBeUndefined();
  expect(imageIn(new Uint8Array())).toBeUndefined();
});

test('Whatever the bytes are, and wherever a picture is cut off, the answer is a size or nothing', () => {
  const heads = [
    pngOf(3, 4),
    gifOf(3, 4),
    jpegOf(3, 4),
    webpOf.lossy(3, 4),
    webpOf.lossless(3, 4),
    webpOf.extended(3, 4),
  ];
  const cut = fc.record({ head: fc.constantFrom(...heads), at: fc.nat(60), rest: fc.uint8Array({ maxLength: 80 }) });
  fc.assert(
    fc.property(cut, ({ head, at, rest }) => {
      const image = imageIn(Uint8Array.from([...head.subarray(0, at), ...rest]));
      expect(image === undefined || (IMAGE_TYPES.includes(image.type) && image.width > 0 && image.height > 0)).toBe(
        true,
      );
    }),
    { numRuns: 2_000 },
  );
});
