import { catalogue } from '../../app/language.ts';

/** Texts about rules, triggers and reasons: an area that shows any of them lists this catalogue beside its own. */
export const rules = catalogue({
  en: () => import('../../texts/rules.en.ts'),
  de: () => import('../../texts/rules.de.ts'),
});
