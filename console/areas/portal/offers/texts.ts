import { catalogue } from '../../../app/language.ts';

export const offers = catalogue({
  en: () => import('../../../texts/portal-offers.en.ts'),
  de: () => import('../../../texts/portal-offers.de.ts'),
});
