import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { submissionKey, uploadKey } from './keys.ts';
import { absent, type Store, type Write } from './store.ts';

/** A file that somebody uploaded to a field of a form. */
export const UploadedFile = z.object({
  /** What the answer to the field is. */
  upload: z.string(),
  field: z.string(),
  name: z.string(),
  content_type: z.string(),
  size: z.int(),
});
export type UploadedFile = z.infer<typeof UploadedFile>;

/** An upload that was allowed: for which form, as it is named. */
const Upload = z.extend(UploadedFile, { form: z.string() });
type Upload = z.infer<typeof Upload>;

const REMEMBERED_SECONDS = 2 * 86_400;
const expiry = (now: number) => ({ [EXPIRES_ATTRIBUTE]: Math.floor(now / 1000) + REMEMBERED_SECONDS });

/** An upload that was allowed; `size` is what was announced. @param now in real time, as things expire. */
export const addUpload = (program: string, file: Upload, now: number): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...uploadKey(program, file.upload), ...file, ...expiry(now) },
  condition: absent('upload_exists'),
});

export const getUpload = async (store: Store, program: string, upload: string): Promise<Upload | undefined> => {
  const item = await store.get(uploadKey(program, upload));
  return item === undefined ? undefined : decode(Upload, item);
};

const Submission = z.object({ of: z.string() });

/** That a submission was accepted, and what came of it (`submission_accepted` when it was before). */
export const addSubmission = (
  program: string,
  submission: string,
  of: string,
  now: number,
): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...submissionKey(program, submission), of, ...expiry(now) },
  condition: absent('submission_accepted'),
});

/** What came of a submission; undefined when it was not accepted yet. */
export const findSubmission = async (
  store: Store,
  program: string,
  submission: string,
): Promise<string | undefined> => {
  const item = await store.get(submissionKey(program, submission));
  return item === undefined ? undefined : decode(Submission, item).of;
};
