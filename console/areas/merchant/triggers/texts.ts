import { catalogue } from '../../../app/language.ts';

export const triggers = catalogue({
  en: () => import('../../../texts/triggers.en.ts'),
  de: () => import('../../../texts/triggers.de.ts'),
});
