import { OPEN_MS } from '../../domain/form-tokens.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { createUpload, getPublicForm } from '../shared/contracts/public-forms.ts';
import { fieldViews } from '../shared/form-views.ts';
import { requireFormVersion } from '../shared/forms.ts';
import { requirePublicForm, requireServing, TRAP_FIELD } from '../shared/public-forms.ts';
import { allowUploadTo } from '../shared/uploads.ts';
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
  const { form } = place;
  const content =
    version === form.version ? form.content : (await requireFormVersion(deps.store, form, version)).content;
  return allowUploadTo(deps, form, content, body);
};
