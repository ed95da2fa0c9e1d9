import { signal } from '@preact/signals';
import { remember, remembered } from '../session/remembered.ts';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const isLanguage = (text: string | undefined): text is Language => LANGUAGES.some((each) => each === text);

const first = (): Language => {
  const chosen = remembered('language');
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((each) => each.slice(0, 2)).find((each) => isLanguage(each)) ?? 'en';
};

/** The language that everything is shown in. */
export const language = signal<Language>(first());

/** The locale of numbers and dates: the browser's own where it has the language, since `en-GB` writes dates otherwise. */
export const locale = (): string =>
  navigator.languages.find((each) => each.slice(0, 2) === language.value) ?? language.value;

/** Where the texts of each language are. English is the measure: the others must have exactly its texts. */
interface Loading<T> {
  readonly en: () => Promise<{ readonly default: T }>;
  readonly de: () => Promise<{ readonly default: NoInfer<T> }>;
}

/** The texts of an area. They are loaded with the area, in the language that is shown. */
export interface Catalogue<T = unknown> {
  /** Resolves when the texts are there. */
  load(of: Language): Promise<void>;
  /** The texts in the language that is shown. Components that read them are shown again when it changes. */
  readonly t: T;
}

const inUse = new Set<Catalogue>();

/** A catalogue: one file per language, `texts/<area>.en.ts` and `texts/<area>.de.ts`. */
export const catalogue = <T>(loading: Loading<T>): Catalogue<T> => {
  const loaded = new Map<Language, T>();
  const own: Catalogue<T> = {
    load: async (of) => {
      inUse.add(own);
      if (loaded.has(of)) return;
      const { default: texts } = await loading[of]();
      loaded.set(of, texts);
    },
    get t() {
      const texts = loaded.get(language.value);
      if (texts === undefined) throw new Error('The area lists no texts that it shows.');
      return texts;
    },
  };
  return own;
};

/** Shows everything in another language, once its texts are there. */
export const showLanguage = async (to: Language): Promise<void> => {
  await Promise.all([...inUse].map((each) => each.load(to)));
  document.documentElement.lang = to;
  language.value = to;
};

/** The same, and remembers it in this browser. */
export const switchLanguage = async (to: Language): Promise<void> => {
  await showLanguage(to);
  remember('language', to);
};

type Forms = { readonly other: string } & { readonly [K in Intl.LDMLPluralRule]?: string };

/** The form that a number asks for; `#` in it stands for the number. */
export const plural = (count: number, forms: Forms): string => {
  const form = forms[new Intl.PluralRules(language.peek()).select(count)] ?? forms.other;
  return form.replaceAll('#', new Intl.NumberFormat(locale()).format(count));
};
