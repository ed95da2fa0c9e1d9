import { type FieldReason, isDifference } from '../../domain/reasons.ts';
import type { ApiProblem } from '../api/problem.ts';
import { language } from '../app/language.ts';
import { parts, refusals } from '../app/texts.ts';

type FieldProblem = ApiProblem['fields'][number];

const has = <O extends object>(words: O, name: string): name is Extract<keyof O, string> => Object.hasOwn(words, name);

/** The API speaks English: its own words are a way out there, and in no other language. */
const apiWords = (message: string, otherwise: string): string => (language.value === 'en' ? message : otherwise);

/** What a field is called on the pages, by the last part of its name in the API; undefined for one that has no name. */
const fieldName = (param: string): string | undefined => {
  const { names } = refusals.t;
  const last = param.split('.').findLast((part) => !/^\d+$/.test(part)) ?? param;
  return has(names, last) ? names[last] : undefined;
};

/** The rule that was broken, in a sentence; undefined where there is none, or it only says that fields are wrong. */
const ruleText = (reason: string | undefined): string | undefined => {
  if (reason === undefined || reason === 'invalid_fields') return undefined;
  const { reasons, differs } = refusals.t;
  if (has(reasons, reason)) return reasons[reason];
  return isDifference(reason) ? differs(refusals.t.names[reason]) : undefined;
};

const fieldRule = (reason: FieldReason, value: string | number | undefined): string =>
  refusals.t.fields[reason](String(value ?? ''));

/** What is wrong with a field, in the reader's language. */
export const fieldText = (problem: ApiProblem, field: FieldProblem): string => {
  if (field.reason !== undefined && has(refusals.t.fields, field.reason)) return fieldRule(field.reason, field.value);
  return ruleText(problem.reason) ?? apiWords(field.message, refusals.t.field);
};

/** What is refused is told by its kind where the kind says it all, in every language. */
const PLAIN = ['offline', 'unauthorized', 'forbidden', 'not_found', 'rate_limited', 'busy', 'internal'] as const;

interface Refused {
  readonly code: string;
  readonly reason?: string | null | undefined;
  readonly message: string;
}

/** Why one of many was refused, in the reader's language: by its rule, else by its kind. */
export const outcomeText = ({ code, reason, message }: Refused): string => {
  // A use case that refuses one of many gives the rule in place of the kind where there is one.
  const rule = ruleText(reason ?? undefined) ?? ruleText(code);
  if (rule !== undefined) return rule;
  const { request: _request, title: _title, ...words } = parts.t.problem;
  const kind = has(words, code) ? words[code] : refusals.t.unknown;
  return PLAIN.some((each) => each === code) ? kind : apiWords(message, kind);
};

/** What was refused, in the reader's language: by its rule, by its field where it is one, else by its kind. */
export const refusalText = (problem: ApiProblem): string => {
  const [field, ...more] = problem.fields;
  const one = problem.code === 'unprocessable' && ruleText(problem.reason) === undefined && more.length === 0;
  if (!one || field === undefined) return outcomeText(problem);
  const name = fieldName(field.param) ?? apiWords(field.param, '');
  const text = fieldText(problem, field);
  return name === '' ? text : refusals.t.inField(`${name.charAt(0).toLocaleUpperCase()}${name.slice(1)}`, text);
};

/** Why a job has failed, in the reader's language. */
export const jobFailureText = ({ reason }: { readonly reason: string | null }): string => {
  const { jobs } = refusals.t;
  return reason !== null && has(jobs, reason) ? jobs[reason] : parts.t.problem.internal;
};
