import { unprocessable } from '../../domain/errors.ts';
import { FILE_TYPES, FORM_LIMITS } from '../../domain/form-fields.ts';
import { OPEN_MS } from '../../domain/form-tokens.ts';
import { addUpload } from '../../table/uploads.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { createUpload, getPublicForm } from '../shared/contracts/public-forms.ts';
import { pendingFile } from '../shared/files.ts';
import { fieldViews } from '../shared/form-views.ts';
import { requireFormVersion } from '../shared/forms.ts';
import { requirePublicForm, requireServing, TRAP_FIELD } from '../shared/public-forms.ts';
import type { PublicDeps } from './deps.ts';

/** 96 bits name a submission. */
const SUBMISSION_BYTES = 12;

/** Shows a form, with a token for one submission. */
export const servePublicForm = async (
  deps: PublicDeps,
  { params }: InputOf<typeof getPublicForm>,
): Promise<DataOf<typeof getPublicForm>> => {
  const { form, group } = await requirePublicForm(deps.store, params.form, params.kind);
  const servedAt = deps.clock.real();
  const serving = { version: form.version, servedAt, submission: deps.ids.secret(SUBMISSION_BYTES) };
  const { title, description, fields } = form.content;
  const shown = fields.filter((field) => !field.hidden);
  return {
    type: form.kind,
    title,
    description,
    fields: fieldViews(form.kind, { title, description, fields: shown }),
    version: form.version,
    terms: group.terms?.url === undefined ? null : { url: group.terms.url, version: group.terms.version },
    token: (await deps.tokens()).issue(form, serving),
    expires_at: servedAt + OPEN_MS,
    trap: TRAP_FIELD,
  };
};

/** 128 bits: whoever knows the name of an upload has made it. */
const UPLOAD_BYTES = 16;

/**
 * Allows one upload to a field of a form: of a type and at most a size that the field takes.
 * @throws Failure `not_found`, `unprocessable` naming what does not fit.
 */
export const allowUpload = async (
  deps: PublicDeps,
  { params, body }: InputOf<typeof createUpload>,
): Promise<DataOf<typeof createUpload>> => {
  const place = await requirePublicForm(deps.store, params.form, params.kind);
  const { version } = await requireServing(deps, place, body.token);
  const { form, program } = place;
  const content =
    version === form.version ? form.content : (await requireFormVersion(deps.store, form, version)).content;
  const field = content.fields.find((one) => one.key === body.field && one.type === 'file');
  if (field === undefined) throw unprocessable('unknown_field', 'The form has no such field for files.', 'field');
  const types: readonly string[] = field.file_types ?? FILE_TYPES;
  if (!types.includes(body.type)) throw unprocessable('file_type', `Must be one of ${types.join(', ')}.`, 'type');
  const mostBytes = field.max_bytes ?? FORM_LIMITS.default_file_bytes;
  if (body.size > mostBytes) throw unprocessable('file_size', `Must be at most ${mostBytes} bytes.`, 'size');
  const upload = `up_${deps.ids.secret(UPLOAD_BYTES)}`;
  const { name, type: content_type, size } = body;
  await deps.store.write(
    addUpload(program.key, { upload, field: field.key, name, content_type, size }, deps.clock.real()),
  );
  // Files expire in real time, as the storage counts.
  const allowed = deps.files.uploadForm(
    { key: pendingFile(program.key, upload), contentType: content_type, mostBytes },
    deps.clock.real(),
  );
  return { upload, ...allowed, fields: { ...allowed.fields } };
};
