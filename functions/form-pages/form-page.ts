import { Failure } from '../../domain/errors.ts';
import { readAnswers } from '../../domain/form-answers.ts';
import { sentenceOf } from '../../domain/form-problems.ts';
import { momentProblem, type Serving } from '../../domain/form-tokens.ts';
import type { FormContent, FormKind } from '../../domain/forms.ts';
import type { OpenAnswer } from '../shared/api.ts';
import { requireFormVersion } from '../shared/forms.ts';
import { escapeHtml } from '../shared/html.ts';
import { type SentForm, TRAP_FIELD } from '../shared/public-forms.ts';
import type { Request } from '../shared/request.ts';
import { fileStep, uploadProblems } from './file-step.ts';
import { type FormState, formHtml, type Problems, TERMS } from './form-html.ts';
import { type PageSetting, pageDocument } from './page-document.ts';
import {
  countAddress,
  type PageDeps,
  type PageRequest,
  pageAddress,
  readPageRequest,
  seenFields,
} from './page-request.ts';
import { postedAnswers } from './posted-answers.ts';

/** 96 bits name a submission. */
const SUBMISSION_BYTES = 12;

/** Pages that one address may ask for, and send, in a minute. */
const READ_PER_MINUTE = 120;
const SENT_PER_MINUTE = 30;

const simplePage = (setting: PageSetting, status: number, words: { readonly title: string; readonly text: string }) =>
  pageDocument(setting, {
    ...{ status, title: words.title },
    main: `<h1>${escapeHtml(words.title)}</h1>\n<p>${escapeHtml(words.text)}</p>`,
  });

/** A page for whoever asks for what is not there, or too often. */
const failurePage = (setting: PageSetting, error: unknown): OpenAnswer => {
  if (!(error instanceof Failure)) throw error;
  switch (error.code) {
    case 'not_found':
      return simplePage(setting, 404, setting.texts.unavailable);
    case 'rate_limited':
    case 'busy': {
      const page = simplePage(setting, error.code === 'busy' ? 503 : 429, setting.texts.busy);
      return { ...page, headers: { ...page.headers, 'retry-after': String(error.details.retryAfterSeconds ?? 1) } };
    }
    default:
      throw error;
  }
};

const newToken = async (deps: PageDeps, { place }: PageRequest): Promise<string> => {
  const submission = deps.ids.secret(SUBMISSION_BYTES);
  const serving = { version: place.form.version, servedAt: deps.clock.real(), submission };
  return (await deps.tokens()).issue(place.form, serving);
};

const shown = (request: PageRequest, state: FormState): OpenAnswer =>
  pageDocument(request.setting, formHtml(request, state));

/** The form as it is now, with a token for one submission, and with what was written before if there was something. */
const freshForm = async (deps: PageDeps, request: PageRequest, notice?: string): Promise<OpenAnswer> => {
  const { content } = request.place.form;
  return shown(request, { token: await newToken(deps, request), content, problems: new Map(), notice });
};

/** What the query says that is sent with the answers. */
const withOrigin = (request: PageRequest, headers: Request['headers']): PageRequest => {
  const posted = new URLSearchParams();
  const [ref, click] = [request.query.get('ref'), request.query.get('fs_click')];
  if (ref !== null && request.kind === 'application') posted.set('recruiter', ref.slice(0, 255));
  if (click !== null && request.kind !== 'application') posted.set('click_id', click.slice(0, 500));
  // A frame without our script is known by the address that the browser tells of the page around it.
  const around = request.query.get('page') ?? (request.setting.framed ? headers['referer'] : undefined);
  const site = URL.parse(around ?? '');
  if (request.kind === 'application' && /^https?:$/.test(site?.protocol ?? '')) posted.set('page', site?.origin ?? '');
  return { ...request, posted };
};

/** What is wrong with what was written, in the language of the page. */
const problemsOf = (request: PageRequest, content: FormContent, given: Readonly<Record<string, unknown>>): Problems => {
  const { texts } = request.setting;
  const written = content.fields.filter(({ type }) => type !== 'file');
  const files = new Set(content.fields.filter(({ type }) => type === 'file').map(({ key }) => key));
  const answers = Object.fromEntries(Object.entries(given).filter(([key]) => !files.has(key)));
  const read = readAnswers({ fields: written }, answers);
  const problems = new Map(
    read.ok ? [] : read.problems.map(({ param, problem }) => [param, sentenceOf(problem, texts.problems)] as const),
  );
  const { terms } = request.place.group;
  const accepted = request.posted.get(TERMS);
  if (terms?.url !== undefined && accepted !== String(terms.version)) {
    problems.set(TERMS, accepted === null ? texts.termsMissing : texts.termsChanged);
  }
  return problems;
};

const sentForm = ({ posted, place }: PageRequest, answers: Readonly<Record<string, unknown>>): SentForm => {
  const { terms } = place.group;
  return {
    ...{ token: posted.get('token') ?? '', answers, [TRAP_FIELD]: posted.get(TRAP_FIELD) ?? undefined },
    ...(terms?.url === undefined ? {} : { terms_version: terms.version }),
  };
};

/** What a page sends, as the API takes it. */
export interface SentPage {
  readonly kind: FormKind;
  readonly slug: string;
  readonly form: SentForm;
  readonly recruiter: string | undefined;
  readonly click_id: string | undefined;
  /** The site that has embedded the form. */
  readonly page: string | undefined;
}

/** Takes a submission as the API does. @throws Failure */
export type Submit = (context: { readonly now: number }, sent: SentPage) => Promise<unknown>;

const contentOf = async (deps: PageDeps, { place }: PageRequest, { version }: Serving): Promise<FormContent> =>
  version === place.form.version
    ? place.form.content
    : (await requireFormVersion(deps.store, place.form, version)).content;

/** An address of the web; anything else is none. */
const webPage = (text: string | null): string | undefined => {
  const url = URL.parse(text ?? '');
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
};

/** Goes on from what was sent: to what is wrong, to the files, or to the end. */
const proceed = async (
  deps: PageDeps,
  submit: Submit,
  context: { readonly now: number },
  request: PageRequest,
  content: FormContent,
): Promise<OpenAnswer> => {
  const { posted, setting, query } = request;
  const token = posted.get('token') ?? '';
  const { written, files } = seenFields(content);
  const given = postedAnswers([...written, ...files], posted);
  const problems = problemsOf(request, content, given);
  if (problems.size > 0) return shown(request, { token, content, problems });
  if (files.length > 0 && posted.get('step') !== 'files') return fileStep(deps, request, content, new Map());
  const uploads = await uploadProblems(deps, request, files);
  if (uploads.problems.size > 0) return fileStep(deps, request, content, uploads.problems);
  const answers = Object.fromEntries(Object.entries(given).filter(([key]) => !uploads.missing.has(key)));
  await submit(context, {
    ...{ kind: request.kind, slug: request.slug, form: sentForm(request, answers) },
    ...{ recruiter: posted.get('recruiter') ?? undefined, click_id: posted.get('click_id') ?? undefined },
    page: webPage(posted.get('page')),
  });
  const page = simplePage(setting, 303, setting.texts.sent);
  return { ...page, headers: { ...page.headers, location: pageAddress('page', query, { sent: '1' }) } };
};

const answerPost = async (
  deps: PageDeps,
  submit: Submit,
  context: { readonly now: number },
  request: PageRequest,
): Promise<OpenAnswer> => {
  const { texts } = request.setting;
  const token = request.posted.get('token') ?? '';
  const serving = (await deps.tokens()).read(request.place.form, token);
  if (serving === undefined) return freshForm(deps, request, texts.loadedAgain);
  switch (momentProblem(serving.servedAt, deps.clock.real())) {
    case 'expired':
      return freshForm(deps, request, texts.loadedAgain);
    case 'too_fast': {
      const content = await contentOf(deps, request, serving);
      return shown(request, { token, content, problems: new Map(), notice: texts.tooFast });
    }
    case undefined:
      return proceed(deps, submit, context, request, await contentOf(deps, request, serving));
  }
};

const thanksPage = ({ kind, setting }: PageRequest): OpenAnswer => {
  const { sent, applied } = setting.texts;
  return simplePage(setting, 200, kind === 'application' ? { ...sent, text: `${sent.text} ${applied}` } : sent);
};

/** The live form as a page of its own, which needs no script: what a merchant looks at, and what a frame shows. */
export const formPage = async (
  deps: PageDeps,
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<OpenAnswer> => {
  const read = await readPageRequest(deps, request, params);
  if (read.place === undefined) return simplePage(read.setting, 404, read.setting.texts.unavailable);
  try {
    await countAddress(deps, 'getFormPage', request, READ_PER_MINUTE);
    if (read.query.get('sent') === '1') return thanksPage(read);
    return await freshForm(deps, withOrigin(read, request.headers));
  } catch (error) {
    return failurePage(read.setting, error);
  }
};

/** What the page of a form has sent. */
export const sentPage = async (
  deps: PageDeps,
  submit: Submit,
  context: { readonly now: number },
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<OpenAnswer> => {
  const read = await readPageRequest(deps, request, params);
  if (read.place === undefined) return simplePage(read.setting, 404, read.setting.texts.unavailable);
  try {
    await countAddress(deps, 'submitFormPage', request, SENT_PER_MINUTE);
    return await answerPost(deps, submit, context, read);
  } catch (error) {
    return failurePage(read.setting, error);
  }
};
