import { Failure, unprocessable } from '../../domain/errors.ts';
import { type Answers, extensionOf, FILE_TYPES, FORM_LIMITS, type FormField } from '../../domain/form-fields.ts';
import type { FormContent } from '../../domain/forms.ts';
import { type FormName, formName } from '../../table/forms.ts';
import type { Store } from '../../table/store.ts';
import { addUpload, getUpload, type UploadedFile } from '../../table/uploads.ts';
import { type Files, keptFile, pendingFile, type StoredFile } from './files.ts';
import type { Ids } from './ids.ts';
import { invalidFields } from './problems.ts';

/** What files of forms are looked up and kept with. */
export interface UploadDeps {
  readonly store: Store;
  readonly files: Files;
}

/** What uploads are allowed with. They expire in real time, as the storage counts. */
export interface UploadingDeps extends UploadDeps {
  readonly ids: Ids;
  readonly clock: { real(): number };
}

/** What somebody wants to upload to a field of a form. */
interface AskedUpload {
  readonly field: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** 128 bits: whoever knows the name of an upload has made it. */
const UPLOAD_BYTES = 16;

/** What a field for files takes. */
export const typesOf = (field: FormField): readonly string[] => field.file_types ?? FILE_TYPES;
export const mostBytesOf = (field: FormField): number => field.max_bytes ?? FORM_LIMITS.default_file_bytes;

/**
 * Allows one upload to a field of a form: of a type and at most a size that the field takes.
 * @throws Failure `unprocessable` naming what does not fit.
 */
export const allowUploadTo = async (
  { store, files, ids, clock }: UploadingDeps,
  form: FormName,
  content: FormContent,
  { field: key, name, type, size }: AskedUpload,
) => {
  const field = content.fields.find((one) => one.key === key && one.type === 'file');
  if (field === undefined) throw unprocessable('unknown_field', 'The form has no such field for files.', 'field');
  const types = typesOf(field);
  if (!types.includes(type)) throw unprocessable('file_type', `Must be one of ${types.join(', ')}.`, 'type');
  const mostBytes = mostBytesOf(field);
  if (size > mostBytes) throw unprocessable('file_size', `Must be at most ${mostBytes} bytes.`, 'size');
  const upload = `up_${ids.secret(UPLOAD_BYTES)}`;
  const file = { upload, field: field.key, name, content_type: type, size };
  const now = clock.real();
  await store.write(addUpload(form.program, { ...file, form: formName(form) }, now));
  const place = { key: pendingFile(form.program, upload), contentType: type, mostBytes };
  const { url, fields, expires_at } = files.uploadForm(place, now);
  return { upload, url, fields: { ...fields }, expires_at };
};

/** A file as it lies there: still waiting, or kept for an earlier sending of the same. */
const stored = async ({ files }: UploadDeps, program: string, upload: string) =>
  (await files.head(pendingFile(program, upload))) ?? (await files.head(keptFile(program, upload)));

/** An upload as it is. On a page without a script nobody says beforehand what it is and how large. */
const asStored = (announced: UploadedFile, { size, contentType }: StoredFile): UploadedFile => ({
  ...announced,
  ...(announced.size === 0 ? { name: `${announced.name}.${extensionOf(contentType)}` } : {}),
  ...{ size, content_type: contentType },
});

const uploadOf = async (deps: UploadDeps, form: FormName, field: FormField, upload: string) => {
  const announced = await getUpload(deps.store, form.program, upload);
  if (announced?.form !== formName(form) || announced.field !== field.key) return undefined;
  const found = await stored(deps, form.program, upload);
  if (found === undefined) return undefined;
  const { form: _form, ...file } = announced;
  return asStored(file, found);
};

const problemOf = (field: FormField, file: UploadedFile | undefined): string | undefined => {
  if (file === undefined) return 'There is no such upload.';
  if (!typesOf(field).includes(file.content_type)) return 'Is no file of a type that is taken.';
  return file.size > mostBytesOf(field) ? 'Is larger than what is taken.' : undefined;
};

/**
 * The uploads that answers name: announced for the fields of this form, there, and of a type and size that they take.
 * What earlier answers to the same named is there; that it was announced is forgotten after days.
 * @throws Failure `unprocessable`, with an entry for each field at fault.
 */
export const namedUploads = async (
  deps: UploadDeps,
  form: FormName,
  content: FormContent,
  answers: Answers,
  earlier: readonly UploadedFile[] = [],
): Promise<readonly UploadedFile[]> => {
  const named = content.fields.flatMap((field) => {
    const upload = field.type === 'file' ? answers[field.key] : undefined;
    return typeof upload === 'string' ? [{ field, upload }] : [];
  });
  const found = await Promise.all(
    named.map(
      async ({ field, upload }) =>
        earlier.find((file) => file.upload === upload && file.field === field.key) ??
        uploadOf(deps, form, field, upload),
    ),
  );
  const problems = named.flatMap(({ field }, index) => {
    const message = problemOf(field, found[index]);
    return message === undefined ? [] : [{ param: `answers.${field.key}`, message }];
  });
  if (problems.length > 0) throw invalidFields(problems);
  return found.filter((file) => file !== undefined);
};

/** The files that are not among those others. */
export const filesBesides = (
  files: readonly UploadedFile[],
  others: readonly UploadedFile[],
): readonly UploadedFile[] => files.filter(({ upload }) => !others.some((other) => other.upload === upload));

/** Moves the files of a submission to where they stay. May be repeated; what nobody names is gone after a day. */
export const keepUploads = async ({ files: storage }: UploadDeps, program: string, files: readonly UploadedFile[]) => {
  for (const { upload, field } of files) {
    const kept = keptFile(program, upload);
    if (await storage.copy(pendingFile(program, upload), kept)) continue;
    if ((await storage.head(kept)) !== undefined) continue;
    throw invalidFields([{ param: `answers.${field}`, message: 'There is no such upload.' }]);
  }
};

/**
 * Does what is to name files that are kept already. Where it is refused, those that nothing names by then are taken away
 * again: what nobody names nobody would ever erase. They wait on as uploads, so that the same may be sent again.
 */
export const namingKept = async <T>(
  { files: storage }: UploadDeps,
  program: string,
  files: readonly UploadedFile[],
  { name, named }: { readonly name: () => Promise<T>; readonly named: () => Promise<readonly UploadedFile[]> },
): Promise<T> => {
  try {
    return await name();
  } catch (error) {
    // Whoever is told to try again will; and what failed in another way may have been stored after all.
    if (!(error instanceof Failure) || error.code === 'busy') throw error;
    for (const { upload } of filesBesides(files, await named())) await storage.remove(keptFile(program, upload));
    throw error;
  }
};
