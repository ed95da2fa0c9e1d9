import { setTimeout as pause } from 'node:timers/promises';
import { AsyncInvocations } from './async-invocations.ts';
import { startBus } from './bus.ts';
import { clockRoutes } from './clock-routes.ts';
import type { Kernel } from './contract.ts';
import { happeningRoute } from './happenings.ts';
import { startMail } from './mail.ts';
import { startMappings } from './mappings.ts';
import type { Messaging, MessagingParts } from './messaging-parts.ts';
import { startQueueEndpoint } from './queue-endpoint.ts';
import { Queues } from './queues.ts';
import { startSchedules } from './schedules.ts';
import { startSecrets } from './secrets.ts';
import { statesEndpoint } from './states/endpoint.ts';
import { StateMachines } from './states/index.ts';
import { statusRoute } from './status.ts';

const LONGEST_CLOSE = 5000;

/**
 * Starts everything between the functions: queues, bus, mappings, schedules, state machines, mail, secrets and the
 * clock's routes. What the last process left is taken up; whatever AWS would refuse fails here, naming it.
 */
export async function startMessaging(kernel: Kernel, parts: MessagingParts): Promise<Messaging> {
  startSecrets(kernel, parts);
  startMail(kernel, parts);
  const queues = new Queues(kernel);
  startQueueEndpoint(kernel, parts, queues);
  const invocations = new AsyncInvocations(kernel, queues);
  const machines = new StateMachines(kernel, parts);
  parts.registerEndpoint('states', statesEndpoint(kernel, machines));
  const sinks = { queues, invocations, machines };
  startBus(kernel, parts, sinks);
  startSchedules(kernel, parts, sinks);
  const mappings = startMappings(kernel, parts, queues);
  statusRoute(kernel, parts, { queues, mappings, invocations, machines });
  clockRoutes(kernel, parts);
  happeningRoute(kernel, parts);
  machines.resume();
  parts.timers.start();
  return {
    close: async () => {
      parts.timers.stop();
      const work = [machines.close(), invocations.close(), ...mappings.map((mapping) => mapping.close())];
      queues.close();
      const stop = new AbortController();
      await Promise.race([
        Promise.all(work),
        pause(LONGEST_CLOSE, undefined, { signal: stop.signal }).catch(() => undefined),
      ]);
      stop.abort();
    },
  };
}
