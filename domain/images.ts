/**
 * Pictures that people upload: what they are and how large, told by their own bytes. Whoever says that something is a
 * picture may be wrong. No SVG: it is a program that a browser runs, and no picture in a mail.
 */
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
type ImageType = (typeof IMAGE_TYPES)[number];

export interface Image {
  readonly type: ImageType;
  readonly width: number;
  readonly height: number;
}

type Size = Omit<Image, 'type'>;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const textAt = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

const png = (bytes: Uint8Array): Size | undefined => {
  if (textAt(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n' || textAt(bytes, 12, 4) !== 'IHDR') return undefined;
  const view = viewOf(bytes);
  return bytes.length < 24 ? undefined : { width: view.getUint32(16), height: view.getUint32(20) };
};

const gif = (bytes: Uint8Array): Size | undefined => {
  if (!/^GIF8[79]a$/.test(textAt(bytes, 0, 6)) || bytes.length < 10) return undefined;
  const view = viewOf(bytes);
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
};

/** The markers of a JPEG that begin a frame, which says how large it is; the others between are tables. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const hasNoLength = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

const jpeg = (bytes: Uint8Array): Size | undefined => {
  if (textAt(bytes, 0, 3) !== '\xff\xd8\xff') return undefined;
  const view = viewOf(bytes);
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (hasNoLength(marker)) at += 2;
    else if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
};

const webp = (bytes: Uint8Array): Size | undefined => {
  if (textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WEBP' || bytes.length < 30) return undefined;
  const view = viewOf(bytes);
  switch (textAt(bytes, 12, 4)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return {
        width: 1 + (view.getUint32(24, true) & 0xffffff),
        height: 1 + (view.getUint32(26, true) >>> 8),
      };
    default:
      return undefined;
  }
};

const READERS = {
  'image/png': png,
  'image/jpeg': jpeg,
  'image/gif': gif,
  'image/webp': webp,
} as const satisfies Record<ImageType, (bytes: Uint8Array) => Size | undefined>;

/** The picture in these bytes; undefined when they are none that we show. */
export const imageIn = (bytes: Uint8Array): Image | undefined => {
  for (const type of IMAGE_TYPES) {
    const size = READERS[type](bytes);
    if (size !== undefined && size.width > 0 && size.height > 0) return { type, ...size };
  }
  return undefined;
};
