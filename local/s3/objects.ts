import { decode } from '../api-event.ts';
import type { Buckets, FoundObject } from '../buckets.ts';
import type { AwsResponse, Caller, Stack } from '../contract.ts';
import { S3Failure } from './answers.ts';

/** An object of a bucket of the template, addressed by path: `/bucket/key`. */
export interface Place {
  /** The logical id of the bucket. */
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly arn: string;
}

/** The bucket of the template that a path begins with. @throws S3Failure when there is none. */
export function placeAt(stack: Stack, path: string): Place {
  const [, bucket = '', rest = ''] = /^\/([^/]+)\/?(.*)$/s.exec(path) ?? [];
  const id = stack.find(decode(bucket));
  if (id === undefined || stack.resources.get(id)?.type !== 'AWS::S3::Bucket') {
    throw new S3Failure(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
  }
  const key = decode(rest);
  return { id, bucket: decode(bucket), key, arn: stack.reference(id, 'Arn') };
}

/** Throws AccessDenied unless the caller may do this with the object. */
export function authorise(caller: Caller, action: string, place: Place): void {
  if (caller.allows(action, `${place.arn}/${place.key}`)) return;
  const message = `User: ${caller.roleId} is not authorized to perform: ${action} on resource: "${place.arn}/${place.key}"`;
  throw new S3Failure(403, 'AccessDenied', message);
}

/** An object that the caller may read. Whoever may not list the bucket is not told that an object is missing. */
export async function readable(buckets: Buckets, caller: Caller, place: Place): Promise<FoundObject> {
  authorise(caller, 's3:GetObject', place);
  const found = await buckets.get(place.id, place.key);
  if (found !== undefined) return found;
  if (!caller.allows('s3:ListBucket', place.arn)) throw new S3Failure(403, 'AccessDenied', 'Access Denied');
  throw new S3Failure(404, 'NoSuchKey', 'The specified key does not exist.', { Key: place.key });
}

/** The first and the last byte that a Range header asks for; undefined for a header that S3 takes no notice of. */
function rangeOf(header: string | undefined, size: number): readonly [number, number] | undefined {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (parts === null || (parts[1] === '' && parts[2] === '')) return undefined;
  const [, from = '', to = ''] = parts;
  const range: readonly [number, number] =
    from === ''
      ? [Math.max(0, size - Number(to)), size - 1]
      : [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)];
  if (range[0] >= size || range[0] > range[1]) {
    throw new S3Failure(416, 'InvalidRange', 'The requested range is not satisfiable', {
      ActualObjectSize: String(size),
    });
  }
  return range;
}

/** Headers that an address or a call may set on the answer, by their query parameters. */
const CHOSEN = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** The answer with an object, or with the part of it that is asked for. */
export function objectAnswer(found: FoundObject, range: string | undefined, query: URLSearchParams): AwsResponse {
  const chosen = CHOSEN.flatMap((name): [string, string][] => {
    const value = query.get(`response-${name}`);
    return value === null ? [] : [[name, value]];
  });
  const headers = {
    'content-type': found.contentType,
    'accept-ranges': 'bytes',
    etag: found.etag,
    'last-modified': found.modified.toUTCString(),
    ...Object.fromEntries(chosen),
  };
  const bounds = rangeOf(range, found.body.length);
  if (bounds === undefined) return { status: 200, headers, body: found.body };
  const [from, to] = bounds;
  const place = { 'content-range': `bytes ${from}-${to}/${found.body.length}` };
  return { status: 206, headers: { ...headers, ...place }, body: found.body.subarray(from, to + 1) };
}
