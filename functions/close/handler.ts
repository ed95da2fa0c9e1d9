import { configurationCache } from '../../table/programs.ts';
import { table } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { startExecution } from '../shared/executions.ts';
import { closeTask } from './task.ts';

const store = table();
const task = closeTask({
  store,
  clock: systemClock,
  chance: Math.random,
  configurations: configurationCache(store),
  startMonth: startExecution(),
});

/** A step of billing-run or billing-month. */
export const handler = (event: unknown): Promise<object> => task(event);
