import { Failure } from '../../domain/errors.ts';
import { FORM_KINDS, type FormContent, type FormKind } from '../../domain/forms.ts';
import { chosenLanguage } from '../../domain/languages.ts';
import { getLook } from '../../table/looks.ts';
import { addressIdentity } from '../shared/address-identity.ts';
import type { Ids } from '../shared/ids.ts';
import { type PublicForm, type PublicFormDeps, requirePublicForm } from '../shared/public-forms.ts';
import type { Request } from '../shared/request.ts';
import { type PageSetting, themeOf } from './page-document.ts';
import type { FieldSetting } from './page-fields.ts';
import { textsIn } from './texts/texts.ts';

/** What the pages of public forms work with. */
export interface PageDeps extends PublicFormDeps {
  readonly ids: Ids;
  /** Where forms are reached, without a slash at the end. */
  readonly publicUrl: string;
}

/** A request for a page of a form, and how its answer is written. */
export interface PageRequest {
  readonly slug: string;
  readonly kind: FormKind;
  readonly query: URLSearchParams;
  /** What a page without a script has posted. */
  readonly posted: URLSearchParams;
  readonly place: PublicForm;
  readonly setting: PageSetting;
  readonly fields: FieldSetting;
}

/** How pages are written before it is known whose form it is. */
const blankSetting = (deps: PageDeps, request: Request, query: URLSearchParams): PageSetting => {
  const language = chosenLanguage(query.get('lang'), request.headers['accept-language']);
  const destination = request.headers['sec-fetch-dest'];
  return {
    ...{ language, texts: textsIn(language), theme: themeOf(query.get('theme')), publicUrl: deps.publicUrl },
    // Older browsers do not say; a page that is in no frame has nobody to tell its height to.
    framed: destination !== 'document',
    program: { name: '' },
    look: { program: '', created_at: 0, updated_at: 0, rev: 0 },
  };
};

const FORM_TYPE = /^application\/x-www-form-urlencoded\b/i;

/** Reads a request for a page. `setting` is there also when there is no such form. */
export const readPageRequest = async (
  deps: PageDeps,
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<PageRequest | { readonly place: undefined; readonly setting: PageSetting }> => {
  const query = new URLSearchParams(request.rawQuery);
  const blank = blankSetting(deps, request, query);
  const { form: slug = '' } = params;
  const kind = FORM_KINDS.find((known) => known === params['kind']);
  const place = kind === undefined ? undefined : await findForm(deps, slug, kind);
  if (kind === undefined || place === undefined) return { place: undefined, setting: blank };
  const { program } = place;
  const setting = { ...blank, program, look: await getLook(deps.store, program.key) };
  const posted = new URLSearchParams(FORM_TYPE.test(request.headers['content-type'] ?? '') ? request.body : '');
  const fields = { kind, language: setting.language, texts: setting.texts };
  return { slug, kind, query, posted, place, setting, fields };
};

const findForm = async (deps: PageDeps, slug: string, kind: FormKind): Promise<PublicForm | undefined> => {
  try {
    return await requirePublicForm(deps.store, slug, kind);
  } catch (error) {
    if (error instanceof Failure && error.code === 'not_found') return undefined;
    throw error;
  }
};

/** Counts a request by its address. @throws Failure `rate_limited`. */
export const countAddress = async (
  deps: PageDeps,
  operation: string,
  { sourceIp }: Request,
  requestsPerMinute: number,
): Promise<void> => {
  await deps.limiter({ identity: addressIdentity(operation, sourceIp), requestsPerMinute });
};

/** The fields that people see, those for files apart: they are filled in on a page of their own. */
export const seenFields = ({ fields }: FormContent) => {
  const seen = fields.filter((field) => !field.hidden);
  return {
    written: seen.filter(({ type }) => type !== 'file'),
    files: seen.filter(({ type }) => type === 'file'),
  };
};

/** The address of another page of the form, in the same language and theme. */
export const pageAddress = (page: string, query: URLSearchParams, more: Readonly<Record<string, string>>): string => {
  const kept = ['lang', 'theme'].flatMap((name): [string, string][] => {
    const value = query.get(name);
    return value === null ? [] : [[name, value]];
  });
  return `${page}?${new URLSearchParams([...kept, ...Object.entries(more)])}`;
};
