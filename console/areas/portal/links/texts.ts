import { catalogue } from '../../../app/language.ts';

export const links = catalogue({
  en: () => import('../../../texts/portal-links.en.ts'),
  de: () => import('../../../texts/portal-links.de.ts'),
});
