import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { decode } from './api-event.ts';
import type { AwsEndpoint, AwsResponse, Stack } from './contract.ts';

export interface StoredObject {
  readonly body: Buffer;
  readonly modified: Date;
}

/** The buckets of the template: each a folder below the data folder, each object a file. */
export interface Buckets {
  /** By the logical id of the bucket. */
  get(bucketId: string, key: string): Promise<StoredObject | undefined>;
  put(bucketId: string, key: string, body: string | Buffer): Promise<void>;
  remove(bucketId: string, key: string): Promise<void>;
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

/** Opens the buckets below a folder. A written object is complete or not there. */
export function openBuckets(folder: string): Buckets {
  const fileOf = (bucketId: string, key: string): string => {
    const bucket = join(folder, bucketId);
    const file = resolve(bucket, key);
    if (!file.startsWith(bucket + sep) || key.includes('\0'))
      throw new Error(`The key ${key} leads out of its bucket.`);
    return file;
  };
  return {
    get: (bucketId, key) => readBelow(join(folder, bucketId), key),
    put: async (bucketId, key, body) => {
      const file = fileOf(bucketId, key);
      await mkdir(dirname(file), { recursive: true });
      const fresh = `${file}.${randomUUID()}`;
      await writeFile(fresh, body, { flush: true });
      await rename(fresh, file);
    },
    remove: (bucketId, key) => rm(fileOf(bucketId, key), { force: true }),
  };
}

function failure(status: number, code: string, message: string): AwsResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** The part of S3's REST API that functions may use: put, get, head and delete of one object, by path. */
export function s3Endpoint(stack: Stack, buckets: Buckets): AwsEndpoint {
  const actions: Readonly<Record<string, string>> = {
    PUT: 's3:PutObject',
    GET: 's3:GetObject',
    HEAD: 's3:GetObject',
    DELETE: 's3:DeleteObject',
  };
  return async ({ method, path, query, body, caller }) => {
    const [, bucket = '', rest = ''] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const action = actions[method];
    const strange = [...query.keys()].find((name) => name !== 'x-id');
    if (action === undefined || rest === '' || strange !== undefined) {
      return failure(501, 'NotImplemented', `The local runtime does not serve ${method} ${strange ?? path} of S3.`);
    }
    const id = stack.find(bucket);
    if (id === undefined || stack.resources.get(id)?.type !== 'AWS::S3::Bucket') {
      return failure(404, 'NoSuchBucket', 'The specified bucket does not exist');
    }
    const key = decode(rest);
    if (!caller.allows(action, `${stack.reference(id, 'Arn')}/${key}`)) {
      return failure(403, 'AccessDenied', `${caller.roleId} is not authorized to perform ${action}`);
    }
    switch (method) {
      case 'PUT':
        await buckets.put(id, key, body);
        return { status: 200, headers: { etag: '"local"' }, body: '' };
      case 'DELETE':
        await buckets.remove(id, key);
        return { status: 204, body: '' };
      default: {
        const found = await buckets.get(id, key);
        if (found === undefined) return failure(404, 'NoSuchKey', 'The specified key does not exist.');
        return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: found.body };
      }
    }
  };
}
