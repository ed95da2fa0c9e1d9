import { table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { openIds } from '../shared/ids.ts';
import { consoleLog } from '../shared/log.ts';
import { operate } from './operate.ts';

const run = operate({ store: table(), ids: openIds(), clock: systemClock, log: consoleLog });

/** Serves the commands of `npm run fairshare`, which invokes this function directly. */
export const handler = (event: unknown): Promise<object> => run(event);
