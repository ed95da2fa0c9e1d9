import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { decode } from './api-event.ts';
import type { Assembly } from './assembly.ts';
import { type Buckets, readBelow, type StoredObject } from './buckets.ts';
import type { Stack } from './contract.ts';
import type { Origin, PublicAnswer } from './public-request.ts';
import { flagAt, isObject, type Loose, listAt, objectAt, textAt } from './values.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/** Files that a BucketDeployment of the template would upload: an asset folder, a prefix, and markers to fill in. */
interface Deployment {
  readonly folder: string;
  readonly prefix: string;
  readonly markers: Loose;
  readonly cacheControl: string | undefined;
}

/** What a bucket serves: its own objects, and below them what the template deploys into it. */
interface Found extends StoredObject {
  readonly cacheControl: string | undefined;
}

function readDeployments(stack: Stack, assembly: Assembly, bucketId: string): readonly Deployment[] {
  return stack.ofType('Custom::CDKBucketDeployment').flatMap(({ id, properties }) => {
    const bucket = textAt(properties, 'DestinationBucketName') ?? '';
    if (stack.find(bucket) !== bucketId) return [];
    if (properties['Extract'] !== undefined && !flagAt(properties, 'Extract')) {
      throw new Error(`${id}: the local runtime does not support a deployment that is not extracted.`);
    }
    const markers = listAt(properties, 'SourceMarkers');
    return listAt(properties, 'SourceObjectKeys').map((key, index): Deployment => {
      const folder = assembly.assetPath(String(key));
      if (folder === undefined) throw new Error(`${id}: the asset ${String(key)} is not in the assembly.`);
      const marker = markers[index];
      return {
        folder,
        prefix: (textAt(properties, 'DestinationBucketKeyPrefix') ?? '').replace(/^\/|\/$/g, ''),
        markers: isObject(marker) ? marker : {},
        cacheControl: textAt(objectAt(properties, 'SystemMetadata'), 'cache-control'),
      };
    });
  });
}

function fillIn(body: Buffer, markers: Loose): Buffer {
  if (Object.keys(markers).length === 0) return body;
  let text = body.toString();
  for (const [marker, value] of Object.entries(markers)) text = text.replaceAll(marker, String(value));
  return Buffer.from(text);
}

function lookup(
  buckets: Buckets,
  bucketId: string,
  deployments: readonly Deployment[],
): (key: string) => Promise<Found | undefined> {
  return async (key) => {
    const own = await buckets.get(bucketId, key);
    if (own !== undefined) return { ...own, cacheControl: undefined };
    // A later source overwrites an earlier one.
    for (const { folder, prefix, markers, cacheControl } of deployments.toReversed()) {
      if (prefix !== '' && !key.startsWith(`${prefix}/`)) continue;
      const found = await readBelow(folder, prefix === '' ? key : key.slice(prefix.length + 1));
      if (found !== undefined) return { body: fillIn(found.body, markers), modified: found.modified, cacheControl };
    }
    return undefined;
  };
}

/** A bucket of the template as an origin of a distribution. Like S3 without the right to list, it says 403 for nothing. */
export function bucketOrigin(stack: Stack, assembly: Assembly, buckets: Buckets, bucketId: string): Origin {
  const find = lookup(buckets, bucketId, readDeployments(stack, assembly, bucketId));
  return async ({ method, path, headers }): Promise<PublicAnswer> => {
    if (method !== 'GET' && method !== 'HEAD') return { status: 405, headers: {}, body: '' };
    const key = decode(path).replace(/^\//, '');
    const found = key === '' ? undefined : await find(key);
    if (found === undefined) {
      return {
        status: 403,
        headers: { 'content-type': 'application/xml' },
        body: '<Error><Code>AccessDenied</Code></Error>',
      };
    }
    const etag = `"${createHash('md5').update(found.body).digest('hex')}"`;
    const known = {
      etag,
      'last-modified': found.modified.toUTCString(),
      ...(found.cacheControl === undefined ? {} : { 'cache-control': found.cacheControl }),
    };
    if (headers['if-none-match'] === etag) return { status: 304, headers: known, body: '' };
    const type = TYPES[extname(key).toLowerCase()] ?? 'application/octet-stream';
    return { status: 200, headers: { ...known, 'content-type': type }, body: found.body };
  };
}
