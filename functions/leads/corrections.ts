import type { Deal } from '../../table/deals.ts';
import type { Lead } from '../../table/leads.ts';
import { type answered, dealOfAnswers, leadOfAnswers } from '../shared/prospect-forms.ts';
import type { Edits } from './edits.ts';

type Form = Awaited<ReturnType<typeof answered>>;

type Earlier = Pick<Lead, 'files'>;

/**
 * The answers themselves. A file that was replaced stays with what it was sent for, and goes when that is erased: `earlier`
 * is what the correction replaces in the end, with the files of a correction that came before it at the same moment.
 */
const formEdits = ({ form, answers, files = [], seen }: Form, { files: earlier = [] }: Earlier) => {
  const replaced = earlier.filter(({ upload }) => !files.some((file) => file.upload === upload));
  const all = [...files, ...replaced];
  return { form, answers, seen, files: all.length === 0 ? null : all };
};

/** A lead as new answers to its form have it: what is not answered any more is removed. */
export const leadEdits = (form: Form, earlier: Earlier): Edits<Lead> => {
  const told = leadOfAnswers(form.answers);
  return {
    ...formEdits(form, earlier),
    email: told.email ?? null,
    first_name: told.first_name ?? null,
    last_name: told.last_name ?? null,
    company: told.company ?? null,
    phone: told.phone ?? null,
    country: told.country ?? null,
  };
};

/** A deal as new answers to its form have it. @throws Failure `unprocessable` (`currency_mismatch`). */
export const dealEdits = (form: Form, earlier: Earlier, currency: string): Edits<Deal> => {
  const told = dealOfAnswers(form.answers, currency);
  return {
    ...formEdits(form, earlier),
    name: told.name ?? null,
    account_name: told.account_name ?? null,
    contact_email: told.contact_email ?? null,
    contact_first_name: told.contact_first_name ?? null,
    contact_last_name: told.contact_last_name ?? null,
    country: told.country ?? null,
    amount: told.amount ?? null,
    close_date: told.close_date ?? null,
  };
};
