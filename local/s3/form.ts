import type { IncomingMessage } from 'node:http';
import { S3Failure } from './answers.ts';

/** The fields of an upload form by their lower-case names, and the file that comes after them. */
export interface UploadedForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Buffer;
  readonly fileName: string;
}

/** S3 takes so many bytes of fields before the file. */
const MOST_FIELDS = 20_000;
/** What stands around the file: the heads of its part and the end of the form. */
const AROUND = 4_000;

const HEAD_END = Buffer.from('\r\n\r\n');

const malformed = (): S3Failure =>
  new S3Failure(400, 'MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');

/** The part that starts at a place behind its boundary; undefined while its head is not complete. */
function headAt(body: Buffer, start: number): { name: string; fileName: string; from: number } | undefined {
  const end = body.indexOf(HEAD_END, start);
  if (end < 0) return undefined;
  const head = body.subarray(start, end).toString('utf8');
  const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(head)?.[1] ?? '';
  const name = /[;\s]name="([^"]*)"/.exec(` ${disposition}`)?.[1];
  if (name === undefined) throw malformed();
  return { name, fileName: /filename="([^"]*)"/.exec(disposition)?.[1] ?? '', from: end + HEAD_END.length };
}

interface Begun {
  readonly fields: Map<string, string>;
  readonly fileName: string;
  /** Where the bytes of the file start. */
  readonly from: number;
}

/** Reads the fields up to the file; undefined while the file has not begun. */
function begin(body: Buffer, boundary: Buffer): Begun | undefined {
  const fields = new Map<string, string>();
  const between = Buffer.concat([Buffer.from('\r\n'), boundary]);
  let start = body.indexOf(boundary);
  while (start >= 0) {
    const part = headAt(body, start + boundary.length);
    if (part === undefined) return undefined;
    if (part.name.toLowerCase() === 'file') return { fields, fileName: part.fileName, from: part.from };
    const end = body.indexOf(between, part.from);
    if (end < 0) return undefined;
    fields.set(part.name.toLowerCase(), body.subarray(part.from, end).toString('utf8'));
    start = end + 2;
  }
  return undefined;
}

function boundaryOf(contentType: string): Buffer {
  const given = /^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const boundary = given?.[1] ?? given?.[2];
  if (boundary === undefined) throw malformed();
  return Buffer.from(`--${boundary}`);
}

const tooLarge = (most: number): S3Failure =>
  new S3Failure(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    MaxSizeAllowed: String(most),
  });

/**
 * Reads an upload form. `mostOf` is asked once the fields are there: whoever may not upload is refused before the file
 * is read, and a file is never read beyond what the policy allows.
 */
export async function readUploadForm(
  request: IncomingMessage,
  mostOf: (fields: ReadonlyMap<string, string>) => number,
): Promise<UploadedForm> {
  const boundary = boundaryOf(request.headers['content-type'] ?? '');
  const chunks: Buffer[] = [];
  let size = 0;
  let begun: Begun | undefined;
  let most = 0;
  // The connection must outlive a refusal, which has yet to be told.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw malformed();
    chunks.push(chunk);
    size += chunk.length;
    if (begun === undefined) {
      const body = Buffer.concat(chunks.splice(0));
      chunks.push(body);
      begun = begin(body, boundary);
      if (begun !== undefined) most = mostOf(begun.fields);
      else if (size > MOST_FIELDS)
        throw new S3Failure(
          400,
          'MaxPostPreDataLengthExceededError',
          'Your POST request fields preceding the upload file were too large.',
        );
    }
    if (begun !== undefined && size - begun.from > most + AROUND) throw tooLarge(most);
  }
  const body = Buffer.concat(chunks);
  const whole = begun ?? begin(body, boundary);
  if (whole === undefined)
    throw new S3Failure(400, 'InvalidArgument', 'POST requires exactly one file upload per request.', {
      ArgumentName: 'file',
      ArgumentValue: '0',
    });
  const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), boundary]), whole.from);
  if (end < 0) throw malformed();
  const file = body.subarray(whole.from, end);
  if (file.length > most) throw tooLarge(most);
  return { fields: whole.fields, file, fileName: whole.fileName };
}
