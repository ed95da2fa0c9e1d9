import type { FormContent } from '../../domain/forms.ts';
import { escapeHtml } from '../shared/html.ts';
import { TRAP_FIELD } from '../shared/public-forms.ts';
import type { Page, PageSetting } from './page-document.ts';
import { fieldHtml, fieldId, labelOf, titleOf } from './page-fields.ts';
import { type PageRequest, seenFields } from './page-request.ts';
import { answerName } from './posted-answers.ts';

/** What is wrong, by the keys of fields; `terms` for what must be accepted. */
export type Problems = ReadonlyMap<string, string>;
export const TERMS = 'terms_version';

/** A hidden field of a page. */
export const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`;

/** Browsers let a page of another site take no focus; there the list is read out only. */
const focus = (framed: boolean): string => (framed ? '' : ' autofocus');

/** The list of what is wrong, each with a link to where it is; it is read out and has the focus. */
export const summaryHtml = ({ setting, fields }: PageRequest, content: FormContent, problems: Problems): string => {
  if (problems.size === 0) return '';
  const items = [...problems].map(([key, sentence]) => {
    const field = content.fields.find((one) => one.key === key);
    const words = field === undefined ? sentence : `${labelOf(fields, field)}: ${sentence}`;
    return `<li><a href="#${escapeHtml(fieldId(key))}">${escapeHtml(words)}</a></li>`;
  });
  const title = escapeHtml(setting.texts.check);
  return `<div class="summary" role="alert" tabindex="-1"${focus(setting.framed)}><h2>${title}</h2><ul>${items.join('')}</ul></div>`;
};

/** A sentence above a form that is shown again. */
export const noticeHtml = ({ framed }: PageSetting, notice: string | undefined): string =>
  notice === undefined
    ? ''
    : `<div class="summary" role="alert" tabindex="-1"${focus(framed)}><p>${escapeHtml(notice)}</p></div>`;

const termsHtml = ({ place, posted, setting }: PageRequest, problem: string | undefined): string => {
  const { terms } = place.group;
  if (terms?.url === undefined) return '';
  const { before, link, after } = setting.texts.acceptTerms;
  const id = fieldId(TERMS);
  const checked = posted.get(TERMS) === String(terms.version) ? ' checked' : '';
  const note = problem === undefined ? '' : `<p class="problem" id="${id}-problem">${escapeHtml(problem)}</p>`;
  const wrong = problem === undefined ? '' : ` aria-invalid="true" aria-describedby="${id}-problem"`;
  const anchor = `<a href="${escapeHtml(terms.url)}" target="_blank" rel="noopener noreferrer">${escapeHtml(link)}</a>`;
  const box = `<input type="checkbox" id="${id}" name="${TERMS}" value="${terms.version}" required${checked}${wrong}>`;
  return `<div class="row">${note}<label class="choice">${box} <span>${escapeHtml(before)}${anchor}${escapeHtml(after)}</span></label></div>`;
};

/** Nobody sees it, and whoever fills it in is no person. */
const trapHtml = ({ posted, setting }: PageRequest): string => {
  const value = escapeHtml(posted.get(TRAP_FIELD) ?? '');
  const field = `<input name="${TRAP_FIELD}" value="${value}" tabindex="-1" autocomplete="off">`;
  return `<div class="away" aria-hidden="true"><label>${escapeHtml(setting.texts.leaveEmpty)} ${field}</label></div>`;
};

/** What is carried from page to page besides the answers. */
export const CARRIED = ['recruiter', 'click_id', 'page'] as const;

export interface FormState {
  readonly token: string;
  readonly content: FormContent;
  readonly problems: Problems;
  readonly notice?: string | undefined;
}

/** The page with the form, empty or as it was sent. */
export const formHtml = (request: PageRequest, { token, content, problems, notice }: FormState): Page => {
  const { fields, posted, setting } = request;
  const { texts } = setting;
  const { written, files } = seenFields(content);
  const rows = written.map((field) =>
    fieldHtml(fields, field, { values: posted.getAll(answerName(field.key)), problem: problems.get(field.key) }),
  );
  const title = titleOf(fields, content.title);
  const failed = problems.size > 0 || notice !== undefined;
  const carried = CARRIED.flatMap((name) => {
    const value = posted.get(name);
    return value === null ? [] : [hidden(name, value)];
  });
  return {
    status: failed ? 422 : 200,
    title: failed ? `${texts.error}: ${title}` : title,
    main: [
      ...[noticeHtml(setting, notice), summaryHtml(request, content, problems), `<h1>${escapeHtml(title)}</h1>`],
      content.description === '' ? '' : `<p class="intro">${escapeHtml(content.description)}</p>`,
      `<form method="post" novalidate>${hidden('token', token)}${carried.join('')}`,
      ...[...rows, termsHtml(request, problems.get(TERMS)), trapHtml(request)],
      `<button class="send">${escapeHtml(files.length > 0 ? texts.next : texts.send)}</button></form>`,
    ]
      .filter((part) => part !== '')
      .join('\n'),
  };
};
