import type { FormTemplate, Patchs } from '../../../api/operations.ts';

/** A field as the API shows it, and as it takes it. */
export type ShownField = FormTemplate['fields'][number];
export type FieldInput = NonNullable<Patchs['/v2/form-templates/{form}']['body']['fields']>[number];
export type FieldType = ShownField['type'];
export type FileType = NonNullable<ShownField['file_types']>[number];
export type FormKind = FormTemplate['type'];

/** Every type, in the order in which they are offered. */
export const FIELD_TYPES = [
  'text',
  'long_text',
  'select',
  'multi_select',
  'checkbox',
  'number',
  'email',
  'phone',
  'url',
  'date',
  'country',
  'file',
] as const satisfies readonly FieldType[];

export const FILE_TYPES = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'text/plain',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
] as const satisfies readonly FileType[];

const ESSENTIAL: Readonly<Record<FormKind, readonly string[]>> = {
  application: ['email'],
  lead: ['email'],
  deal: ['name', 'account_name'],
};

/** Whether a field stays required and visible: without it a submission would be of no use. */
export const isEssential = (kind: FormKind, key: string): boolean => ESSENTIAL[kind].includes(key);

const MEGABYTE = 1_000_000;

/** A field while it is edited: everything that any type has, as inputs hold it. */
export interface Draft {
  /** Tells the drafts of a form apart; nothing else. */
  readonly id: string;
  readonly field_key: string;
  /** Whether the API has it already: then its key and type stay. */
  readonly kept: boolean;
  readonly built_in: boolean;
  readonly type: FieldType;
  readonly name: string;
  readonly help_text: string;
  readonly placeholder_text: string;
  readonly required: boolean;
  readonly hidden: boolean;
  /** The fixed value as a text; several on lines of their own, `true` for a ticked box. */
  readonly fixed: string;
  /** One option on each line. */
  readonly options: string;
  /** The options that there were, so that a label keeps its value. */
  readonly known: NonNullable<ShownField['options']>;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly earliest: string;
  readonly latest: string;
  readonly decimals: number | undefined;
  readonly file_types: readonly string[];
  readonly megabytes: number | undefined;
}

/** What the editor of a form holds. */
export interface FormValues {
  readonly title: string;
  readonly description: string;
  readonly fields: readonly Draft[];
}

const numberIn = (bound: ShownField['minimum']): number | undefined => (typeof bound === 'number' ? bound : undefined);
const dayIn = (bound: ShownField['minimum']): string => (typeof bound === 'string' ? bound : '');

/** The fixed value as somebody edits it: options by their labels. */
const fixedText = ({ default_value: value, options = [] }: ShownField): string => {
  if (value === undefined) return '';
  const labelOf = (of: string): string => options.find((option) => option.value === of)?.label ?? of;
  return typeof value === 'object' ? value.map(labelOf).join('\n') : labelOf(String(value));
};

/** A field of the API as a draft. */
export const draftOf = (field: ShownField): Draft => ({
  id: field.field_key,
  field_key: field.field_key,
  kept: true,
  built_in: field.built_in,
  type: field.type,
  name: field.name,
  help_text: field.help_text ?? '',
  placeholder_text: field.placeholder_text ?? '',
  required: field.required,
  hidden: field.hidden,
  fixed: fixedText(field),
  options: (field.options ?? []).map(({ label }) => label).join('\n'),
  known: field.options ?? [],
  minimum: numberIn(field.minimum),
  maximum: numberIn(field.maximum),
  earliest: dayIn(field.minimum),
  latest: dayIn(field.maximum),
  decimals: field.decimals,
  file_types: field.file_types ?? [],
  megabytes: field.max_bytes === undefined ? undefined : Math.ceil(field.max_bytes / MEGABYTE),
});

/** A field that somebody adds. */
export const newDraft = (type: FieldType, id: string): Draft => ({
  ...{ id, field_key: '', kept: false, built_in: false, type, name: '', help_text: '', placeholder_text: '' },
  ...{ required: false, hidden: false, fixed: '', options: '', known: [], minimum: undefined, maximum: undefined },
  ...{ earliest: '', latest: '', decimals: undefined, file_types: [], megabytes: undefined },
});

/** The lines of a text that say something. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A key made of a label: `company_size` of “Company size”; one of `taken` gets a number behind it. */
export const keyFrom = (label: string, taken: readonly string[]): string => {
  const bare = label
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const key = (/^[a-z]/.test(bare) ? bare : `field_${bare}`).replace(/_+$/, '').slice(0, 36);
  if (!taken.includes(key)) return key;
  let number = 2;
  while (taken.includes(`${key}_${number}`)) number += 1;
  return `${key}_${number}`;
};

const optionsOf = ({ options, known }: Draft): FieldInput['options'] =>
  linesOf(options).map((label) => known.find((option) => option.label === label) ?? { value: label, label });

const fixedOf = (draft: Draft): FieldInput['default_value'] => {
  const text = draft.fixed.trim();
  if (!draft.hidden || text === '') return undefined;
  const chosen = (label: string): string => optionsOf(draft)?.find((option) => option.label === label)?.value ?? label;
  switch (draft.type) {
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'checkbox':
      return text === 'true';
    case 'select':
      return chosen(text);
    case 'multi_select':
      return linesOf(text).map(chosen);
    default:
      return text;
  }
};

/** What only fields of the draft's type have. */
const typed = (draft: Draft): Partial<FieldInput> => {
  const { minimum, maximum, earliest, latest, decimals, file_types, megabytes } = draft;
  const bounds = { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
  switch (draft.type) {
    case 'text':
    case 'long_text':
      return bounds;
    case 'number':
      return { ...bounds, ...(decimals === undefined ? {} : { decimals }) };
    case 'date':
      return { ...(earliest === '' ? {} : { minimum: earliest }), ...(latest === '' ? {} : { maximum: latest }) };
    case 'select':
      return { options: optionsOf(draft) };
    case 'multi_select':
      return { options: optionsOf(draft), ...bounds };
    case 'file': {
      const types = FILE_TYPES.filter((type) => file_types.includes(type));
      return {
        ...(types.length === 0 ? {} : { file_types: types }),
        ...(megabytes === undefined ? {} : { max_bytes: megabytes * MEGABYTE }),
      };
    }
    case 'email':
    case 'phone':
    case 'url':
    case 'checkbox':
    case 'country':
      return {};
  }
};

/** The drafts with a key each: those that somebody left empty are made from the labels. */
export const withKeys = (drafts: readonly Draft[]): readonly Draft[] => {
  const taken = drafts.map(({ field_key }) => field_key.trim());
  return drafts.map((draft) => {
    const own = draft.field_key.trim();
    if (own !== '') return { ...draft, field_key: own };
    const field_key = keyFrom(draft.name, taken);
    taken.push(field_key);
    return { ...draft, field_key };
  });
};

/** Fields as the API takes them, in their order. */
export const inputsOf = (drafts: readonly Draft[]): FieldInput[] =>
  withKeys(drafts).map((draft) => {
    const fixed = fixedOf(draft);
    return {
      field_key: draft.field_key,
      name: draft.name.trim(),
      type: draft.type,
      required: draft.required,
      hidden: draft.hidden,
      ...(draft.help_text.trim() === '' ? {} : { help_text: draft.help_text.trim() }),
      ...(draft.placeholder_text.trim() === '' ? {} : { placeholder_text: draft.placeholder_text.trim() }),
      ...(fixed === undefined ? {} : { default_value: fixed }),
      ...typed(draft),
    };
  });

/** What is wrong with a draft, by its part: the name of a text. */
export type DraftFaults = Readonly<
  Partial<
    Record<
      'name' | 'field_key' | 'options' | 'maximum' | 'latest' | 'fixed' | 'megabytes' | 'decimals',
      'missing' | 'key' | 'same' | 'options' | 'bounds' | 'fixed' | 'megabytes' | 'decimals'
    >
  >
>;

const KEY = /^[a-z][a-z0-9_]{0,39}$/;
const MOST_OPTIONS = 100;
const chooses = (type: FieldType): boolean => type === 'select' || type === 'multi_select';
const outside = (value: number | undefined, least: number, most: number): boolean =>
  value !== undefined && (value < least || value > most);

const optionsAreWrong = (draft: Draft): boolean => {
  const lines = linesOf(draft.options);
  return (
    chooses(draft.type) && (lines.length === 0 || lines.length > MOST_OPTIONS || new Set(lines).size < lines.length)
  );
};

/** What is wrong with a draft among the others. */
export const faultsOf = (draft: Draft, drafts: readonly Draft[]): DraftFaults => {
  const key = draft.field_key.trim();
  const { minimum, maximum, earliest, latest } = draft;
  const same = key !== '' && drafts.some((other) => other.id !== draft.id && other.field_key.trim() === key);
  return {
    ...(draft.name.trim() === '' ? { name: 'missing' } : {}),
    ...(key !== '' && !KEY.test(key) ? { field_key: 'key' } : same ? { field_key: 'same' } : {}),
    ...(optionsAreWrong(draft) ? { options: 'options' } : {}),
    ...(minimum !== undefined && maximum !== undefined && minimum > maximum ? { maximum: 'bounds' } : {}),
    ...(earliest !== '' && latest !== '' && earliest > latest ? { latest: 'bounds' } : {}),
    ...(draft.hidden && draft.required && draft.fixed.trim() === '' ? { fixed: 'fixed' } : {}),
    ...(outside(draft.megabytes, 1, 25) ? { megabytes: 'megabytes' } : {}),
    ...(outside(draft.decimals, 0, 6) ? { decimals: 'decimals' } : {}),
  };
};
