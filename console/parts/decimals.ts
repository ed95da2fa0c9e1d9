/** How a language writes numbers. */
export interface Separators {
  readonly decimal: string;
  readonly group: string;
}

/** The separators of a locale. */
export const separatorsOf = (locale: string): Separators => {
  const found = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(12_345.6);
  const of = (type: string, otherwise: string): string => found.find((part) => part.type === type)?.value ?? otherwise;
  return { decimal: of('decimal', '.'), group: of('group', ',') };
};

/**
 * A decimal number as the reader writes it, in units of so many digits: `12,50` of two digits is 1250.
 * Undefined when it is none, or has more digits than that.
 */
export const parseDecimal = (text: string, digits: number, { decimal, group }: Separators): number | undefined => {
  const bare = text.replaceAll(/[\s\u00A0\u202F'’]/g, '');
  const [whole = '', fraction = '', ...more] = bare.split(decimal);
  const grouped = whole.split(group);
  const isGroup = (part: string, at: number): boolean => (at === 0 ? /^-?\d{1,3}$/ : /^\d{3}$/).test(part);
  const joined = grouped.join('');
  if (grouped.length > 1 && !grouped.every(isGroup)) return undefined;
  if (!/^-?\d{1,13}$/.test(joined) || !/^\d*$/.test(fraction) || more.length > 0) return undefined;
  if (fraction.length > digits || (bare.includes(decimal) && fraction === '')) return undefined;
  const value = Number(`${joined}${fraction.padEnd(digits, '0')}`);
  return Number.isSafeInteger(value) ? value : undefined;
};
