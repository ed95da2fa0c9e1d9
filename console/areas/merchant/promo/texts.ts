import { catalogue } from '../../../app/language.ts';

export const promo = catalogue({
  en: () => import('../../../texts/promo.en.ts'),
  de: () => import('../../../texts/promo.de.ts'),
});
