import { serve } from '../shared/api.ts';
import { table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { openEdge } from '../shared/edge.ts';
import { startExecution } from '../shared/executions.ts';
import type { HttpAnswer, HttpEvent } from '../shared/http.ts';
import { openIds } from '../shared/ids.ts';
import type { PaymentDeps } from './deps.ts';
import { routes } from './routes.ts';
import { storedProviders } from './stored-providers.ts';
import { paymentsTask } from './task.ts';

const store = table();
const edge = openEdge(store);
const ids = openIds();
const startMonth = startExecution();
const providers = storedProviders();

const depsNow = async (): Promise<PaymentDeps> => ({
  store,
  clock: systemClock,
  ids,
  chance: Math.random,
  providers: await providers(),
  startMonth,
});

const isHttp = (event: HttpEvent | object): event is HttpEvent => 'requestContext' in event;

/** Operations of the HTTP API, and steps of billing-month. */
export const handler = async (event: HttpEvent | object): Promise<HttpAnswer | object> => {
  const deps = await depsNow();
  return isHttp(event) ? serve(edge, routes(deps))(event) : paymentsTask(deps)(event);
};
