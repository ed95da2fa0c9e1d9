import * as z from 'zod/mini';
import type { FieldProblem } from './errors.ts';
import { defaultProblem } from './form-answers.ts';
import { FORM_LIMITS, FormField, fieldProblem } from './form-fields.ts';
import type { FieldReason } from './reasons.ts';

/** What a form is for. A group has one form of each kind. */
export const FORM_KINDS = ['application', 'lead', 'deal'] as const;
export type FormKind = (typeof FORM_KINDS)[number];

const ONE_LINE = /^[^\p{Cc}\u2028\u2029]*$/u;

/** What a form asks: a version of it never changes. */
export const FormContent = z.strictObject({
  title: z
    .string()
    .check(z.minLength(1), z.maxLength(FORM_LIMITS.title), z.regex(ONE_LINE, 'Must be one line of text.')),
  description: z.string().check(z.maxLength(FORM_LIMITS.description)),
  /** In the order in which they are shown. */
  fields: z.array(FormField).check(z.minLength(1), z.maxLength(FORM_LIMITS.fields)),
});
export type FormContent = z.infer<typeof FormContent>;

/** A field that every form of a kind has: its type and bounds are ours, its words are the merchant's. */
interface BuiltIn {
  readonly field: FormField;
  /** Without it a submission would be of no use: it stays required and visible. */
  readonly essential: boolean;
}

const asked = (field: Omit<FormField, 'hidden' | 'required'> & { readonly required?: boolean }): BuiltIn => ({
  field: { required: false, ...field, hidden: false },
  essential: false,
});
const essential = (field: Omit<FormField, 'hidden' | 'required'>): BuiltIn => ({
  field: { ...field, required: true, hidden: false },
  essential: true,
});

const name = (key: string, label: string, maximum: number, required = false): BuiltIn =>
  asked({ key, type: 'text', label, maximum, required });

/** The largest amount of a deal, in minor units: eight digits, as everywhere. */
const MAX_AMOUNT = 99_999_999;

const BUILT_IN = {
  application: [
    essential({ key: 'email', type: 'email', label: 'E-mail address' }),
    name('first_name', 'First name', 50, true),
    name('last_name', 'Last name', 50, true),
    name('company', 'Company', 100),
    asked({ key: 'country', type: 'country', label: 'Country' }),
  ],
  lead: [
    essential({ key: 'email', type: 'email', label: 'E-mail address' }),
    name('first_name', 'First name', 50, true),
    name('last_name', 'Last name', 50, true),
    name('company', 'Company', 100),
    asked({ key: 'phone', type: 'phone', label: 'Phone number' }),
  ],
  deal: [
    essential({ key: 'name', type: 'text', label: 'Name of the deal', maximum: 100 }),
    essential({ key: 'account_name', type: 'text', label: 'Company of the customer', maximum: 100 }),
    asked({ key: 'amount', type: 'number', label: 'Amount', minimum: 0, maximum: MAX_AMOUNT, decimals: 0 }),
    asked({ key: 'currency', type: 'text', label: 'Currency', minimum: 3, maximum: 3 }),
    name('contact_first_name', 'First name of the contact', 50),
    name('contact_last_name', 'Last name of the contact', 50),
    asked({ key: 'contact_email', type: 'email', label: 'E-mail address of the contact' }),
    asked({ key: 'close_date', type: 'date', label: 'Expected to close on' }),
  ],
} as const satisfies Record<FormKind, readonly BuiltIn[]>;

const TITLES = {
  application: 'Become a partner',
  lead: 'Tell us about a prospect',
  deal: 'Register a deal',
} as const satisfies Record<FormKind, string>;

const builtInsOf = (kind: FormKind): readonly BuiltIn[] => BUILT_IN[kind];

/** Whether the form of a kind always has this field. */
export const isBuiltIn = (kind: FormKind, key: string): boolean =>
  builtInsOf(kind).some(({ field }) => field.key === key);

/** The form that a group begins with, and returns to when it starts again. */
export const defaultForm = (kind: FormKind): FormContent => ({
  title: TITLES[kind],
  description: '',
  fields: builtInsOf(kind).map(({ field }) => ({ ...field })),
});

/** Whether visitors find the form of a kind before the merchant has decided: people can always apply. */
export const isOnAtFirst = (kind: FormKind): boolean => kind === 'application';

interface PartProblem {
  readonly attribute: string;
  readonly message: string;
  readonly reason: FieldReason;
  readonly value?: number;
}

const fixedPart = (attribute: keyof FormField, reason: FieldReason, message: string): PartProblem => ({
  ...{ attribute, reason, message },
});

const builtInProblem = ({ field: own, essential: isEssential }: BuiltIn, field: FormField): PartProblem | undefined => {
  const fixed = ['type', 'minimum', 'maximum', 'decimals'] as const;
  const changed = fixed.find((attribute) => field[attribute] !== own[attribute]);
  if (changed !== undefined) return fixedPart(changed, 'built_in', 'Cannot be changed: this field is built in.');
  if (!isEssential) return undefined;
  if (!field.required) return fixedPart('required', 'always_required', 'This field is always required.');
  return field.hidden ? fixedPart('hidden', 'always_shown', 'This field is always shown.') : undefined;
};

const missing = (kind: FormKind, fields: readonly FormField[]): readonly FieldProblem[] =>
  builtInsOf(kind)
    .filter(({ field }) => !fields.some((other) => other.key === field.key))
    .map(({ field }) => ({
      param: 'fields',
      message: `The built-in field ${field.key} cannot be removed.`,
      reason: 'built_in',
    }));

const problemsOfField = (kind: FormKind, fields: readonly FormField[], at: number): readonly FieldProblem[] => {
  const field = fields[at];
  if (field === undefined) return [];
  const place = `fields.${at}`;
  if (fields.findIndex((other) => other.key === field.key) !== at) {
    return [{ param: `${place}.key`, message: 'Another field has this key.', reason: 'same_key' }];
  }
  const builtIn = builtInsOf(kind).find((own) => own.field.key === field.key);
  const found: PartProblem | undefined =
    (builtIn === undefined ? undefined : builtInProblem(builtIn, field)) ?? fieldProblem(field);
  if (found !== undefined) {
    const { attribute, ...problem } = found;
    return [{ param: `${place}.${attribute}`, ...problem }];
  }
  const message = defaultProblem(field);
  return message === undefined ? [] : [{ param: `${place}.default_value`, message }];
};

/** Everything that is wrong with a form of a kind besides its schema, each with its path. */
export const formProblems = (kind: FormKind, form: FormContent): readonly FieldProblem[] => [
  ...missing(kind, form.fields),
  ...form.fields.flatMap((_field, at) => problemsOfField(kind, form.fields, at)),
];

/**
 * The fields with what is fixed for built-in ones filled in, so that a merchant need not repeat their bounds. What it
 * gives differently stays, and is a problem.
 */
export const withBuiltInBounds = (kind: FormKind, fields: readonly FormField[]): FormField[] =>
  fields.map((field) => {
    const own = builtInsOf(kind).find((builtIn) => builtIn.field.key === field.key)?.field;
    if (own === undefined || own.type !== field.type) return field;
    const { minimum, maximum, decimals } = own;
    const fixed = Object.entries({ minimum, maximum, decimals }).filter(([, value]) => value !== undefined);
    return { ...Object.fromEntries(fixed), ...field };
  });
