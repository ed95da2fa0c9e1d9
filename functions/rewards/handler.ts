import { configurationCache } from '../../table/programs.ts';
import { serve } from '../shared/api.ts';
import { table } from '../shared/clients.ts';
import { openEdge } from '../shared/edge.ts';
import { openIds } from '../shared/ids.ts';
import { rewardRoutes } from './routes.ts';

const store = table();

/** Serves rewards, why they came to be, and decisions about them. */
export const handler = serve(
  openEdge(store),
  rewardRoutes({ store, ids: openIds(), chance: Math.random, configurations: configurationCache(store) }),
);
