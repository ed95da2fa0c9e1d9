import { catalogue } from '../../../app/language.ts';

export const arithmetic = catalogue({
  en: () => import('../../../texts/arithmetic.en.ts'),
  de: () => import('../../../texts/arithmetic.de.ts'),
});

export const rewards = catalogue({
  en: () => import('../../../texts/portal-rewards.en.ts'),
  de: () => import('../../../texts/portal-rewards.de.ts'),
});
