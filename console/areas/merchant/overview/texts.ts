import { catalogue } from '../../../app/language.ts';

export const overview = catalogue({
  en: () => import('../../../texts/overview.en.ts'),
  de: () => import('../../../texts/overview.de.ts'),
});
