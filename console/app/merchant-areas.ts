import type { Area } from './areas.ts';

/** The areas of the console, in the order of the navigation: one line each. */
export const MERCHANT_AREAS: readonly Area[] = [
  {
    name: 'overview',
    path: '/',
    section: 'work',
    scope: 'partnerships:read',
    load: () => import('../areas/merchant/overview/index.ts'),
  },
  {
    name: 'partners',
    path: '/partners',
    section: 'work',
    scope: 'partnerships:read',
    load: () => import('../areas/merchant/partners/index.ts'),
  },
  {
    name: 'tags',
    path: '/tags',
    section: 'work',
    scope: 'programs:read',
    load: () => import('../areas/merchant/tags/index.ts'),
  },
  {
    name: 'segments',
    path: '/segments',
    section: 'work',
    scope: 'programs:read',
    load: () => import('../areas/merchant/segments/index.ts'),
  },
  {
    name: 'reports',
    path: '/reports',
    section: 'work',
    scope: 'partnerships:read',
    load: () => import('../areas/merchant/reports/index.ts'),
  },
  {
    name: 'rewards',
    path: '/rewards',
    section: 'money',
    scope: 'rewards:read',
    load: () => import('../areas/merchant/rewards/index.ts'),
  },
  {
    name: 'groups',
    path: '/groups',
    section: 'program',
    scope: 'programs:read',
    load: () => import('../areas/merchant/groups/index.ts'),
  },
  {
    name: 'triggers',
    path: '/triggers',
    section: 'program',
    scope: 'programs:read',
    load: () => import('../areas/merchant/triggers/index.ts'),
  },
  {
    name: 'tiers',
    path: '/tiers',
    section: 'program',
    scope: 'programs:read',
    load: () => import('../areas/merchant/tiers/index.ts'),
  },
  {
    name: 'invoices',
    path: '/invoices',
    section: 'money',
    scope: 'billing:read',
    load: () => import('../areas/merchant/invoices/index.ts'),
  },
  {
    name: 'payouts',
    path: '/payouts',
    section: 'money',
    scope: 'billing:read',
    load: () => import('../areas/merchant/payouts/index.ts'),
  },
  {
    name: 'settings',
    path: '/settings',
    section: 'settings',
    scope: 'programs:read',
    load: () => import('../areas/merchant/settings/index.ts'),
  },
];
