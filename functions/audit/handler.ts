import { serve } from '../shared/api.ts';
import { table } from '../shared/clients.ts';
import { openEdge } from '../shared/edge.ts';
import { auditRoutes } from './list.ts';

const store = table();

/** Serves the audit log: who changed what, and when. */
export const handler = serve(openEdge(store), auditRoutes({ store }));
