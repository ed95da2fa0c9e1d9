import type { FormField } from '../../domain/form-fields.ts';
import { momentProblem } from '../../domain/form-tokens.ts';
import { getUpload } from '../../table/uploads.ts';
import type { OpenAnswer } from '../shared/api.ts';
import { pendingFile } from '../shared/files.ts';
import { requireFormVersion } from '../shared/forms.ts';
import { escapeHtml } from '../shared/html.ts';
import type { Request } from '../shared/request.ts';
import { mostBytesOf, typesOf } from '../shared/uploads.ts';
import { hidden } from './form-html.ts';
import { type Page, pageDocument } from './page-document.ts';
import { labelOf } from './page-fields.ts';
import { countAddress, type PageDeps, type PageRequest, pageAddress, readPageRequest } from './page-request.ts';

const READ_PER_MINUTE = 120;

/** A size as people read it: `10 MB`. */
const sizeIn = (language: string, bytes: number): string => {
  const [value, unit] = bytes >= 1_000_000 ? [bytes / 1_000_000, 'megabyte'] : [bytes / 1_000, 'kilobyte'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
};

/** The field and the upload that a frame is for; undefined when the page around it has been made up or is too old. */
const askedFor = async (deps: PageDeps, { place, query }: PageRequest) => {
  const { form, program } = place;
  const serving = (await deps.tokens()).read(form, query.get('token') ?? '');
  if (serving === undefined || momentProblem(serving.servedAt, deps.clock.real()) === 'expired') return undefined;
  const content =
    serving.version === form.version
      ? form.content
      : (await requireFormVersion(deps.store, form, serving.version)).content;
  const field = content.fields.find((one) => one.key === query.get('field') && one.type === 'file' && !one.hidden);
  const upload = query.get('upload') ?? '';
  const announced = field === undefined ? undefined : await getUpload(deps.store, program.key, upload);
  return field === undefined || announced?.field !== field.key ? undefined : { field, upload };
};

/** The address of the frame itself, for the way back from where the file went. */
const frameAddress = ({ query }: PageRequest, more: Readonly<Record<string, string>> = {}): string => {
  const asked = ['token', 'field', 'upload'].map((name): [string, string] => [name, query.get(name) ?? '']);
  return pageAddress('file', query, { ...Object.fromEntries(asked), ...more });
};

const donePage = (request: PageRequest): Page => {
  const { files } = request.setting.texts;
  const again = escapeHtml(frameAddress(request, { again: '1' }));
  return {
    ...{ status: 200, title: files.done, bare: true },
    main: `<p role="status">${escapeHtml(files.done)}</p>\n<p><a href="${again}">${escapeHtml(files.another)}</a></p>`,
  };
};

/** What kind a file is: S3 keeps what the form says. Where a field takes one kind only, nobody is asked. */
const typeHtml = ({ setting }: PageRequest, types: readonly string[]): string => {
  const { kind, kinds } = setting.texts.files;
  if (types.length === 1) return '';
  const all = types.map((type) => {
    const name = kinds[type] ?? type.replace(/^.*[/.]/, '').toUpperCase();
    return `<option value="${escapeHtml(type)}">${escapeHtml(name)}</option>`;
  });
  return `<div class="row"><label for="kind">${escapeHtml(kind)}</label><select class="text" id="kind" name="Content-Type">${all.join('')}</select></div>`;
};

const uploadPage = (deps: PageDeps, request: PageRequest, field: FormField, upload: string): Page => {
  const { place, slug, kind, setting } = request;
  const { files } = setting.texts;
  const [types, mostBytes] = [typesOf(field), mostBytesOf(field)];
  const redirect = `${deps.publicUrl}/v2/public/forms/${encodeURIComponent(slug)}/${kind}/${frameAddress(request)}`;
  const contentType = types.length === 1 ? types[0] : undefined;
  const key = pendingFile(place.program.key, upload);
  const { url, fields } = deps.files.pageUploadForm({ key, contentType, mostBytes, redirect }, deps.clock.real());
  const given = Object.entries(fields).map(([name, value]) => hidden(name, value));
  const choose = escapeHtml(files.choose(sizeIn(setting.language, mostBytes)));
  const accept = escapeHtml(types.join(','));
  return {
    ...{ status: 200, title: labelOf(request.fields, field), bare: true, origins: [new URL(url).origin] },
    main: [
      `<form method="post" action="${escapeHtml(url)}" enctype="multipart/form-data">${given.join('')}`,
      typeHtml(request, types),
      // S3 reads nothing that comes after the file.
      `<div class="row"><label for="file">${choose}</label><input class="text" type="file" id="file" name="file" accept="${accept}" required></div>`,
      `<button class="send">${escapeHtml(files.upload)}</button></form>`,
    ]
      .filter((part) => part !== '')
      .join('\n'),
  };
};

/** The frame of one file: where it is uploaded, or that it is. */
export const filePage = async (
  deps: PageDeps,
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<OpenAnswer> => {
  const read = await readPageRequest(deps, request, params);
  const { texts } = read.setting;
  const none = {
    status: 404,
    title: texts.unavailable.title,
    bare: true,
    main: `<p>${escapeHtml(texts.loadedAgain)}</p>`,
  };
  if (read.place === undefined) return pageDocument(read.setting, none);
  await countAddress(deps, 'getFormFilePage', request, READ_PER_MINUTE);
  const asked = await askedFor(deps, read);
  if (asked === undefined) return pageDocument(read.setting, none);
  const stored = await deps.files.head(pendingFile(read.place.program.key, asked.upload));
  const isDone = stored !== undefined && read.query.get('again') !== '1';
  return pageDocument(read.setting, isDone ? donePage(read) : uploadPage(deps, read, asked.field, asked.upload));
};
