import { catalogue } from '../../../app/language.ts';

/** The list of partners, and what is done with many. */
export const partners = catalogue({
  en: () => import('../../../texts/partners.en.ts'),
  de: () => import('../../../texts/partners.de.ts'),
});

/** Those who have applied. */
export const requests = catalogue({
  en: () => import('../../../texts/requests.en.ts'),
  de: () => import('../../../texts/requests.de.ts'),
});

/** Those who were asked. */
export const invitations = catalogue({
  en: () => import('../../../texts/invitations.en.ts'),
  de: () => import('../../../texts/invitations.de.ts'),
});

/** The page of one partner. */
export const partner = catalogue({
  en: () => import('../../../texts/partner.en.ts'),
  de: () => import('../../../texts/partner.de.ts'),
});

/** Imports from a file. */
export const imports = catalogue({
  en: () => import('../../../texts/imports.en.ts'),
  de: () => import('../../../texts/imports.de.ts'),
});
