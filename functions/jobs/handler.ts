import { configurationCache } from '../../table/programs.ts';
import { serve } from '../shared/api.ts';
import { table } from '../shared/clients.ts';
import { openEdge } from '../shared/edge.ts';
import { env } from '../shared/env.ts';
import { openFiles } from '../shared/files.ts';
import { openIds } from '../shared/ids.ts';
import { dryRunRoutes } from './dry-runs.ts';
import { exportRoutes } from './exports.ts';
import { importRoutes } from './imports.ts';
import { personExportRoutes } from './person-exports.ts';

const store = table();
const files = openFiles(env('FILES_BUCKET'));
const deps = { store, configurations: configurationCache(store), files, ids: openIds(), chance: Math.random };

/** Work that is done in the background: what is asked for, how far it is, and what came of it. */
export const handler = serve(openEdge(store), [
  ...exportRoutes(deps),
  ...personExportRoutes(deps),
  ...importRoutes(deps),
  ...dryRunRoutes(deps),
]);
