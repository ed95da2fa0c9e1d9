import { configurationCache } from '../../table/programs.ts';
import { serve } from '../shared/api.ts';
import { table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { openEdge } from '../shared/edge.ts';
import { env, optionalEnv } from '../shared/env.ts';
import { openFiles } from '../shared/files.ts';
import { openIds } from '../shared/ids.ts';
import { contentRoutes } from './routes.ts';

const store = table();
const deps = {
  ...{ store, configurations: configurationCache(store), ids: openIds(), chance: Math.random, clock: systemClock },
  files: openFiles(env('FILES_BUCKET')),
  publicUrl: (optionalEnv('PUBLIC_URL') ?? '').replace(/\/$/, ''),
};

/** Serves what a program shows its partners: promo material, look and pages of the portal, and pictures for everybody. */
export const handler = serve(openEdge(store), contentRoutes(deps));
