import type { ComponentChildren } from 'preact';
import type { Application, FormVersion } from '../api/operations.ts';
import { parts } from '../app/texts.ts';
import { countryName } from './countries.ts';
import { type Fact, Facts } from './facts.tsx';
import { dayText, numberText } from './figures.tsx';

type Answer = Application['answers'][string];

/** A field of a form with what was answered to it. */
export interface AnsweredField {
  readonly field_key: string;
  readonly name: string;
  readonly type: FormVersion['fields'][number]['type'];
  readonly value: Answer | null;
  readonly options?: readonly { readonly value: string; readonly label: string }[] | undefined;
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** One answer, in words. */
export const answerText = ({ type, value, options }: AnsweredField): string => {
  const title = (chosen: string): string => options?.find((option) => option.value === chosen)?.label ?? chosen;
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? parts.t.yes : parts.t.no;
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'string') return value.map(title).join(', ');
  if (type === 'date' && isDay(value)) return dayText(value);
  if (type === 'country') return countryName(value);
  return title(value);
};

const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

const shown = (field: AnsweredField): ComponentChildren => {
  const text = answerText(field);
  if (field.type === 'url' && isWebAddress(text)) {
    return (
      <a href={text} target="_blank" rel="noopener noreferrer nofollow">
        {text}
      </a>
    );
  }
  if (field.type === 'email') return <a href={`mailto:${text}`}>{text}</a>;
  return <span class="prose">{text}</span>;
};

/** What somebody answered to a form, field by field. Files are shown by whoever can open them. */
export const FormAnswers = ({ of: fields }: { readonly of: readonly AnsweredField[] }) => {
  const answered = fields.filter((field) => field.type !== 'file' && answerText(field) !== '');
  return answered.length === 0 ? (
    <p class="muted">{parts.t.nothingAnswered}</p>
  ) : (
    <Facts of={answered.map((field): Fact => [field.name, shown(field)])} />
  );
};
