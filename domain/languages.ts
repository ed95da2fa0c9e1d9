/** The languages in which pages for visitors are written. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const isLanguage = (text: string): text is Language => LANGUAGES.some((language) => language === text);

/** More of a header than any browser sends is not read. */
const MOST_WISHES = 20;

interface Wish {
  readonly language: string;
  readonly weight: number;
}

const wishOf = (part: string): Wish => {
  const [tag = '', ...parameters] = part.split(';');
  const weight = parameters.map((parameter) => /^\s*q=(\d(?:\.\d{1,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean);
  return {
    language: tag.trim().toLowerCase().split('-', 1)[0] ?? '',
    weight: weight === undefined ? 1 : Number(weight),
  };
};

/** The language that somebody understands best, by the header `accept-language`; English when none of ours is wished. */
export const languageOf = (header: string | undefined): Language => {
  const wishes = (header ?? '').split(',', MOST_WISHES).map(wishOf);
  const wished = wishes.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight);
  return wished.map(({ language }) => language).find(isLanguage) ?? 'en';
};

/** The language that a page is asked for by name, else the one of the header. */
export const chosenLanguage = (name: string | null | undefined, header: string | undefined): Language =>
  languageOf(name ?? header);
