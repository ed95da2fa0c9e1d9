import { catalogue } from '../../../app/language.ts';

export const prospects = catalogue({
  en: () => import('../../../texts/portal-prospects.en.ts'),
  de: () => import('../../../texts/portal-prospects.de.ts'),
});
