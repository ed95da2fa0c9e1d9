import { catalogue } from '../../../app/language.ts';

export const guide = catalogue({
  en: () => import('../../../texts/guide.en.ts'),
  de: () => import('../../../texts/guide.de.ts'),
});
