import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue and how solid, each from 0 to 255. */
type Colour = readonly [number, number, number, number];
type Painter = (x: number, y: number) => Colour;

const chunk = (type: string, data: Buffer): Buffer => {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, check]);
};

/** A PNG of 8 bits a channel with transparency, row by row. */
const png = (width: number, height: number, paint: Painter): Buffer => {
  const rows = Array.from({ length: height }, (_, y) => [
    0,
    ...Array.from({ length: width }, (__, x) => paint(x, y)).flat(),
  ]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const body = chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 }));
  return Buffer.concat([signature, chunk('IHDR', head), body, chunk('IEND', Buffer.alloc(0))]);
};

/** Letters of five columns and seven rows: each row is a number whose bits are its dots. */
const LETTERS: Readonly<Record<string, readonly number[]>> = {
  D: [30, 17, 17, 17, 17, 17, 30],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 14],
  I: [14, 4, 4, 4, 4, 4, 14],
  N: [17, 25, 21, 19, 17, 17, 17],
  P: [30, 17, 17, 30, 16, 16, 16],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
};
const LETTER = 6;

/** Whether a dot of a word that begins in the corner is at this place; dots are squares of `size`. */
const isInWord = (word: string, size: number, x: number, y: number): boolean => {
  const [column, row] = [Math.floor(x / size), Math.floor(y / size)];
  if (column < 0 || row < 0) return false;
  const letter = LETTERS[word[Math.floor(column / LETTER)] ?? ''];
  return letter !== undefined && ((letter[row] ?? 0) & (1 << (4 - (column % LETTER)))) !== 0;
};

const GREEN: Colour = [31, 111, 92, 255];
const AMBER: Colour = [217, 130, 43, 255];
const CREAM: Colour = [250, 246, 236, 255];
const NOTHING: Colour = [0, 0, 0, 0];

/** The shop's logo: a tile that stands on light and dark; the portal writes the name beside it. */
export const logo = (): Buffer =>
  png(80, 80, (x, y) => {
    const isCorner = Math.hypot(Math.max(0, Math.abs(x - 39.5) - 24), Math.max(0, Math.abs(y - 39.5) - 24)) > 16;
    if (isCorner) return NOTHING;
    return isInWord('D', 8, x - 21, y - 12) ? CREAM : GREEN;
  });

/** A banner of the usual 468 by 60 pixels: the shop's name, what it is about, and a row of dots. */
export const banner = (): Buffer =>
  png(468, 60, (x, y) => {
    if (isInWord('SPRING GIFTS', 4, x - 20, y - 16)) return CREAM;
    const [column, row] = [Math.floor((x - 340) / 20), Math.floor(y / 20)];
    const isNear = (x - 340 - column * 20 - 10) ** 2 + (y - row * 20 - 10) ** 2 < 49;
    if (x >= 340 && isNear) return (column + row) % 2 === 0 ? AMBER : CREAM;
    return GREEN;
  });
