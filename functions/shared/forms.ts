import { validateAnswers } from '../../domain/form-answers.ts';
import type { Answers } from '../../domain/form-fields.ts';
import { defaultForm, type FormContent, type FormKind, isOnAtFirst } from '../../domain/forms.ts';
import { keyInstant } from '../../domain/ids.ts';
import type { Feature } from '../../domain/plans.ts';
import {
  addFormHead,
  addFormVersion,
  type FormHead,
  type FormName,
  type FormVersion,
  getFormHead,
  getFormVersion,
} from '../../table/forms.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';
import { invalidFields } from './problems.ts';

/** A group's form as it is now: what visitors see, and what its next answers are held against. */
export interface Form extends FormHead {
  readonly content: FormContent;
}

const FEATURES = { application: 'applications', lead: 'leads', deal: 'deals' } as const satisfies Record<
  FormKind,
  Feature
>;

/** What a plan must have for forms of a kind. */
export const featureOf = (kind: FormKind): Feature => FEATURES[kind];

/** A form that nobody has changed is the default one, as its first version; nothing is stored of it. */
const FIRST_VERSION = 1;
const NEVER_STORED = 0;

/** What a form is before anybody has changed it. It is as old as its group. */
export const untouchedForm = (name: FormName): Form => {
  const since = keyInstant(name.group) ?? 0;
  return {
    ...name,
    version: FIRST_VERSION,
    enabled: isOnAtFirst(name.kind),
    created_at: since,
    updated_at: since,
    rev: NEVER_STORED,
    content: defaultForm(name.kind),
  };
};

/** Whether nobody has changed or answered a form: nothing is stored of it. */
export const isUntouched = (form: Form): boolean => form.rev === NEVER_STORED;

/** A version that an item names; it was stored before anything could name it. */
export const requireFormVersion = async (store: Store, name: FormName, version: number): Promise<FormVersion> => {
  const found = await getFormVersion(store, name, version);
  if (found === undefined) throw new Error(`Version ${version} of the ${name.kind} form of ${name.group} is missing.`);
  return found;
};

/** The form of a kind that a group has. The group must be one of the program. */
export const readForm = async (store: Store, name: FormName): Promise<Form> => {
  const head = await getFormHead(store, name);
  if (head === undefined) return untouchedForm(name);
  return { ...head, content: (await requireFormVersion(store, name, head.version)).content };
};

/**
 * Stores a form that nobody has changed, before a submission names its version: what was answered is shown with the
 * form that it answered, also when the defaults of a later release differ.
 */
export const keepForm = async (store: Store, form: Form): Promise<Form> => {
  if (!isUntouched(form)) return form;
  const { content, ...head } = { ...form, rev: 1 };
  try {
    const first = { version: head.version, created_at: head.created_at, content };
    await store.transact([addFormHead(head), addFormVersion(form, first)]);
    return { ...head, content };
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return readForm(store, form);
  }
};

/**
 * The answers to a form as they are kept.
 * @param path what stands before the names of fields in the request.
 * @throws Failure `unprocessable` (`invalid_fields`) with an entry for each field at fault.
 */
export const requireAnswers = (form: FormContent, given: unknown, path = 'answers'): Answers => {
  const read = validateAnswers(form, given);
  if (read.ok) return read.answers;
  const named = (param: string): string => [path, param].filter((part) => part !== '').join('.');
  throw invalidFields(read.problems.map(({ param, message }) => ({ param: named(param), message })));
};
