import { createHash, createHmac } from 'node:crypto';
import type { AwsCredentials } from './aws-http.ts';

/**
 * Signatures that a browser carries to S3 itself (Signature Version 4): the SDK's signers would more than double a
 * handler, and signing is a dozen lines.
 */
export interface Signer {
  readonly credentials: AwsCredentials;
  readonly region: string;
  /** The instant of the signature, in epoch milliseconds. */
  readonly now: number;
}

/** What a form must be for S3 to take its file. */
export interface UploadTerms {
  readonly bucket: string;
  readonly key: string;
  /** Undefined where the form asks for it in a field of its own. */
  readonly contentType: string | undefined;
  /** Where the browser goes on when S3 has the file, for forms that no script sends. */
  readonly redirect?: string;
  readonly leastBytes: number;
  readonly mostBytes: number;
  readonly seconds: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** `20130524T000000Z` */
const stampOf = (now: number): string => `${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

const scopeOf = ({ region, now }: Signer): string => `${stampOf(now).slice(0, 8)}/${region}/s3/aws4_request`;

/** The signature of a text: a policy as it is, or the digest of a request. */
export const signText = ({ credentials, region, now }: Signer, text: string): string => {
  const date = hmac(`AWS4${credentials.secretAccessKey}`, stampOf(now).slice(0, 8));
  const key = hmac(hmac(hmac(date, region), 's3'), 'aws4_request');
  return createHmac('sha256', key).update(text).digest('hex');
};

/** The fields of a form with which a browser uploads exactly one file (POST policy). The file comes after them. */
export const uploadFields = (signer: Signer, terms: UploadTerms): Readonly<Record<string, string>> => {
  const { credentials, now } = signer;
  const fields = {
    key: terms.key,
    ...(terms.contentType === undefined ? {} : { 'Content-Type': terms.contentType }),
    ...(terms.redirect === undefined ? {} : { success_action_redirect: terms.redirect }),
    'x-amz-algorithm': ALGORITHM,
    'x-amz-credential': `${credentials.accessKeyId}/${scopeOf(signer)}`,
    'x-amz-date': stampOf(now),
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  };
  const policy = Buffer.from(
    JSON.stringify({
      expiration: new Date(now + terms.seconds * 1000).toISOString(),
      conditions: [
        { bucket: terms.bucket },
        ['content-length-range', terms.leastBytes, terms.mostBytes],
        ...(terms.contentType === undefined ? [['starts-with', '$Content-Type', '']] : []),
        ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
      ],
    }),
  ).toString('base64');
  return { ...fields, policy, 'x-amz-signature': signText(signer, policy) };
};

/** Everything but letters, digits and `-._~` is escaped, and so are these that encodeURIComponent leaves. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** A key as the path of an address: its slashes stay. */
export const pathOf = (key: string): string => key.split('/').map(escaped).join('/');

/** An address that gives one object to whoever has it, until it expires. `base` ends before the first slash. */
export const signedAddress = (
  signer: Signer,
  base: string,
  path: string,
  seconds: number,
  query: Readonly<Record<string, string>> = {},
): string => {
  const { credentials, now } = signer;
  const asked: Readonly<Record<string, string>> = {
    'X-Amz-Algorithm': ALGORITHM,
    'X-Amz-Credential': `${credentials.accessKeyId}/${scopeOf(signer)}`,
    'X-Amz-Date': stampOf(now),
    'X-Amz-Expires': String(seconds),
    'X-Amz-SignedHeaders': 'host',
    ...(credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken }),
    ...query,
  };
  const line = Object.entries(asked)
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .sort()
    .join('&');
  const canonical = ['GET', path, line, `host:${new URL(base).host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const signature = signText(signer, [ALGORITHM, stampOf(now), scopeOf(signer), digest].join('\n'));
  return `${base}${path}?${line}&X-Amz-Signature=${signature}`;
};

const LONGEST_NAME = 120;

/** The header that makes a browser store a file under a name, whatever characters the name has. */
export const attachment = (fileName: string): string => {
  const clean = fileName
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}"\\/:*?<>|%]+/gu, '_')
    .replace(/^[.\s]+/, '')
    .trim()
    .slice(0, LONGEST_NAME)
    .toWellFormed();
  const name = clean === '' ? 'file' : clean;
  const plain = name.replaceAll(/[^\x20-\x7e]/g, '_');
  return plain === name
    ? `attachment; filename="${name}"`
    : `attachment; filename="${plain}"; filename*=UTF-8''${escaped(name)}`;
};
