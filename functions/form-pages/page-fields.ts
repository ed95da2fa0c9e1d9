import { COUNTRIES } from '../../domain/countries.ts';
import type { FormField } from '../../domain/form-fields.ts';
import { defaultForm, type FormKind, isBuiltIn } from '../../domain/forms.ts';
import type { Language } from '../../domain/languages.ts';
import { escapeHtml } from '../shared/html.ts';
import { answerName } from './posted-answers.ts';
import type { FormTexts } from './texts/form-texts.ts';

/** What stands in a field, and what is wrong with it. */
export interface FieldState {
  readonly values: readonly string[];
  readonly problem: string | undefined;
}

/** What fields are written with. */
export interface FieldSetting {
  readonly kind: FormKind;
  readonly language: Language;
  readonly texts: FormTexts;
}

/** The element that a field is found by, also from the list of what is wrong. */
export const fieldId = (key: string): string => `f-${key}`;

/** What a field is called. Built-in ones that still have the words with which they began are called so in any language. */
export const labelOf = ({ kind, texts }: FieldSetting, { key, label }: FormField): string => {
  const began = isBuiltIn(kind, key) && defaultForm(kind).fields.some((own) => own.key === key && own.label === label);
  return began ? (texts.defaults.labels[label] ?? label) : label;
};

/** What a form is called; the same holds for its title. */
export const titleOf = ({ kind, texts }: FieldSetting, title: string): string =>
  title === defaultForm(kind).title ? texts.defaults.titles[kind] : title;

/** What browsers fill in by themselves. A deal is about somebody else than whoever writes it down. */
const COMPLETED: Readonly<Record<string, string>> = {
  email: 'email',
  first_name: 'given-name',
  last_name: 'family-name',
  company: 'organization',
  country: 'country',
  phone: 'tel',
};

const completion = (kind: FormKind, { key, type }: FormField): string => {
  if (kind === 'deal') return 'off';
  if (isBuiltIn(kind, key)) return COMPLETED[key] ?? 'on';
  return type === 'url' ? 'url' : 'on';
};

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

const attributes = (all: Attributes): string =>
  Object.entries(all)
    .flatMap(([name, value]) => {
      if (value === undefined || value === false) return [];
      return value === true ? [` ${name}`] : [` ${name}="${escapeHtml(String(value))}"`];
    })
    .join('');

const INPUT_TYPES = { email: 'email', number: 'number', phone: 'tel', url: 'url', date: 'date' } as const;
const isInputType = (type: FormField['type']): type is keyof typeof INPUT_TYPES => type in INPUT_TYPES;

const bounds = ({ type, minimum, maximum, decimals }: FormField): Attributes => {
  if (type === 'date') return { min: minimum, max: maximum };
  if (type === 'number') return { min: minimum, max: maximum, step: decimals === 0 ? 1 : 'any', inputmode: 'decimal' };
  return type === 'text' || type === 'long_text' ? { maxlength: maximum } : {};
};

/** Codes and names of countries, in the order of the alphabet of the language. */
const countriesIn = (language: Language): readonly (readonly [string, string])[] => {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const collator = new Intl.Collator(language);
  return COUNTRIES.map((code) => [code, names.of(code) ?? code] as const).toSorted(([, a], [, b]) =>
    collator.compare(a, b),
  );
};

const options = (all: readonly (readonly [string, string])[], chosen: string, texts: FormTexts): string =>
  [['', texts.choose] as const, ...all]
    .map(([value, label]) => {
      const own = attributes({ value, selected: value === chosen && value !== '' });
      return `<option${own}>${escapeHtml(label)}</option>`;
    })
    .join('');

const control = (setting: FieldSetting, field: FormField, { values }: FieldState, own: Attributes): string => {
  const { language, texts, kind } = setting;
  const [value = ''] = values;
  const shared = { class: 'text', ...own, autocomplete: completion(kind, field) };
  switch (field.type) {
    case 'long_text':
      return `<textarea${attributes({ ...shared, rows: 5, ...bounds(field) })}>\n${escapeHtml(value)}</textarea>`;
    case 'select': {
      const all = (field.options ?? []).map((option) => [option.value, option.label] as const);
      return `<select${attributes(shared)}>${options(all, value, texts)}</select>`;
    }
    case 'country':
      return `<select${attributes(shared)}>${options(countriesIn(language), value, texts)}</select>`;
    default: {
      const type = isInputType(field.type) ? INPUT_TYPES[field.type] : 'text';
      const placeholder = field.placeholder_text === '' ? undefined : field.placeholder_text;
      return `<input${attributes({ ...shared, type, value, placeholder, ...bounds(field) })}>`;
    }
  }
};

const required = ({ texts }: FieldSetting, field: FormField): string =>
  field.required ? ` <span class="hint">(${escapeHtml(texts.required)})</span>` : '';

/** Help and problem, and how the element names them. */
const notes = (field: FormField, { problem }: FieldState) => {
  const id = fieldId(field.key);
  const parts = [
    ['help', field.help_text === '' ? undefined : field.help_text],
    ['problem', problem],
  ] as const;
  const shown = parts.flatMap(([name, text]) => (text === undefined ? [] : [{ id: `${id}-${name}`, name, text }]));
  return {
    html: shown.map(({ id: own, name, text }) => `<p class="${name}" id="${own}">${escapeHtml(text)}</p>`).join(''),
    described: shown.length === 0 ? undefined : shown.map(({ id: own }) => own).join(' '),
  };
};

const choice = (label: string, own: Attributes): string =>
  `<label class="choice"><input${attributes(own)}> <span>${label}</span></label>`;

/** One field of a form, with its label, help and what is wrong with it. */
export const fieldHtml = (setting: FieldSetting, field: FormField, state: FieldState): string => {
  const { html, described } = notes(field, state);
  const [id, name] = [fieldId(field.key), answerName(field.key)];
  const label = `${escapeHtml(labelOf(setting, field))}${required(setting, field)}`;
  const row = state.problem === undefined ? 'row' : 'row wrong';
  const own = { id, name, required: field.required, 'aria-describedby': described };
  const wrong = { 'aria-invalid': state.problem === undefined ? undefined : 'true' };
  if (field.type === 'checkbox') {
    const checked = state.values.length > 0;
    return `<div class="${row}">${html}${choice(label, { type: 'checkbox', ...own, ...wrong, value: 'true', checked })}</div>`;
  }
  if (field.type === 'multi_select') {
    const boxes = (field.options ?? []).map(({ value, label: words }, index) =>
      choice(escapeHtml(words), {
        ...{ type: 'checkbox', id: index === 0 ? id : undefined, name, value },
        checked: state.values.includes(value),
      }),
    );
    const group = attributes({ class: row, 'aria-describedby': described });
    return `<fieldset${group}><legend>${label}</legend>${html}${boxes.join('')}</fieldset>`;
  }
  const element = control(setting, field, state, { ...own, ...wrong });
  return `<div class="${row}"><label for="${id}">${label}</label>${html}${element}</div>`;
};
