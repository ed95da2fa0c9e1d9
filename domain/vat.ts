/**
 * How VAT identification numbers are written, by the prefix that they begin with. The forms of the member states are
 * those of the European Commission's VIES; GB, Northern Ireland (XI), Norway and Switzerland follow their registers.
 * Only the form is looked at: whether a number is valid is for the tax authority to say.
 */
const FORMS: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^[A-Z0-9+*]{10}\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  GB: /^(?:\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
  XI: /^(?:\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
  NO: /^\d{9}(?:MVA)?$/,
  CHE: /^\d{9}(?:MWST|TVA|IVA)?$/,
};

/** Greece writes EL where its country code is GR; Switzerland and Liechtenstein share a register. */
const PREFIXES: Readonly<Record<string, readonly string[]>> = {
  GR: ['EL'],
  CH: ['CHE'],
  LI: ['CHE'],
  GB: ['GB', 'XI'],
};

/** The number in one spelling: capitals, without spaces, dots and hyphens. */
export const vatNumber = (text: string): string => text.toUpperCase().replace(/[\s.-]/g, '');

/**
 * Whether a number (as `vatNumber` spells it) has the form that its country gives it. Numbers of countries without a
 * known form are taken as they are, if they are letters and digits.
 */
export const isVatNumber = (number: string, country: string): boolean => {
  const prefixes = PREFIXES[country] ?? [country];
  const known = prefixes.filter((prefix) => FORMS[prefix] !== undefined);
  if (known.length === 0) return /^[A-Z0-9+*]{4,20}$/.test(number);
  return known.some((prefix) => number.startsWith(prefix) && FORMS[prefix]?.test(number.slice(prefix.length)) === true);
};
