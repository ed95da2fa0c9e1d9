import { catalogue } from './language.ts';

/** Texts of the frame and of the shared parts: loaded before anything is shown. */
export const parts = catalogue({ en: () => import('../texts/parts.en.ts'), de: () => import('../texts/parts.de.ts') });
export const navigation = catalogue({
  en: () => import('../texts/navigation.en.ts'),
  de: () => import('../texts/navigation.de.ts'),
});
/** Why the API refuses something, in sentences. */
export const refusals = catalogue({
  en: () => import('../texts/refusals.en.ts'),
  de: () => import('../texts/refusals.de.ts'),
});
