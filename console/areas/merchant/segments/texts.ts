import { catalogue } from '../../../app/language.ts';

export const segments = catalogue({
  en: () => import('../../../texts/segments.en.ts'),
  de: () => import('../../../texts/segments.de.ts'),
});
