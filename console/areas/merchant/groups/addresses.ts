import { destinationFault, parameterNameProblem } from '../../../../domain/links.ts';

/** What is wrong with an address that somebody types; an empty one is none, and all right. */
export const addressFault = (typed: string, secure = false): 'address' | 'secure' | undefined => {
  const address = typed.trim();
  if (address === '') return undefined;
  if (secure && !/^https:/i.test(address)) return 'secure';
  return destinationFault(address) === -1 ? undefined : 'address';
};

/** An address as the API takes it: none where nothing was typed. */
export const addressOf = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());

/** A parameter that somebody adds to the visits of a group. */
export interface Row {
  readonly name: string;
  readonly value: string;
}

/** Rows that say something, without the spaces around it. */
export const filledRows = (rows: readonly Row[]): readonly Row[] =>
  rows
    .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }))
    .filter(({ name, value }) => name !== '' || value !== '');

/** What is wrong with each row's name. */
export const rowFaults = (rows: readonly Row[]): readonly ('bad' | 'same' | undefined)[] =>
  rows.map(({ name, value }, at) => {
    const own = name.trim();
    if (own === '' && value.trim() === '') return undefined;
    if (parameterNameProblem(own) !== undefined) return 'bad';
    return rows.findIndex((other) => other.name.trim() === own) < at ? 'same' : undefined;
  });

/** Parameters with a value, as the API takes them. */
export const parametersOf = (rows: readonly Row[]): Readonly<Record<string, string>> =>
  Object.fromEntries(filledRows(rows).flatMap(({ name, value }) => (value === '' ? [] : [[name, value]])));
