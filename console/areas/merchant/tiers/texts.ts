import { catalogue } from '../../../app/language.ts';

export const tiers = catalogue({
  en: () => import('../../../texts/tiers.en.ts'),
  de: () => import('../../../texts/tiers.de.ts'),
});
