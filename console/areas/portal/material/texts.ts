import { catalogue } from '../../../app/language.ts';

export const material = catalogue({
  en: () => import('../../../texts/portal-material.en.ts'),
  de: () => import('../../../texts/portal-material.de.ts'),
});
