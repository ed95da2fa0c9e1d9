import { catalogue } from '../../app/language.ts';

export const rewards = catalogue({
  en: () => import('../../texts/rewards.en.ts'),
  de: () => import('../../texts/rewards.de.ts'),
});
