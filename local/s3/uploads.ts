import { createHash, randomUUID } from 'node:crypto';
import type { Buckets, FoundObject } from '../buckets.ts';
import { isObject, textAt, tryJson } from '../values.ts';
import { S3Failure } from './answers.ts';

/** Uploads in parts, which lie in a folder beside the bucket until they are joined. */
export interface Uploads {
  start(bucketId: string, key: string, contentType: string): Promise<string>;
  /** Answers the tag of the part. */
  put(bucketId: string, key: string, upload: string, number: number, body: Buffer): Promise<string>;
  /** Joins the parts that the document names, in its order; answers the tag of the object. */
  join(bucketId: string, key: string, upload: string, document: string): Promise<string>;
  abandon(bucketId: string, key: string, upload: string): Promise<void>;
}

const MOST_PARTS = 10_000;
const LEAST_PART = 5 * 1024 ** 2;

const gone = (): S3Failure =>
  new S3Failure(404, 'NoSuchUpload', 'The specified upload does not exist. The upload ID may be invalid.');
const invalidPart = (): S3Failure =>
  new S3Failure(400, 'InvalidPart', 'One or more of the specified parts could not be found.');

interface NamedPart {
  readonly number: number;
  readonly tag: string;
}

function partsIn(document: string): readonly NamedPart[] {
  const parts = [...document.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    number: Number(/<PartNumber>\s*(\d+)\s*<\/PartNumber>/.exec(part)?.[1]),
    tag: (/<ETag>\s*(.*?)\s*<\/ETag>/.exec(part)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('"', ''),
  }));
  if (parts.length === 0 || parts.some(({ number }) => !Number.isInteger(number))) {
    throw new S3Failure(400, 'MalformedXML', 'The XML you provided was not well-formed or did not validate.');
  }
  if (parts.some(({ number }, index) => index > 0 && number <= (parts[index - 1]?.number ?? 0))) {
    throw new S3Failure(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
  }
  return parts;
}

/** Opens the uploads in parts of all buckets. */
export function openUploads(buckets: Buckets): Uploads {
  const folder = (bucketId: string): string => `${bucketId}.uploads`;
  const about = async (bucketId: string, key: string, upload: string): Promise<string> => {
    if (!/^[\w-]+$/.test(upload)) throw gone();
    const found = await buckets.get(folder(bucketId), `${upload}/about`);
    const facts = tryJson(found?.body.toString('utf8') ?? '');
    if (!isObject(facts) || facts['key'] !== key) throw gone();
    return textAt(facts, 'contentType') ?? 'application/octet-stream';
  };
  const part = async (bucketId: string, upload: string, named: NamedPart): Promise<FoundObject> => {
    const found = await buckets.get(folder(bucketId), `${upload}/${named.number}`);
    if (found?.etag !== `"${named.tag}"`) throw invalidPart();
    return found;
  };
  const abandon: Uploads['abandon'] = async (bucketId, key, upload) => {
    await about(bucketId, key, upload);
    await buckets.removeBelow(folder(bucketId), upload);
  };
  return {
    start: async (bucketId, key, contentType) => {
      const upload = randomUUID();
      await buckets.put(folder(bucketId), `${upload}/about`, JSON.stringify({ key, contentType }));
      return upload;
    },
    put: async (bucketId, key, upload, number, body) => {
      await about(bucketId, key, upload);
      if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS) {
        throw new S3Failure(400, 'InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
      }
      return buckets.put(folder(bucketId), `${upload}/${number}`, body);
    },
    join: async (bucketId, key, upload, document) => {
      const contentType = await about(bucketId, key, upload);
      const named = partsIn(document);
      const parts: FoundObject[] = [];
      for (const each of named) parts.push(await part(bucketId, upload, each));
      if (parts.slice(0, -1).some(({ body }) => body.length < LEAST_PART)) {
        const message = 'Your proposed upload is smaller than the minimum allowed size';
        throw new S3Failure(400, 'EntityTooSmall', message, { MinSizeAllowed: String(LEAST_PART) });
      }
      const digests = createHash('md5');
      for (const { tag } of named) digests.update(Buffer.from(tag, 'hex'));
      const etag = `"${digests.digest('hex')}-${parts.length}"`;
      await buckets.put(bucketId, key, Buffer.concat(parts.map(({ body }) => body)), contentType, etag);
      await buckets.removeBelow(folder(bucketId), upload);
      return etag;
    },
    abandon,
  };
}
