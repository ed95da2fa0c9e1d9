import type { Route } from '../shared/api.ts';
import { apiKeyRoutes } from './api-keys.ts';
import type { ProgramsDeps } from './deps.ts';
import { domainRoutes } from './domains.ts';
import { groupRoutes } from './groups.ts';
import { offerRoutes } from './offers.ts';
import { planRoutes } from './plan.ts';
import { portalHostRoutes } from './portal-hosts.ts';
import { segmentRoutes } from './segments.ts';
import { programRoutes } from './settings.ts';
import { tagRoutes } from './tags.ts';
import { tierRoutes } from './tiers.ts';
import { triggerRoutes } from './triggers.ts';

/** Everything that a merchant configures. */
export const routes = (deps: ProgramsDeps): readonly Route[] => [
  ...programRoutes(deps),
  ...planRoutes(deps),
  ...groupRoutes(deps),
  ...tagRoutes(deps),
  ...segmentRoutes(deps),
  ...tierRoutes(deps),
  ...triggerRoutes(deps),
  ...offerRoutes(deps),
  ...domainRoutes(deps),
  ...portalHostRoutes(deps),
  ...apiKeyRoutes(deps),
];
