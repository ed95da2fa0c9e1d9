import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { isObject, textAt, tryJson } from './values.ts';

export interface StoredObject {
  readonly body: Buffer;
  readonly modified: Date;
}

/** What S3 knows of an object besides its bytes. */
export interface ObjectFacts {
  readonly contentType: string;
  /** With its quotes. */
  readonly etag: string;
}

export type FoundObject = StoredObject & ObjectFacts;

/** The buckets of the template: each a folder below the data folder, each object a file. */
export interface Buckets {
  /** By the logical id of the bucket. */
  get(bucketId: string, key: string): Promise<FoundObject | undefined>;
  /** Answers the object's tag, which is that of its bytes unless another is given. */
  put(bucketId: string, key: string, body: string | Buffer, contentType?: string, tag?: string): Promise<string>;
  remove(bucketId: string, key: string): Promise<void>;
  /** Removes every object whose key begins with the path and a slash. */
  removeBelow(bucketId: string, path: string): Promise<void>;
}

/** Reads a file below a folder; undefined when there is none, or when the path leads out of the folder. */
export async function readBelow(folder: string, path: string): Promise<StoredObject | undefined> {
  const file = resolve(folder, path);
  if (!file.startsWith(resolve(folder) + sep) || path.includes('\0')) return undefined;
  try {
    const found = await stat(file);
    return found.isFile() ? { body: await readFile(file), modified: found.mtime } : undefined;
  } catch {
    return undefined;
  }
}

const tagOf = (body: string | Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;

/** A written file is complete or not there. */
async function writeWhole(file: string, body: string | Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${randomUUID()}`;
  await writeFile(fresh, body, { flush: true });
  await rename(fresh, file);
}

/** When an object is gone, in milliseconds since the epoch; undefined for one that stays. */
export type Ending = (bucketId: string, key: string, modified: Date) => number | undefined;

/**
 * Opens the buckets below a folder. Type and instant of an object lie in a file beside the bucket's folder; the instant
 * is business time, and an object whose end has come is removed when somebody asks for it.
 */
export function openBuckets(folder: string, now: () => number = Date.now, endOf: Ending = () => undefined): Buckets {
  const fileOf = (bucketId: string, key: string): string => {
    const bucket = join(folder, bucketId);
    const file = resolve(bucket, key);
    if (!file.startsWith(bucket + sep) || key.includes('\0'))
      throw new Error(`The key ${key} leads out of its bucket.`);
    return file;
  };
  const aboutOf = (bucketId: string): string => join(folder, `${bucketId}.about`);
  const remove = async (bucketId: string, key: string): Promise<void> => {
    await rm(fileOf(bucketId, key), { force: true });
    await rm(fileOf(`${bucketId}.about`, key), { force: true });
  };
  return {
    get: async (bucketId, key) => {
      const found = await readBelow(join(folder, bucketId), key);
      if (found === undefined) return undefined;
      const about = tryJson((await readBelow(aboutOf(bucketId), key))?.body.toString('utf8') ?? '');
      const facts = isObject(about) ? about : {};
      const modified = typeof facts['modified'] === 'number' ? new Date(facts['modified']) : found.modified;
      const end = endOf(bucketId, key, modified);
      if (end !== undefined && end <= now()) {
        await remove(bucketId, key);
        return undefined;
      }
      const contentType = textAt(facts, 'contentType') ?? 'application/octet-stream';
      return { body: found.body, modified, contentType, etag: textAt(facts, 'etag') ?? tagOf(found.body) };
    },
    put: async (bucketId, key, body, contentType = 'application/octet-stream', etag = tagOf(body)) => {
      await writeWhole(fileOf(bucketId, key), body);
      await writeWhole(fileOf(`${bucketId}.about`, key), JSON.stringify({ contentType, etag, modified: now() }));
      return etag;
    },
    remove,
    removeBelow: async (bucketId, path) => {
      await rm(fileOf(bucketId, path), { recursive: true, force: true });
      await rm(fileOf(`${bucketId}.about`, path), { recursive: true, force: true });
    },
  };
}
