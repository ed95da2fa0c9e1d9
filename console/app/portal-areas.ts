import type { Area } from './areas.ts';

/** The areas of the portal, in the order of the navigation: one line each. */
export const PORTAL_AREAS: readonly Area[] = [
  { name: 'dashboard', path: '/', section: 'promote', load: () => import('../areas/portal/dashboard/index.ts') },
  { name: 'portalLinks', path: '/links', section: 'promote', load: () => import('../areas/portal/links/index.ts') },
  { name: 'portalOffers', path: '/offers', section: 'promote', load: () => import('../areas/portal/offers/index.ts') },
  {
    name: 'portalMaterial',
    path: '/material',
    section: 'promote',
    load: () => import('../areas/portal/material/index.ts'),
  },
  {
    name: 'portalProspects',
    path: '/prospects',
    section: 'promote',
    load: () => import('../areas/portal/prospects/index.ts'),
  },
  {
    name: 'portalRecruits',
    path: '/recruits',
    section: 'promote',
    load: () => import('../areas/portal/recruits/index.ts'),
  },
  {
    name: 'portalInformation',
    path: '/about',
    section: 'promote',
    load: () => import('../areas/portal/information/index.ts'),
  },
  { name: 'portalRewards', path: '/rewards', section: 'money', load: () => import('../areas/portal/rewards/index.ts') },
  {
    name: 'portalPayments',
    path: '/payments',
    section: 'money',
    load: () => import('../areas/portal/payments/index.ts'),
  },
  {
    name: 'portalAccount',
    path: '/account',
    section: 'settings',
    scope: 'portal:account:read',
    load: () => import('../areas/portal/account/index.ts'),
  },
];
