import { unprocessable } from '../../domain/errors.ts';
import { imageIn } from '../../domain/images.ts';
import type { ShownImage } from '../../table/creatives.ts';
import { keptFile, pendingFile, shownFile, type UploadForm } from '../shared/files.ts';
import type { ContentDeps } from './deps.ts';

/** 128 bits: whoever knows the name of an upload has made it. */
const UPLOAD_BYTES = 16;
/** The name becomes part of a file's key. */
const UPLOAD = /^up_[\w-]{22}$/;

/** A form for one file; nothing is stored of it until something names the upload. */
export const uploadFormFor = (
  deps: ContentDeps,
  program: string,
  { type, mostBytes }: { readonly type: string; readonly mostBytes: number },
): { upload: string } & Omit<UploadForm, 'fields'> & { fields: Record<string, string> } => {
  const upload = `up_${deps.ids.secret(UPLOAD_BYTES)}`;
  const file = { key: pendingFile(program, upload), contentType: type, mostBytes };
  const form = deps.files.uploadForm(file, deps.clock.real());
  return { upload, ...form, fields: { ...form.fields } };
};

const noUpload = (param: string) => unprocessable('unknown_upload', 'There is no such upload.', param);

const requireStored = async (deps: ContentDeps, program: string, upload: string, param: string) => {
  const stored = UPLOAD.test(upload) ? await deps.files.head(pendingFile(program, upload)) : undefined;
  if (stored === undefined) throw noUpload(param);
  return stored;
};

/**
 * Makes an uploaded picture one that anybody may see. What it is and how large is told by its own bytes.
 * @throws Failure `unprocessable` (`unknown_upload`, `too_large`, `not_an_image`).
 */
export const claimImage = async (
  deps: ContentDeps,
  program: string,
  { upload, param }: { readonly upload: string; readonly param: string },
  limits: { readonly bytes: number; readonly pixels: number },
): Promise<ShownImage> => {
  const { size, contentType } = await requireStored(deps, program, upload, param);
  if (size > limits.bytes) throw unprocessable('too_large', `Must be at most ${limits.bytes} bytes.`, param);
  const bytes = await deps.files.read(pendingFile(program, upload));
  const image = imageIn(bytes ?? Buffer.alloc(0));
  if (image === undefined || image.type !== contentType) {
    throw unprocessable('not_an_image', 'Is no picture of the type that was announced.', param);
  }
  if (Math.max(image.width, image.height) > limits.pixels) {
    throw unprocessable('too_large', `Must be at most ${limits.pixels} pixels wide and high.`, param);
  }
  if (!(await deps.files.copy(pendingFile(program, upload), shownFile(program, upload)))) throw noUpload(param);
  return { upload, content_type: image.type, size, width: image.width, height: image.height };
};

/** Keeps an uploaded file for partners. @throws Failure `unprocessable` (`unknown_upload`, `file_type`). */
export const claimFile = async (
  deps: ContentDeps,
  program: string,
  { upload, param }: { readonly upload: string; readonly param: string },
  types: readonly string[],
) => {
  const { size, contentType } = await requireStored(deps, program, upload, param);
  if (!types.includes(contentType)) throw unprocessable('file_type', 'Is no file of a type that is taken.', param);
  if (!(await deps.files.copy(pendingFile(program, upload), keptFile(program, upload)))) throw noUpload(param);
  return { upload, content_type: contentType, size };
};
