import type { SQSEvent } from 'aws-lambda';
import { configurationCache } from '../../table/programs.ts';
import { table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { queueConsumer } from '../shared/queue.ts';
import { evaluateEvent } from './evaluate-event.ts';

const store = table();
const evaluate = evaluateEvent({
  store,
  configurations: configurationCache(store),
  chance: Math.random,
  clock: systemClock,
});

/** Events of the bus through the queue: each is evaluated on its own, and only the failed ones are tried again. */
export const handler = (event: SQSEvent) => queueConsumer(evaluate)(event);
