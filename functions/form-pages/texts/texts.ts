import type { Language } from '../../../domain/languages.ts';
import { GERMAN } from './de.ts';
import { ENGLISH } from './en.ts';
import type { FormTexts } from './form-texts.ts';

const TEXTS: Readonly<Record<Language, FormTexts>> = { en: ENGLISH, de: GERMAN };

/** The texts of a language. */
export const textsIn = (language: Language): FormTexts => TEXTS[language];
