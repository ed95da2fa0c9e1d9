import { catalogue } from '../../../app/language.ts';

export const leads = catalogue({
  en: () => import('../../../texts/leads.en.ts'),
  de: () => import('../../../texts/leads.de.ts'),
});
