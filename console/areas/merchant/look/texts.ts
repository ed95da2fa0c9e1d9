import { catalogue } from '../../../app/language.ts';

export const look = catalogue({
  en: () => import('../../../texts/look.en.ts'),
  de: () => import('../../../texts/look.de.ts'),
});
