import { minorDigits } from '../../../domain/money.ts';
import type { RuleExpression } from '../../api/operations.ts';
import type words from '../../texts/rules.en.ts';
import { FIELDS, fieldNameOf, isSet, metadataName, operatorNameOf, type ReadRule, type ValueKind } from './fields.ts';

/** How numbers, amounts and lists are written. */
export interface Formats {
  money(amount: number): string;
  number(value: number): string;
  percent(bps: number): string;
  country(code: string): string;
  /** An instant as a day in the program's zone. */
  day(at: number): string;
}

/** What is called how: groups, tags, segments and tiers by their keys. */
export type Names = ReadonlyMap<string, string>;

/** Everything that turns rules into sentences of a language. */
export interface Wording {
  readonly words: typeof words;
  readonly format: Formats;
  readonly names: Names;
}

/** The formats of a locale for a program. */
export const formatsOf = (
  locale: string,
  program: { readonly currency: string; readonly time_zone: string },
): Formats => {
  const { currency, time_zone: timeZone } = program;
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  return {
    money: (amount) => money.format(amount / 10 ** minorDigits(currency)),
    number: (value) => number.format(value),
    percent: (bps) => percent.format(bps / 10_000),
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
    day: (at) => day.format(at),
  };
};

/** A name that is there, or a word for what was deleted since. */
export const nameIn = ({ names, words: { gone } }: Wording, key: string): string => names.get(key) ?? gone(key);

/** What each of these is called, for a field that shows what was chosen: also what cannot be chosen any more. */
export const namesOf = (wording: Wording, keys: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(keys.map((key) => [key, nameIn(wording, key)]));

/** One value that a rule compares with, or that it saw. */
const valueText = (wording: Wording, kind: ValueKind, value: string | number): string => {
  const { format, words } = wording;
  switch (kind) {
    case 'money':
      return typeof value === 'number' ? format.money(value) : words.quoted(value);
    case 'number':
    case 'text':
      return typeof value === 'number' ? format.number(value) : words.quoted(value);
    case 'country':
      return typeof value === 'number' ? format.number(value) : format.country(value);
    case 'group':
    case 'tag':
    case 'segment':
    case 'tier':
      return nameIn(wording, String(value));
  }
};

const MOST_NAMED = 5;

/** Values as a list: `A, B or C`; of many the first ones. */
export const listText = ({ words }: Wording, texts: readonly string[], last: string = words.or): string => {
  if (texts.length <= 1) return texts[0] ?? '…';
  const shown = texts.length > MOST_NAMED + 1 ? texts.slice(0, MOST_NAMED) : texts.slice(0, -1);
  const rest = texts.length > MOST_NAMED + 1 ? words.more(texts.length - MOST_NAMED) : (texts.at(-1) ?? '');
  return `${shown.join(', ')} ${last} ${rest}`;
};

const valuesOf = ({ value }: ReadRule): readonly (string | number)[] =>
  value === null || typeof value === 'boolean' ? [] : typeof value === 'object' ? value : [value];

/** Sentences that nobody would say by the operator: the first purchase, the third. */
const purchaseText = ({ words, format }: Wording, { op, value }: ReadRule): string | undefined => {
  if (typeof value !== 'number') return undefined;
  const [first, later] = [words.firstPurchase, words.laterPurchase];
  switch (op) {
    case 'eq':
      return value === 0 ? first : words.purchase(format.number(value + 1));
    case 'lte':
      return value === 0 ? first : undefined;
    case 'lt':
      return value === 1 ? first : undefined;
    case 'gt':
    case 'ne':
      return value === 0 ? later : undefined;
    case 'gte':
      return value === 1 ? later : undefined;
    default:
      return undefined;
  }
};

const setText = (wording: Wording, kind: 'tag' | 'segment', rule: ReadRule, values: string): string => {
  const { tagClauses, segmentClauses } = wording.words;
  const clauses = kind === 'tag' ? tagClauses : segmentClauses;
  switch (operatorNameOf(rule)) {
    case 'ne':
    case 'not_in':
      return clauses.hasNot(values);
    case 'exists':
      return clauses.any;
    case 'missing':
      return clauses.none;
    default:
      return clauses.has(values);
  }
};

const subjectOf = ({ words }: Wording, rule: ReadRule): string => {
  const metadata = metadataName(rule.field);
  if (metadata !== undefined) return words.metadataSubject(metadata);
  const field = fieldNameOf(rule);
  return field === 'metadata_text' || field === 'metadata_number' ? rule.field : words.subjects[field];
};

/** A rule as a part of a sentence: `the amount is at least £50.00`. */
export const ruleText = (wording: Wording, rule: ReadRule): string => {
  const { kind } = FIELDS[fieldNameOf(rule)];
  const texts = valuesOf(rule).map((value) => valueText(wording, kind, value));
  const values =
    rule.op === 'between' ? wording.words.range(texts[0] ?? '…', texts[1] ?? '…') : listText(wording, texts);
  if (isSet(kind)) return setText(wording, kind, rule, values);
  const special = rule.field === 'earlier_transactions' ? purchaseText(wording, rule) : undefined;
  return special ?? wording.words.clauses[operatorNameOf(rule)](subjectOf(wording, rule), values);
};

/** Rules with their and and or as a part of a sentence; what is nested stands in brackets. */
export const expressionText = (wording: Wording, expression: RuleExpression, top = true): string => {
  if ('field' in expression) return ruleText(wording, expression);
  const all = 'and' in expression;
  const parts = all ? expression.and : expression.or;
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return expressionText(wording, only, top);
  const { and, or, group } = wording.words;
  const joined = parts.map((part) => expressionText(wording, part, false)).join(` ${all ? and : or} `);
  return top && all ? joined : group(joined);
};

/** What a rule saw in an event, as a text. */
export const factText = (
  wording: Wording,
  rule: Pick<ReadRule, 'field' | 'value'>,
  actual: string | number | boolean | readonly (string | number)[] | null,
): string => {
  const { words } = wording;
  if (actual === null || typeof actual === 'boolean') return words.nothing;
  const { kind } = FIELDS[fieldNameOf(rule)];
  if (typeof actual === 'string' || typeof actual === 'number') return valueText(wording, kind, actual);
  return actual.length === 0
    ? words.nothing
    : listText(
        wording,
        actual.map((each) => valueText(wording, kind, each)),
        words.and,
      );
};

/** The first letter as a sentence has it. */
export const sentenceCase = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
