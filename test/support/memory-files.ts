import { FileRefusal, type Files, type PartedFile } from '../../functions/shared/files.ts';

const LEAST_PART = 5 * 1024 ** 2;

/** Files in memory, with S3's rules for uploads in parts. Addresses only name their key. */
export class MemoryFiles implements Files {
  readonly stored = new Map<string, { readonly body: Buffer; readonly contentType: string }>();
  readonly uploads = new Map<string, { readonly contentType: string; readonly parts: Map<number, Buffer> }>();
  readonly uploadUrl = 'https://files.example/';
  private count = 0;

  uploadForm(file: { readonly key: string; readonly contentType: string; readonly mostBytes: number }, now: number) {
    const fields = { key: file.key, 'Content-Type': file.contentType, most: String(file.mostBytes) };
    return { url: 'https://files.example/', fields, expires_at: now + 900_000 };
  }

  pageUploadForm(
    file: {
      readonly key: string;
      readonly contentType: string | undefined;
      readonly mostBytes: number;
      readonly redirect: string;
    },
    now: number,
  ) {
    const { contentType, redirect } = file;
    const fields = {
      ...{ key: file.key, most: String(file.mostBytes), success_action_redirect: redirect },
      ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    };
    return { url: 'https://files.example/', fields, expires_at: now + 900_000 };
  }

  /** Uploads as a browser does with the fields of a form; false for a file that is too large. */
  post(fields: Readonly<Record<string, string>>, file: string | Uint8Array): boolean {
    const body = typeof file === 'string' ? Buffer.from(file) : Buffer.from(file.slice());
    if (body.length > Number(fields['most'])) return false;
    this.stored.set(fields['key'] ?? '', { body, contentType: fields['Content-Type'] ?? '' });
    return true;
  }

  downloadAddress(key: string, fileName: string, now: number): string {
    return `https://files.example/${key}?name=${fileName}&at=${now}`;
  }

  async head(key: string) {
    const found = this.stored.get(key);
    return found && { size: found.body.length, contentType: found.contentType };
  }

  async read(key: string, range?: { readonly from: number; readonly to: number }): Promise<Buffer | undefined> {
    const body = this.stored.get(key)?.body;
    return range === undefined ? body : body?.subarray(range.from, range.to + 1);
  }

  async write(key: string, body: string | Buffer, contentType: string): Promise<void> {
    this.stored.set(key, { body: Buffer.from(body), contentType });
  }

  async copy(from: string, to: string): Promise<boolean> {
    const found = this.stored.get(from);
    if (found !== undefined) this.stored.set(to, found);
    return found !== undefined;
  }

  async remove(key: string): Promise<void> {
    this.stored.delete(key);
  }

  async startParts(key: string, contentType: string): Promise<PartedFile> {
    this.count += 1;
    const upload = `upload-${this.count}`;
    this.uploads.set(`${key} ${upload}`, { contentType, parts: new Map() });
    return { key, upload };
  }

  private upload({ key, upload }: PartedFile) {
    const found = this.uploads.get(`${key} ${upload}`);
    if (found === undefined) throw new FileRefusal('A part', 'NoSuchUpload');
    return found;
  }

  async writePart(file: PartedFile, number: number, body: Buffer) {
    this.upload(file).parts.set(number, body);
    return { number, tag: `${number}:${body.length}:${body.subarray(0, 8).toString('hex')}` };
  }

  async finishParts(file: PartedFile, parts: readonly { readonly number: number; readonly tag: string }[]) {
    const { contentType, parts: known } = this.upload(file);
    const bodies = parts.map(({ number, tag }, index) => {
      const body = known.get(number);
      const given = body && `${number}:${body.length}:${body.subarray(0, 8).toString('hex')}`;
      if (body === undefined || given !== tag) throw new FileRefusal('A part', 'InvalidPart');
      if (index < parts.length - 1 && body.length < LEAST_PART) throw new FileRefusal('A part', 'EntityTooSmall');
      return body;
    });
    this.uploads.delete(`${file.key} ${file.upload}`);
    this.stored.set(file.key, { body: Buffer.concat(bodies), contentType });
  }

  async abandonParts({ key, upload }: PartedFile): Promise<void> {
    this.uploads.delete(`${key} ${upload}`);
  }
}
