import { configurationCache } from '../../table/programs.ts';
import { serve } from '../shared/api.ts';
import { table } from '../shared/clients.ts';
import { openEdge } from '../shared/edge.ts';
import { optionalEnv } from '../shared/env.ts';
import { openIds } from '../shared/ids.ts';
import { formTemplateRoutes } from './routes.ts';

const store = table();
const publicUrl = (optionalEnv('PUBLIC_URL') ?? '').replace(/\/$/, '');
const deps = { store, configurations: configurationCache(store), ids: openIds(), chance: Math.random, publicUrl };

/** Serves form templates. */
export const handler = serve(openEdge(store), formTemplateRoutes(deps));
