import { catalogue } from '../../../app/language.ts';

export const rewards = catalogue({
  en: () => import('../../../texts/portal-rewards.en.ts'),
  de: () => import('../../../texts/portal-rewards.de.ts'),
});
