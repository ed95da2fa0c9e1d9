import type { Route } from '../shared/api.ts';
import { creativeRoutes } from './creatives.ts';
import type { ContentDeps } from './deps.ts';
import { imageRoutes } from './images.ts';
import { lookRoutes } from './look.ts';
import { pageRoutes } from './pages.ts';
import { portalCreativeRoutes } from './portal-creatives.ts';

/** Everything that a program shows its partners of itself. */
export const contentRoutes = (deps: ContentDeps): readonly Route[] => [
  ...creativeRoutes(deps),
  ...portalCreativeRoutes(deps),
  ...lookRoutes(deps),
  ...pageRoutes(deps),
  ...imageRoutes(deps),
];
