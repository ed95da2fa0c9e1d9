import { catalogue } from '../../../app/language.ts';

export const invoices = catalogue({
  en: () => import('../../../texts/invoices.en.ts'),
  de: () => import('../../../texts/invoices.de.ts'),
});
