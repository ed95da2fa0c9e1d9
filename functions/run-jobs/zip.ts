import { constants, crc32, deflateRawSync } from 'node:zlib';
import * as z from 'zod/mini';
import { JobFailure } from '../../domain/jobs.ts';

/** One file of an archive, as far as it has come. Sizes in bytes; `at` is where it begins in the archive. */
const Entry = z.object({ name: z.string(), at: z.int(), crc: z.int(), size: z.int(), packed: z.int() });
type Entry = z.infer<typeof Entry>;

/**
 * A ZIP archive (APPNOTE.TXT) that is written front to back and remembers between steps only a line for each file:
 * sizes and checksums follow the data, and the directory comes last.
 */
export const Archive = z.object({ size: z.int(), entries: z.array(Entry) });
export type Archive = z.infer<typeof Archive>;

export const EMPTY_ARCHIVE: Archive = { size: 0, entries: [] };

/** The archive after something was added, and the bytes that were. */
export interface Packed {
  readonly archive: Archive;
  readonly bytes: Buffer;
}

const VERSION = 20;
/** Sizes follow the data; names are UTF-8. */
const FLAGS = 0x08_08;
const DEFLATED = 8;
/** Archives of this form hold four gibibytes. */
const MOST_BYTES = 0xffff_ffff;
/** The end of deflated data: an empty last block. */
const LAST_BLOCK = Buffer.from([3, 0]);

const fields = (...values: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer =>
  Buffer.concat(
    values.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );

/** An instant (UTC) as ZIP has it: two seconds are its smallest step. */
const stampOf = (at: number): readonly [time: number, date: number] => {
  const when = new Date(at);
  const time = (when.getUTCHours() << 11) | (when.getUTCMinutes() << 5) | (when.getUTCSeconds() >> 1);
  const year = Math.max(0, when.getUTCFullYear() - 1980);
  return [time, (year << 9) | ((when.getUTCMonth() + 1) << 5) | when.getUTCDate()];
};

const grown = (archive: Archive, entries: readonly Entry[], bytes: Buffer): Packed => {
  const size = archive.size + bytes.length;
  if (size > MOST_BYTES)
    throw new JobFailure('too_large', 'The archive would be larger than 4 GiB. Export the kinds one by one.');
  return { archive: { size, entries: [...entries] }, bytes };
};

/** Begins a file. */
export const beginEntry = (archive: Archive, name: string, at: number): Packed => {
  const [time, date] = stampOf(at);
  const text = Buffer.from(name);
  const header = fields(
    ...([
      [4, 0x04034b50],
      [2, VERSION],
      [2, FLAGS],
      [2, DEFLATED],
      [2, time],
      [2, date],
    ] as const),
    ...([
      [4, 0],
      [4, 0],
      [4, 0],
      [2, text.length],
      [2, 0],
    ] as const),
  );
  const entry = { name, at: archive.size, crc: 0, size: 0, packed: 0 };
  return grown(archive, [...archive.entries, entry], Buffer.concat([header, text]));
};

const changed = (archive: Archive, change: (entry: Entry) => Entry): readonly Entry[] =>
  archive.entries.map((entry, index) => (index === archive.entries.length - 1 ? change(entry) : entry));

/** Adds to the file that was begun last. */
export const addToEntry = (archive: Archive, content: Buffer): Packed => {
  if (content.length === 0) return { archive, bytes: content };
  const bytes = deflateRawSync(content, { finishFlush: constants.Z_SYNC_FLUSH });
  const entries = changed(archive, (entry) => ({
    ...entry,
    crc: crc32(content, entry.crc),
    size: entry.size + content.length,
    packed: entry.packed + bytes.length,
  }));
  return grown(archive, entries, bytes);
};

/** Ends the file that was begun last. */
export const endEntry = (archive: Archive): Packed => {
  const entries = changed(archive, (entry) => ({ ...entry, packed: entry.packed + LAST_BLOCK.length }));
  const last = entries.at(-1);
  if (last === undefined) throw new Error('No file of the archive was begun.');
  const descriptor = fields([4, 0x08074b50], [4, last.crc], [4, last.packed], [4, last.size]);
  return grown(archive, entries, Buffer.concat([LAST_BLOCK, descriptor]));
};

/** Ends the archive with its directory. */
export const endArchive = (archive: Archive, at: number): Packed => {
  const [time, date] = stampOf(at);
  const records = archive.entries.map((entry) => {
    const name = Buffer.from(entry.name);
    const record = fields(
      ...([
        [4, 0x02014b50],
        [2, VERSION],
        [2, VERSION],
        [2, FLAGS],
        [2, DEFLATED],
        [2, time],
        [2, date],
      ] as const),
      ...([
        [4, entry.crc],
        [4, entry.packed],
        [4, entry.size],
        [2, name.length],
        [2, 0],
        [2, 0],
      ] as const),
      ...([
        [2, 0],
        [2, 0],
        [4, 0],
        [4, entry.at],
      ] as const),
    );
    return Buffer.concat([record, name]);
  });
  const directory = Buffer.concat(records);
  const count = archive.entries.length;
  const end = fields(
    ...([
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
    ] as const),
    ...([
      [4, directory.length],
      [4, archive.size],
      [2, 0],
    ] as const),
  );
  return grown(archive, archive.entries, Buffer.concat([directory, end]));
};
