import { catalogue } from '../../../app/language.ts';

export const connect = catalogue({
  en: () => import('../../../texts/connect.en.ts'),
  de: () => import('../../../texts/connect.de.ts'),
});
