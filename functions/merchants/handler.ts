import { serve } from '../shared/api.ts';
import { table } from '../shared/clients.ts';
import { openEdge } from '../shared/edge.ts';
import { openIds } from '../shared/ids.ts';
import { merchantRoutes } from './billing-details.ts';
import { guideRoutes } from './guide.ts';
import { merchantProgramRoutes } from './programs.ts';

const store = table();
const deps = { store, ids: openIds(), chance: Math.random };

/** Serves the merchant: its name, who is billed, its programs, and how far each is set up. */
export const handler = serve(openEdge(store), [
  ...merchantRoutes(deps),
  ...merchantProgramRoutes(deps),
  ...guideRoutes(deps),
]);
