import { catalogue } from '../../../app/language.ts';

export const deals = catalogue({
  en: () => import('../../../texts/deals.en.ts'),
  de: () => import('../../../texts/deals.de.ts'),
});
