import { catalogue } from '../../../app/language.ts';

export const recruits = catalogue({
  en: () => import('../../../texts/portal-recruits.en.ts'),
  de: () => import('../../../texts/portal-recruits.de.ts'),
});
