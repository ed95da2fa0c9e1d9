import { catalogue } from '../../../app/language.ts';

export const settings = catalogue({
  en: () => import('../../../texts/settings.en.ts'),
  de: () => import('../../../texts/settings.de.ts'),
});
