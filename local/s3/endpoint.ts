import { decode } from '../api-event.ts';
import type { Buckets } from '../buckets.ts';
import type { AwsEndpoint, AwsRequest, AwsResponse, Stack } from '../contract.ts';
import { element, failureAnswer, S3Failure, xml } from './answers.ts';
import { authorise, objectAnswer, type Place, placeAt, readable } from './objects.ts';
import { openUploads, type Uploads } from './uploads.ts';

interface Parts {
  readonly stack: Stack;
  readonly buckets: Buckets;
  readonly uploads: Uploads;
}

type Operation = (parts: Parts, place: Place, request: AwsRequest) => Promise<AwsResponse>;

const typeOf = ({ headers }: AwsRequest): string => headers['content-type'] ?? 'application/octet-stream';

const put: Operation = async ({ stack, buckets }, place, request) => {
  const { caller, headers, body } = request;
  authorise(caller, 's3:PutObject', place);
  const source = headers['x-amz-copy-source'];
  if (source === undefined) {
    return { status: 200, headers: { etag: await buckets.put(place.id, place.key, body, typeOf(request)) }, body: '' };
  }
  const from = placeAt(stack, `/${decode(source).replace(/^\//, '')}`);
  const found = await readable(buckets, caller, from);
  const etag = await buckets.put(place.id, place.key, found.body, found.contentType);
  return xml(200, 'CopyObjectResult', [element('ETag', etag), element('LastModified', found.modified.toISOString())]);
};

const read: Operation = async ({ buckets }, place, { caller, headers, query }) =>
  objectAnswer(await readable(buckets, caller, place), headers['range'], query);

const remove: Operation = async ({ buckets }, place, { caller }) => {
  authorise(caller, 's3:DeleteObject', place);
  await buckets.remove(place.id, place.key);
  return { status: 204, body: '' };
};

const startParts: Operation = async ({ uploads }, place, request) => {
  authorise(request.caller, 's3:PutObject', place);
  const upload = await uploads.start(place.id, place.key, typeOf(request));
  return xml(200, 'InitiateMultipartUploadResult', [
    element('Bucket', place.bucket),
    element('Key', place.key),
    element('UploadId', upload),
  ]);
};

const putPart: Operation = async ({ uploads }, place, { caller, query, body }) => {
  authorise(caller, 's3:PutObject', place);
  const number = Number(query.get('partNumber'));
  const etag = await uploads.put(place.id, place.key, query.get('uploadId') ?? '', number, body);
  return { status: 200, headers: { etag }, body: '' };
};

const joinParts: Operation = async ({ uploads }, place, { caller, query, body }) => {
  authorise(caller, 's3:PutObject', place);
  const etag = await uploads.join(place.id, place.key, query.get('uploadId') ?? '', body.toString('utf8'));
  return xml(200, 'CompleteMultipartUploadResult', [
    element('Bucket', place.bucket),
    element('Key', place.key),
    element('ETag', etag),
  ]);
};

const abandonParts: Operation = async ({ uploads }, place, { caller, query }) => {
  authorise(caller, 's3:AbortMultipartUpload', place);
  await uploads.abandon(place.id, place.key, query.get('uploadId') ?? '');
  return { status: 204, body: '' };
};

/** What a request asks for: its method, and the parameters that name an operation, in their order. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  PUT: put,
  GET: read,
  HEAD: read,
  DELETE: remove,
  'POST uploads': startParts,
  'PUT partNumber uploadId': putPart,
  'POST uploadId': joinParts,
  'DELETE uploadId': abandonParts,
};

function operationOf({ method, query }: AwsRequest, place: Place): Operation {
  const names = [...query.keys()].filter((name) => name !== 'x-id' && !name.startsWith('response-')).sort();
  const wanted = [method, ...names].join(' ');
  const operation = place.key === '' ? undefined : OPERATIONS[wanted];
  if (operation !== undefined) return operation;
  const what = place.key === '' ? `${wanted} of a bucket` : wanted;
  throw new S3Failure(501, 'NotImplemented', `The local runtime does not serve ${what} of S3.`);
}

/** The part of S3's REST API that functions may use: objects by path, whole, in ranges, copied, and in parts. */
export function s3Endpoint(stack: Stack, buckets: Buckets): AwsEndpoint {
  const parts: Parts = { stack, buckets, uploads: openUploads(buckets) };
  return async (request) => {
    try {
      const place = placeAt(stack, request.path);
      return await operationOf(request, place)(parts, place, request);
    } catch (thrown) {
      if (thrown instanceof S3Failure) return failureAnswer(thrown);
      throw thrown;
    }
  };
}
