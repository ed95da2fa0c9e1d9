import { catalogue } from '../../../app/language.ts';

export const groups = catalogue({
  en: () => import('../../../texts/groups.en.ts'),
  de: () => import('../../../texts/groups.de.ts'),
});

export const offers = catalogue({
  en: () => import('../../../texts/offers.en.ts'),
  de: () => import('../../../texts/offers.de.ts'),
});

export const forms = catalogue({
  en: () => import('../../../texts/group-forms.en.ts'),
  de: () => import('../../../texts/group-forms.de.ts'),
});
