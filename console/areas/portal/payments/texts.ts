import { catalogue } from '../../../app/language.ts';

export const payments = catalogue({
  en: () => import('../../../texts/portal-payments.en.ts'),
  de: () => import('../../../texts/portal-payments.de.ts'),
});
