import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Failure } from './answers.ts';

/** The secret of an access key; undefined for a key that belongs to nobody. */
export type SecretOf = (accessKey: string) => string | undefined;

const ALGORITHM = 'AWS4-HMAC-SHA256';
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

interface Credential {
  readonly accessKey: string;
  readonly secret: string;
  readonly date: string;
  readonly region: string;
  readonly scope: string;
}

function credentialOf(value: string, secretOf: SecretOf): Credential {
  const [accessKey = '', date = '', region = '', service = '', end = '', ...more] = value.split('/');
  if (!/^\d{8}$/.test(date) || service !== 's3' || end !== 'aws4_request' || more.length > 0) {
    throw new S3Failure(400, 'AuthorizationQueryParametersError', 'Error parsing the X-Amz-Credential parameter.');
  }
  const secret = secretOf(accessKey);
  if (secret === undefined) {
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    throw new S3Failure(403, 'InvalidAccessKeyId', message, { AWSAccessKeyId: accessKey });
  }
  return { accessKey, secret, date, region, scope: `${date}/${region}/s3/aws4_request` };
}

function requireSignature({ secret, date, region }: Credential, text: string, given: string): void {
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), 's3'), 'aws4_request');
  const expected = hmac(key, text);
  const offered = Buffer.from(given, 'hex');
  if (offered.length === expected.length && timingSafeEqual(offered, expected)) return;
  const message = 'The request signature we calculated does not match the signature you provided.';
  throw new S3Failure(403, 'SignatureDoesNotMatch', message);
}

/** `20130524T000000Z` in epoch milliseconds; NaN for anything else. */
function instantOf(stamp: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp);
  if (parts === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Whose the signature of a form is. @throws S3Failure when it is not the one of its policy. */
export function signerOfForm(fields: ReadonlyMap<string, string>, secretOf: SecretOf): string {
  for (const name of ['policy', 'x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-signature']) {
    if (fields.has(name)) continue;
    const message = `Bucket POST must contain a field named '${name}'. If it is specified, please check the order of the fields.`;
    throw new S3Failure(400, 'InvalidArgument', message, { ArgumentName: name, ArgumentValue: '' });
  }
  const field = (name: string): string => fields.get(name) ?? '';
  const credential = credentialOf(field('x-amz-credential'), secretOf);
  if (field('x-amz-algorithm') !== ALGORITHM || !field('x-amz-date').startsWith(credential.date)) {
    throw new S3Failure(400, 'InvalidArgument', `X-Amz-Algorithm only supports "${ALGORITHM}"`);
  }
  requireSignature(credential, field('policy'), field('x-amz-signature'));
  return credential.accessKey;
}

const escaped = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .sort()
    .join('&');
}

const LONGEST_SECONDS = 604_800;

interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

/** Whose the signature of an address is. @throws S3Failure when it is not its signature, or no longer good. */
export function signerOfAddress(
  { method, path, query, headers }: SignedRequest,
  now: number,
  secretOf: SecretOf,
): string {
  const value = (name: string): string => query.get(name) ?? '';
  if (value('X-Amz-Algorithm') !== ALGORITHM) throw new S3Failure(403, 'AccessDenied', 'Access Denied');
  const credential = credentialOf(value('X-Amz-Credential'), secretOf);
  const start = instantOf(value('X-Amz-Date'));
  const seconds = Number(value('X-Amz-Expires'));
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_SECONDS || Number.isNaN(start)) {
    const message = 'X-Amz-Expires must be less than a week (in seconds) that are given, and X-Amz-Date an instant.';
    throw new S3Failure(400, 'AuthorizationQueryParametersError', message);
  }
  const names = value('X-Amz-SignedHeaders').split(';');
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim()}`);
  const parts = [method, path, canonicalQuery(query), ...lines, '', names.join(';'), 'UNSIGNED-PAYLOAD'];
  const digest = createHash('sha256').update(parts.join('\n')).digest('hex');
  requireSignature(
    credential,
    [ALGORITHM, value('X-Amz-Date'), credential.scope, digest].join('\n'),
    value('X-Amz-Signature'),
  );
  if (now > start + seconds * 1000) {
    const expires = new Date(start + seconds * 1000).toISOString();
    throw new S3Failure(403, 'AccessDenied', 'Request has expired', { Expires: expires });
  }
  return credential.accessKey;
}
