import { catalogue } from '../../../app/language.ts';

export const information = catalogue({
  en: () => import('../../../texts/portal-information.en.ts'),
  de: () => import('../../../texts/portal-information.de.ts'),
});
