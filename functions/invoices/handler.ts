import { serve } from '../shared/api.ts';
import { table } from '../shared/clients.ts';
import { openEdge } from '../shared/edge.ts';
import { optionalEnv } from '../shared/env.ts';
import { invoiceRoutes } from './invoices.ts';
import { ledgerRoutes } from './ledger.ts';
import { lineRoutes } from './lines.ts';
import { payoutRoutes } from './payouts.ts';
import { portalRoutes } from './portal.ts';
import { statisticsRoutes } from './statistics.ts';

const store = table();
const publicUrl = (optionalEnv('PUBLIC_URL') ?? '').replace(/\/+$/, '');
const deps = { store, chance: Math.random };

/** Invoices and their review, payouts, the ledger, statistics. */
export const handler = serve(openEdge(store), [
  ...invoiceRoutes(deps),
  ...lineRoutes(deps),
  ...payoutRoutes(deps),
  ...ledgerRoutes(deps),
  ...statisticsRoutes({ store, publicUrl }),
  ...portalRoutes(store),
]);
