import { catalogue } from '../../app/language.ts';

export const account = catalogue({
  en: () => import('../../texts/account.en.ts'),
  de: () => import('../../texts/account.de.ts'),
});
