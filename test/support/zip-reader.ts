import { crc32, inflateRawSync } from 'node:zlib';

/** The files of a ZIP archive by their names, read from its directory; throws when a checksum or a size is wrong. */
export const readZip = (archive: Buffer): ReadonlyMap<string, string> => {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06'));
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  const files = new Map<string, string>();
  for (let entry = 0; entry < count; entry++) {
    if (archive.readUInt32LE(at) !== 0x02014b50) throw new Error('The directory is broken.');
    const [crc, packed, size] = [16, 20, 24].map((place) => archive.readUInt32LE(at + place));
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    if (archive.readUInt32LE(local) !== 0x04034b50) throw new Error(`${name} does not begin where it should.`);
    const data = local + 30 + archive.readUInt16LE(local + 26);
    const content = inflateRawSync(archive.subarray(data, data + (packed ?? 0)));
    if (content.length !== size || crc32(content) !== crc) throw new Error(`${name} is not what was packed.`);
    files.set(name, content.toString('utf8'));
    at += 46 + nameLength;
  }
  return files;
};
