import { catalogue } from '../../../app/language.ts';

export const tags = catalogue({
  en: () => import('../../../texts/tags.en.ts'),
  de: () => import('../../../texts/tags.de.ts'),
});
