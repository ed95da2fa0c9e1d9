import { table } from '../shared/clients.ts';
import { consoleLog } from '../shared/log.ts';
import { recordClicks } from './record-clicks.ts';

/** Batches of log lines of tracking. An error makes Lambda deliver the whole batch again, which counts nothing twice. */
export const handler = recordClicks({ store: table(), chance: Math.random, log: consoleLog });
