import { Failure, unprocessable } from '../../domain/errors.ts';
import type { Answers } from '../../domain/form-fields.ts';
import { numberIn, seenAnswers, textIn } from '../../domain/prospect-answers.ts';
import type { Store } from '../../table/store.ts';
import type { UploadedFile } from '../../table/uploads.ts';
import type { DealRequest } from './deals.ts';
import { type Form, keepForm, readForm, requireAnswers } from './forms.ts';
import type { LeadRequest } from './leads.ts';
import { filesBesides, keepUploads, namedUploads, type UploadDeps } from './uploads.ts';

/** What the answers to a form say, as it is kept with the lead or deal. */
type Answered = Pick<LeadRequest, 'form' | 'answers' | 'files' | 'seen'>;

/** The form of a group that partners fill in. @throws Failure `forbidden` (`form_off`) when the merchant has it off. */
export const requireForm = async (
  store: Store,
  name: { readonly program: string; readonly group: string; readonly kind: 'lead' | 'deal' },
): Promise<Form> => {
  const form = await readForm(store, name);
  if (form.enabled) return form;
  throw new Failure('forbidden', `There is no form for ${name.kind}s.`, { reason: 'form_off' });
};

/** Throws where nothing would come of the answers: then no file is kept for them. */
export type CheckOfAnswers = (answers: Answers, fresh: readonly UploadedFile[]) => void;

/** What is known of the answers before their files are kept. */
interface Asking {
  /** The files of earlier answers, which may be named again. */
  readonly earlier?: Answered['files'];
  readonly check?: CheckOfAnswers;
}

/**
 * The answers to a form; the files that they name are kept.
 * @throws Failure `unprocessable` for answers that the form does not take.
 */
export const answered = async (
  deps: UploadDeps,
  form: Form,
  given: unknown,
  { earlier = [], check }: Asking = {},
): Promise<Answered & { answers: Answers }> => {
  const answers = requireAnswers(form.content, given);
  const files = await namedUploads(deps, form, form.content, answers, earlier);
  check?.(answers, filesBesides(files, earlier));
  const kept = await keepForm(deps.store, form);
  await keepUploads(deps, form.program, files);
  return {
    form: { group: kept.group, version: kept.version },
    answers: { ...answers },
    ...(files.length === 0 ? {} : { files: [...files] }),
    seen: seenAnswers(kept.content.fields, answers),
  };
};

/** What the answers to a lead form say about the prospect. */
export const leadOfAnswers = (answers: Answers): Partial<LeadRequest> => ({
  email: textIn(answers, 'email'),
  first_name: textIn(answers, 'first_name'),
  last_name: textIn(answers, 'last_name'),
  company: textIn(answers, 'company'),
  phone: textIn(answers, 'phone'),
  country: textIn(answers, 'country'),
});

/**
 * What the answers to a deal form say about the deal.
 * @throws Failure `unprocessable` (`currency_mismatch`).
 */
export const dealOfAnswers = (answers: Answers, currency: string): Partial<DealRequest> => {
  const named = textIn(answers, 'currency');
  if (named !== undefined && named.toUpperCase() !== currency) {
    throw unprocessable('currency_mismatch', `This program is kept in ${currency}.`, 'answers.currency');
  }
  return {
    name: textIn(answers, 'name'),
    account_name: textIn(answers, 'account_name'),
    contact_email: textIn(answers, 'contact_email'),
    contact_first_name: textIn(answers, 'contact_first_name'),
    contact_last_name: textIn(answers, 'contact_last_name'),
    country: textIn(answers, 'country'),
    amount: numberIn(answers, 'amount'),
    close_date: textIn(answers, 'close_date'),
  };
};
