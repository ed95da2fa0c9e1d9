import type { Condition, Conditions, Match, Value } from './facts.ts';

/** What a condition sees: nothing, one value, or several. */
export type Seen = string | number | readonly string[] | undefined;

/** The fields of a line: an expression that names one is judged line by line. */
const OF_A_LINE = new Set(['product_key', 'category_key', 'quantity']);

const wantedOf = (value: Value): readonly (string | number)[] => {
  if (typeof value === 'boolean') return [];
  return typeof value === 'object' ? value : [value];
};

const seenAs = (seen: Seen): readonly (string | number)[] =>
  seen === undefined ? [] : typeof seen === 'object' ? seen : [seen];

const isAmong = (seen: Seen, value: Value): boolean => {
  const wanted = new Set(wantedOf(value));
  return seenAs(seen).some((one) => wanted.has(one));
};

/** Numbers compare with numbers and texts with texts; several values compare with nothing. */
const isOrdered = (seen: Seen, limit: string | number | undefined, holds: (order: number) => boolean): boolean => {
  if (typeof seen === 'number' && typeof limit === 'number') return holds(Math.sign(seen - limit));
  if (typeof seen === 'string' && typeof limit === 'string') return holds(seen === limit ? 0 : seen < limit ? -1 : 1);
  return false;
};

const OPERATORS: Readonly<Record<string, (seen: Seen, value: Value) => boolean>> = {
  eq: isAmong,
  in: isAmong,
  ne: (seen, value) => !isAmong(seen, value),
  not_in: (seen, value) => !isAmong(seen, value),
  gt: (seen, value) => isOrdered(seen, wantedOf(value)[0], (order) => order > 0),
  gte: (seen, value) => isOrdered(seen, wantedOf(value)[0], (order) => order >= 0),
  lt: (seen, value) => isOrdered(seen, wantedOf(value)[0], (order) => order < 0),
  lte: (seen, value) => isOrdered(seen, wantedOf(value)[0], (order) => order <= 0),
  between: (seen, value) =>
    isOrdered(seen, wantedOf(value)[0], (order) => order >= 0) &&
    isOrdered(seen, wantedOf(value)[1], (order) => order <= 0),
  contains: (seen, value) =>
    typeof seen === 'string' ? wantedOf(value).some((part) => seen.includes(`${part}`)) : isAmong(seen, value),
  starts_with: (seen, value) => typeof seen === 'string' && wantedOf(value).some((part) => seen.startsWith(`${part}`)),
  exists: (seen, value) => seenAs(seen).length > 0 === value,
};

const holdsOne = (condition: Condition, look: (field: string) => Seen): boolean => {
  const operator = OPERATORS[condition.op];
  if (operator === undefined) throw new Error(`The recount does not know the operator ${condition.op}.`);
  return operator(look(condition.field), condition.value);
};

export const holds = (conditions: Conditions, look: (field: string) => Seen): boolean => {
  if ('field' in conditions) return holdsOne(conditions, look);
  if ('and' in conditions) return !conditions.and.some((part) => !holds(part, look));
  return conditions.or.some((part) => holds(part, look));
};

export const isAboutLines = (conditions: Conditions): boolean => {
  if ('field' in conditions) return OF_A_LINE.has(conditions.field);
  return ('and' in conditions ? conditions.and : conditions.or).some(isAboutLines);
};

/** Whether somebody with these tags is meant. */
export const matches = (match: Match, tags: ReadonlySet<string>): boolean => {
  if (typeof match === 'string') return tags.has(match);
  if ('and' in match) return !match.and.some((part) => !matches(part, tags));
  return match.or.some((part) => matches(part, tags));
};
