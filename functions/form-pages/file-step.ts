import type { FormField } from '../../domain/form-fields.ts';
import type { FormContent } from '../../domain/forms.ts';
import { formName } from '../../table/forms.ts';
import { addUpload, getUpload } from '../../table/uploads.ts';
import type { OpenAnswer } from '../shared/api.ts';
import { pendingFile } from '../shared/files.ts';
import { escapeHtml } from '../shared/html.ts';
import { TRAP_FIELD } from '../shared/public-forms.ts';
import { typesOf } from '../shared/uploads.ts';
import { CARRIED, hidden, type Problems, summaryHtml, TERMS } from './form-html.ts';
import { pageDocument } from './page-document.ts';
import { fieldId, labelOf } from './page-fields.ts';
import { type PageDeps, type PageRequest, pageAddress, seenFields } from './page-request.ts';
import { answerName, uploadName } from './posted-answers.ts';

/** 128 bits: whoever knows the name of an upload has made it. */
const UPLOAD_BYTES = 16;
const UPLOAD = /^up_[\w-]{22}$/;

/** The upload that a field has been given already, or a new one. What it will be nobody says beforehand. */
const uploadFor = async (deps: PageDeps, { place, posted }: PageRequest, field: FormField): Promise<string> => {
  const program = place.program.key;
  const known = posted.get(uploadName(field.key)) ?? '';
  const announced = UPLOAD.test(known) ? await getUpload(deps.store, program, known) : undefined;
  if (announced?.field === field.key) return known;
  const upload = `up_${deps.ids.secret(UPLOAD_BYTES)}`;
  const [content_type = ''] = typesOf(field);
  const file = { upload, field: field.key, name: field.key, content_type, size: 0, form: formName(place.form) };
  await deps.store.write(addUpload(program, file, deps.clock.real()));
  return upload;
};

/** What is wrong with the uploads of a page, and which fields have none. */
export const uploadProblems = async (
  deps: PageDeps,
  { place, posted, setting }: PageRequest,
  files: readonly FormField[],
) => {
  const { texts } = setting;
  const problems = new Map<string, string>();
  const missing = new Set<string>();
  for (const field of files) {
    const upload = posted.get(uploadName(field.key)) ?? '';
    const key = pendingFile(place.program.key, upload);
    const stored = UPLOAD.test(upload) ? await deps.files.head(key) : undefined;
    if (stored === undefined) {
      missing.add(field.key);
      if (field.required) problems.set(field.key, texts.files.missing);
    } else if (!typesOf(field).includes(stored.contentType)) problems.set(field.key, texts.files.wrongType);
  }
  return { problems, missing };
};

/** Everything that was written, on its way to the page after this one. */
const carriedAnswers = ({ posted }: PageRequest, written: readonly FormField[]): string =>
  ['token', TRAP_FIELD, TERMS, ...CARRIED, ...written.map(({ key }) => answerName(key))]
    .flatMap((name) => posted.getAll(name).map((value) => hidden(name, value)))
    .join('');

const frameHtml = (request: PageRequest, field: FormField, upload: string, problem: string | undefined): string => {
  const { texts } = request.setting;
  const label = escapeHtml(labelOf(request.fields, field));
  const token = request.posted.get('token') ?? '';
  const source = escapeHtml(pageAddress('file', request.query, { token, field: field.key, upload }));
  const hint = escapeHtml(field.required ? texts.required : texts.files.optional);
  const help =
    field.help_text === undefined || field.help_text === '' ? '' : `<p class="help">${escapeHtml(field.help_text)}</p>`;
  const wrong = problem === undefined ? '' : `<p class="problem">${escapeHtml(problem)}</p>`;
  const title = `<h2>${label} <span class="hint">(${hint})</span></h2>`;
  return `<div class="row">${title}${help}${wrong}<iframe class="file" id="${fieldId(field.key)}" title="${label}" src="${source}"></iframe></div>`;
};

/**
 * The page on which files are added. Each has a frame of its own, so that the browser can send it to where it lies while
 * the answers stay on the page: nothing of them is stored before everything is sent.
 */
export const fileStep = async (
  deps: PageDeps,
  request: PageRequest,
  content: FormContent,
  problems: Problems,
): Promise<OpenAnswer> => {
  const { texts } = request.setting;
  const { written, files } = seenFields(content);
  const frames: string[] = [];
  const uploads: string[] = [];
  for (const field of files) {
    const upload = await uploadFor(deps, request, field);
    uploads.push(hidden(uploadName(field.key), upload));
    frames.push(frameHtml(request, field, upload, problems.get(field.key)));
  }
  const failed = problems.size > 0;
  return pageDocument(request.setting, {
    status: failed ? 422 : 200,
    title: failed ? `${texts.error}: ${texts.files.title}` : texts.files.title,
    origins: [new URL(deps.files.uploadUrl).origin],
    main: [
      ...[summaryHtml(request, content, problems), `<h1>${escapeHtml(texts.files.title)}</h1>`],
      ...[`<p class="intro">${escapeHtml(texts.files.text)}</p>`, ...frames],
      `<form method="post" novalidate>${carriedAnswers(request, written)}${uploads.join('')}${hidden('step', 'files')}`,
      `<button class="send">${escapeHtml(texts.send)}</button></form>`,
    ]
      .filter((part) => part !== '')
      .join('\n'),
  });
};
