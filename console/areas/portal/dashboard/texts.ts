import { catalogue } from '../../../app/language.ts';

export const dashboard = catalogue({
  en: () => import('../../../texts/dashboard.en.ts'),
  de: () => import('../../../texts/dashboard.de.ts'),
});
