import { catalogue } from '../../../app/language.ts';

export const payouts = catalogue({
  en: () => import('../../../texts/payouts.en.ts'),
  de: () => import('../../../texts/payouts.de.ts'),
});
