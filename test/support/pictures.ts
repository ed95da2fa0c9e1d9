/** Small pictures, as far as anybody reads them who wants to know what they are and how large. */
const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [...part])));
const big32 = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const big16 = (value: number): number[] => [value >>> 8, value & 255];
const little16 = (value: number): number[] => [value & 255, value >>> 8];
const little24 = (value: number): number[] => [value & 255, (value >>> 8) & 255, value >>> 16];

export const pngOf = (width: number, height: number): Uint8Array =>
  bytes('\x89PNG\r\n\x1a\n', big32(13), 'IHDR', big32(width), big32(height), [8, 2, 0, 0, 0]);

export const gifOf = (width: number, height: number): Uint8Array =>
  bytes('GIF89a', little16(width), little16(height), [0, 0, 0]);

/** With a segment of comments in front, which says the size of another picture. */
export const jpegOf = (width: number, height: number): Uint8Array =>
  bytes(
    ...['\xff\xd8', '\xff\xfe', big16(11), '\xff\xc0\x00\x07\x08\x00\x01\x00\x01'],
    ...['\xff\xff', '\xc2', big16(8), [8], big16(height), big16(width), [3]],
  );

const riff = (kind: string, body: readonly number[]): Uint8Array =>
  bytes('RIFF', big32(0), 'WEBP', kind, [0, 0, 0, 0], body, Array<number>(16).fill(0));

export const webpOf = {
  lossy: (width: number, height: number): Uint8Array =>
    riff('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, ...little16(width), ...little16(height)]),
  lossless: (width: number, height: number): Uint8Array => {
    const bits = ((width - 1) | ((height - 1) << 14)) >>> 0;
    return riff('VP8L', [0x2f, ...big32(bits).toReversed()]);
  },
  extended: (width: number, height: number): Uint8Array =>
    riff('VP8X', [0, 0, 0, 0, ...little24(width - 1), ...little24(height - 1)]),
};
