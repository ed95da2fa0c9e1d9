import { catalogue } from '../../../app/language.ts';

export const audit = catalogue({
  en: () => import('../../../texts/audit.en.ts'),
  de: () => import('../../../texts/audit.de.ts'),
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
