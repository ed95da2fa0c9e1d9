import { catalogue } from '../../../app/language.ts';

export const account = catalogue({
  en: () => import('../../../texts/portal-account.en.ts'),
  de: () => import('../../../texts/portal-account.de.ts'),
});
