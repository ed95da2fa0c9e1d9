import type { IncomingMessage } from 'node:http';
import type { Buckets } from '../buckets.ts';
import type { AwsResponse, Caller, Stack } from '../contract.ts';
import { plainHeaders } from '../http-body.ts';
import { element, failureAnswer, S3Failure, xml } from './answers.ts';
import { corsHeaders } from './cors.ts';
import { readUploadForm } from './form.ts';
import { authorise, objectAnswer, type Place, placeAt, readable } from './objects.ts';
import { readPostPolicy } from './post-policy.ts';
import { type SecretOf, signerOfAddress, signerOfForm } from './signatures.ts';

interface BrowserParts {
  readonly stack: Stack;
  readonly buckets: Buckets;
  readonly secretOf: SecretOf;
  readonly callerOf: (accessKey: string) => Caller | undefined;
  /** Business time: what functions sign with. */
  readonly now: () => number;
}

function signerIn(parts: BrowserParts, accessKey: string): Caller {
  const caller = parts.callerOf(accessKey);
  if (caller === undefined) throw new S3Failure(403, 'InvalidAccessKeyId', 'The access key names no role.');
  return caller;
}

async function upload(parts: BrowserParts, bucket: Place, request: IncomingMessage): Promise<AwsResponse> {
  const form = await readUploadForm(request, (fields) => {
    signerOfForm(fields, parts.secretOf);
    const policy = readPostPolicy(fields.get('policy') ?? '');
    policy.check(fields, bucket.bucket, parts.now());
    return policy.most;
  });
  const { fields, file } = form;
  const field = (name: string): string => fields.get(name) ?? '';
  const { least } = readPostPolicy(field('policy'));
  if (file.length < least) {
    const details = { ProposedSize: String(file.length), MinSizeAllowed: String(least) };
    throw new S3Failure(
      400,
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
      details,
    );
  }
  const key = field('key').replaceAll(`\${filename}`, form.fileName);
  if (key === '') {
    const message = "Bucket POST must contain a field named 'key'.";
    throw new S3Failure(400, 'InvalidArgument', message, { ArgumentName: 'key', ArgumentValue: '' });
  }
  const place = { ...bucket, key };
  authorise(signerIn(parts, field('x-amz-credential').split('/')[0] ?? ''), 's3:PutObject', place);
  const etag = await parts.buckets.put(place.id, key, file, field('content-type') || 'binary/octet-stream');
  const onward = URL.parse(field('success_action_redirect'));
  if (onward !== null) {
    for (const [name, value] of Object.entries({ bucket: bucket.bucket, key, etag })) {
      onward.searchParams.append(name, value);
    }
    return { status: 303, headers: { etag, location: onward.href }, body: '' };
  }
  switch (field('success_action_status')) {
    case '200':
      return { status: 200, headers: { etag }, body: '' };
    case '201':
      return xml(201, 'PostResponse', [element('Bucket', bucket.bucket), element('Key', key), element('ETag', etag)]);
    default:
      return { status: 204, headers: { etag }, body: '' };
  }
}

async function answer(
  parts: BrowserParts,
  place: Place,
  request: IncomingMessage,
  address: { readonly path: string; readonly query: URLSearchParams },
): Promise<AwsResponse> {
  const { method = 'GET' } = request;
  if (method === 'POST' && place.key === '') return upload(parts, place, request);
  if ((method === 'GET' || method === 'HEAD') && address.query.has('X-Amz-Signature')) {
    const headers = plainHeaders(request);
    const signed = { method, ...address, headers };
    const caller = signerIn(parts, signerOfAddress(signed, parts.now(), parts.secretOf));
    return objectAnswer(await readable(parts.buckets, caller, place), headers['range'], address.query);
  }
  throw new S3Failure(403, 'AccessDenied', 'Access Denied');
}

/**
 * What browsers ask of S3: forms with a signed policy, signed addresses, and whether a page from elsewhere may. A
 * signature counts as the role that made it, so a role can sign for nothing that it may not do itself.
 */
export function browserEndpoint(parts: BrowserParts): (request: IncomingMessage) => Promise<AwsResponse> {
  return async (request) => {
    const url = request.url ?? '/';
    const question = url.indexOf('?');
    const path = question < 0 ? url : url.slice(0, question);
    const query = new URLSearchParams(question < 0 ? '' : url.slice(question + 1));
    const { origin } = request.headers;
    const headers = plainHeaders(request);
    try {
      const place = placeAt(parts.stack, path);
      const asked = (headers['access-control-request-headers'] ?? '').split(/\s*,\s*/).filter((name) => name !== '');
      const preflight = request.method === 'OPTIONS';
      const method = (preflight ? headers['access-control-request-method'] : request.method) ?? 'GET';
      const cors =
        origin === undefined
          ? undefined
          : corsHeaders(parts.stack, place.id, { origin, method, asked: preflight ? asked : [] });
      if (preflight) {
        if (cors === undefined)
          throw new S3Failure(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
        return { status: 200, headers: cors, body: '' };
      }
      const given = await answer(parts, place, request, { path, query }).catch((thrown: unknown) => {
        if (thrown instanceof S3Failure) return failureAnswer(thrown);
        throw thrown;
      });
      return { ...given, headers: { ...given.headers, ...cors } };
    } catch (thrown) {
      if (thrown instanceof S3Failure) return failureAnswer(thrown);
      throw thrown;
    }
  };
}
