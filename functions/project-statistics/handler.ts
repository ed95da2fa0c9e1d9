import { configurationCache } from '../../table/programs.ts';
import { table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { consoleLog } from '../shared/log.ts';
import { project } from './project.ts';

const store = table();

/** Events of the bus through the queue. */
export const handler = project({
  store,
  configurations: configurationCache(store),
  chance: Math.random,
  clock: systemClock,
  log: consoleLog,
});
