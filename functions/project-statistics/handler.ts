import { table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { consoleLog } from '../shared/log.ts';
import { project } from './project.ts';

/** Events of the bus through the queue. */
export const handler = project({ store: table(), chance: Math.random, clock: systemClock, log: consoleLog });
