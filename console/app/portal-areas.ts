import type { Area } from './areas.ts';

/** The areas of the portal, in the order of the navigation: one line each. */
export const PORTAL_AREAS: readonly Area[] = [
  { name: 'dashboard', path: '/', section: 'work', load: () => import('../areas/portal/dashboard/index.ts') },
];
