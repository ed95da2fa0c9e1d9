import { isKeyScope } from '../../../../domain/roles.ts';
import { catalogue } from '../../../app/language.ts';
import { parts } from '../../../app/texts.ts';
import { dateText, numberText } from '../../../parts/formats.ts';

export const audit = catalogue({
  en: () => import('../../../texts/audit.en.ts'),
  de: () => import('../../../texts/audit.de.ts'),
});

export const auditedFields = catalogue({
  en: () => import('../../../texts/audited-fields.en.ts'),
  de: () => import('../../../texts/audited-fields.de.ts'),
});

export const scopes = catalogue({
  en: () => import('../../../texts/scopes.en.ts'),
  de: () => import('../../../texts/scopes.de.ts'),
});

const has = <O extends object>(words: O, name: string): name is Extract<keyof O, string> => Object.hasOwn(words, name);

/** `createApiKey` as words: `Create api key`. */
const spelled = (operation: string): string => {
  const words = operation.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What an operation of the API has done, in the reader's language: `API key created`. */
export const operationText = (operation: string): string => {
  const { verbs, nouns, whole, told } = audit.t;
  if (has(whole, operation)) return whole[operation];
  const [, verb = '', noun = ''] = /^([a-z]+)([A-Z]\w*)$/.exec(operation) ?? [];
  return has(verbs, verb) && has(nouns, noun) ? told(nouns[noun], verbs[verb]) : spelled(operation);
};

/** What a thing is that has changed, such as `api_key`. */
export const thingText = (type: string): string => {
  const { nouns } = audit.t;
  const noun = type.replaceAll(/(?:^|_)([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
  return has(nouns, noun) ? nouns[noun] : type;
};

/** What a key may do, such as `partnerships:read`; itself where it is none of ours (any more). */
export const scopeText = (scope: string): string => (isKeyScope(scope) ? scopes.t[scope] : scope);

/** What a field is called: with a capital, as it begins a row. Fields of the merchant's own keep their names. */
export const fieldText = (name: string): string => {
  const words = auditedFields.t;
  return has(words, name) ? words[name].charAt(0).toUpperCase() + words[name].slice(1) : name;
};

/** The smallest number that is an instant and no count: a day in 2001. */
const FIRST_INSTANT = 1e12;
const INSTANT = /(?:^|_)(?:at|since|from|to)$/;

/** The value of a field in words: instants as dates, lists with commas, what is inside it with the names of its fields. */
export const valueText = (name: string, value: unknown): string => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? parts.t.yes : parts.t.no;
  if (typeof value === 'string') return name === 'scopes' && value === 'all' ? audit.t.all : scopeText(value);
  if (typeof value === 'number')
    return value >= FIRST_INSTANT && INSTANT.test(name) ? dateText(value, 'minute') : numberText(value);
  if (Array.isArray(value)) return value.map((each: unknown) => valueText(name, each)).join(', ');
  return Object.entries(value)
    .map(([inside, each]) => `${fieldText(inside)}: ${valueText(inside, each)}`)
    .join('; ');
};
