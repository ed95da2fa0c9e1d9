import { catalogue } from '../../../app/language.ts';

export const partners = catalogue({
  en: () => import('../../../texts/partners.en.ts'),
  de: () => import('../../../texts/partners.de.ts'),
});
