import { catalogue } from '../../../app/language.ts';

export const reports = catalogue({
  en: () => import('../../../texts/reports.en.ts'),
  de: () => import('../../../texts/reports.de.ts'),
});
