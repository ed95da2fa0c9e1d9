import aws4 from 'aws4';
import { type Answer, type AwsCredentials, awsCredentials, givenEndpoint, sendPatiently } from './aws-http.ts';
import { env } from './env.ts';
import { attachment, pathOf, signedAddress, type UploadTerms, uploadFields } from './presign.ts';

/** What a browser needs to upload one file: it posts the fields as a form, and the file as the last field `file`. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Until when the form is good, in epoch milliseconds. */
  readonly expires_at: number;
}

export interface StoredFile {
  readonly size: number;
  readonly contentType: string;
}

/** A file that is uploaded in parts. Each part but the last has at least five mebibytes. */
export interface PartedFile {
  readonly key: string;
  readonly upload: string;
}

export interface FilePart {
  readonly number: number;
  readonly tag: string;
}

/**
 * The files of the product, in one private bucket (docs/data-model.md, "Files"). Names and types of files come from
 * people: whoever accepts an upload decides which types and sizes it takes.
 */
export interface Files {
  /** Where forms with files are sent to. */
  readonly uploadUrl: string;
  /** A form for exactly one file of this type and at most this size, good for fifteen minutes. */
  uploadForm(
    file: { readonly key: string; readonly contentType: string; readonly mostBytes: number },
    now: number,
  ): UploadForm;
  /**
   * The same for a page without a script, which goes on at `redirect`. Without a type the form has a field
   * `Content-Type` of its own: whoever accepts the file looks at its type then.
   */
  pageUploadForm(
    file: {
      readonly key: string;
      readonly contentType: string | undefined;
      readonly mostBytes: number;
      readonly redirect: string;
    },
    now: number,
  ): UploadForm;
  /** An address that downloads a file under this name, good for five minutes. */
  downloadAddress(key: string, fileName: string, now: number): string;
  head(key: string): Promise<StoredFile | undefined>;
  /** A whole file, or its bytes from one place to another, both included; undefined when there is none. */
  read(key: string, range?: { readonly from: number; readonly to: number }): Promise<Buffer | undefined>;
  write(key: string, body: string | Buffer, contentType: string): Promise<void>;
  /** Copies a file with its type; false when there is none. */
  copy(from: string, to: string): Promise<boolean>;
  /** Removes a file; nothing happens when there is none. */
  remove(key: string): Promise<void>;
  startParts(key: string, contentType: string): Promise<PartedFile>;
  /** Stores a part; numbers may have gaps, and the same number again replaces the part. At most 10,000. */
  writePart(file: PartedFile, number: number, body: Buffer): Promise<FilePart>;
  /** Joins the parts in the order of their numbers. */
  finishParts(file: PartedFile, parts: readonly FilePart[]): Promise<void>;
  abandonParts(file: PartedFile): Promise<void>;
}

/** Where an upload waits until the object that names it is stored; after a day it is gone. */
export const pendingFile = (program: string, upload: string): string => `pending/${program}/${upload}`;
/** Where a file stays that a stored object names. */
export const keptFile = (program: string, upload: string): string => `kept/${program}/${upload}`;
/** What anybody may see, such as banners and logos. */
export const shownFile = (program: string, upload: string): string => `shown/${program}/${upload}`;
/** What a job reads and makes; it is gone after thirty days. */
export const jobFile = (program: string, job: string, name: string): string => `jobs/${program}/${job}/${name}`;

const UPLOAD_SECONDS = 15 * 60;
const DOWNLOAD_SECONDS = 5 * 60;

/** S3 said no, in its own words. */
export class FileRefusal extends Error {
  readonly code: string;
  constructor(action: string, code: string) {
    super(`${action} was answered with ${code}.`);
    this.name = 'FileRefusal';
    this.code = code;
  }
}

const textIn = (answer: Answer, element: string): string | undefined =>
  new RegExp(`<${element}>([^<]*)</${element}>`).exec(answer.body.toString('utf8'))?.[1];

const isPassing = ({ status }: Answer): boolean => status >= 500 || status === 429;

interface Call {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly key: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

type Ask = (call: Call) => Promise<Answer>;

/** Where the bucket is: its own host on AWS, a path of the given endpoint elsewhere. */
const placeOf = (bucket: string, region: string) => {
  const given = givenEndpoint('AWS_ENDPOINT_URL_S3');
  return given === undefined
    ? { base: `https://${bucket}.s3.${region}.amazonaws.com`, prefix: '' }
    : { base: given.replace(/\/$/, ''), prefix: `/${bucket}` };
};

const openCalls = (base: string, prefix: string, region: string, credentials: AwsCredentials): Ask => {
  const url = new URL(base);
  return async ({ method, key, query = '', headers = {}, body = '' }) => {
    const path = `${prefix}/${pathOf(key)}${query}`;
    const signed = () => {
      const request = { service: 's3', region, method, host: url.host, path, headers: { ...headers }, body };
      return { url, method, path, headers: aws4.sign(request, credentials).headers ?? {}, body };
    };
    const answer = await sendPatiently(signed, isPassing);
    if (answer.status < 300 || answer.status === 404) return answer;
    throw new FileRefusal(`${method} ${key}`, textIn(answer, 'Code') ?? String(answer.status));
  };
};

const found = (answer: Answer, call: string): Answer => {
  if (answer.status === 404) throw new FileRefusal(call, textIn(answer, 'Code') ?? 'NotFound');
  return answer;
};

/** Uploads in parts: S3 may answer 200 and say in the body that it failed. */
const partedCalls = (ask: Ask): Pick<Files, 'startParts' | 'writePart' | 'finishParts' | 'abandonParts'> => ({
  startParts: async (key, contentType) => {
    const answer = await ask({ method: 'POST', key, query: '?uploads=', headers: { 'Content-Type': contentType } });
    const upload = textIn(found(answer, 'Starting an upload'), 'UploadId');
    if (upload === undefined) throw new FileRefusal('Starting an upload', 'no upload');
    return { key, upload };
  },
  writePart: async ({ key, upload }, number, body) => {
    const query = `?partNumber=${number}&uploadId=${encodeURIComponent(upload)}`;
    const tag = found(await ask({ method: 'PUT', key, query, body }), 'Storing a part').headers.etag;
    if (tag === undefined) throw new FileRefusal('Storing a part', 'no tag');
    return { number, tag };
  },
  finishParts: async ({ key, upload }, parts) => {
    const named = parts.map(({ number, tag }) => `<Part><PartNumber>${number}</PartNumber><ETag>${tag}</ETag></Part>`);
    const body = `<CompleteMultipartUpload>${named.join('')}</CompleteMultipartUpload>`;
    const query = `?uploadId=${encodeURIComponent(upload)}`;
    const answer = found(await ask({ method: 'POST', key, query, body }), 'Joining the parts');
    const refusal = textIn(answer, 'Code');
    if (refusal !== undefined) throw new FileRefusal('Joining the parts', refusal);
  },
  abandonParts: async ({ key, upload }) => {
    await ask({ method: 'DELETE', key, query: `?uploadId=${encodeURIComponent(upload)}` });
  },
});

/** Opens the files of a bucket with the credentials of the environment. */
export const openFiles = (bucket: string): Files => {
  const region = env('AWS_REGION');
  const { base, prefix } = placeOf(bucket, region);
  const credentials = awsCredentials();
  const ask = openCalls(base, prefix, region, credentials);
  const uploadUrl = `${base}${prefix === '' ? '/' : prefix}`;
  const signer = (now: number) => ({ credentials, region, now });
  const form = (
    file: Pick<UploadTerms, 'key' | 'contentType' | 'mostBytes' | 'redirect'>,
    now: number,
  ): UploadForm => ({
    url: uploadUrl,
    fields: uploadFields(signer(now), { bucket, leastBytes: 1, seconds: UPLOAD_SECONDS, ...file }),
    expires_at: now + UPLOAD_SECONDS * 1000,
  });
  return {
    uploadUrl,
    uploadForm: form,
    pageUploadForm: form,
    downloadAddress: (key, fileName, now) =>
      signedAddress(signer(now), base, `${prefix}/${pathOf(key)}`, DOWNLOAD_SECONDS, {
        'response-content-disposition': attachment(fileName),
      }),
    head: async (key) => {
      const { status, headers } = await ask({ method: 'HEAD', key });
      if (status === 404) return undefined;
      return { size: Number(headers['content-length'] ?? 0), contentType: headers['content-type'] ?? '' };
    },
    read: async (key, range) => {
      const headers: Readonly<Record<string, string>> =
        range === undefined ? {} : { Range: `bytes=${range.from}-${range.to}` };
      const { status, body } = await ask({ method: 'GET', key, headers });
      return status === 404 ? undefined : body;
    },
    write: async (key, body, contentType) => {
      found(await ask({ method: 'PUT', key, headers: { 'Content-Type': contentType }, body }), 'Storing a file');
    },
    copy: async (from, to) => {
      const headers = { 'x-amz-copy-source': `/${bucket}/${pathOf(from)}` };
      const answer = await ask({ method: 'PUT', key: to, headers });
      const refusal = textIn(answer, 'Code');
      if (answer.status === 404) return false;
      if (refusal !== undefined) throw new FileRefusal(`Copying ${from}`, refusal);
      return true;
    },
    remove: async (key) => {
      await ask({ method: 'DELETE', key });
    },
    ...partedCalls(ask),
  };
};
