import * as z from 'zod';
import type { ApiClient } from './client.ts';

const ClockAnswer = z.object({ now: z.iso.datetime(), next_due: z.iso.datetime().nullable() });

/** Where the test clock stands, and when something falls due next, in milliseconds. */
export interface ClockState {
  readonly now: number;
  readonly nextDue: number;
}

const stateOf = (body: string): ClockState => {
  const { now, next_due } = ClockAnswer.parse(JSON.parse(body));
  return { now: Date.parse(now), nextDue: next_due === null ? Number.POSITIVE_INFINITY : Date.parse(next_due) };
};

/** Reads the test clock. @throws Error when the product is not on a local runtime. */
export const readClock = async (api: ApiClient): Promise<ClockState> => {
  const answer = await api.raw('GET', '/_local/clock');
  if (answer.status !== 200) throw new Error(`${api.url} has no test clock: a replay needs the local runtime.`);
  return stateOf(answer.body);
};

/** Moves the test clock. With `wait` the answer comes when everything that this caused is done. */
export const moveClock = async (api: ApiClient, to: number, wait: boolean): Promise<ClockState> => {
  const answer = await api.raw('POST', '/_local/clock', { now: new Date(to).toISOString(), ...(wait ? {} : { wait }) });
  if (answer.status !== 200) throw new Error(`The clock did not move to ${new Date(to).toISOString()}: ${answer.body}`);
  return stateOf(answer.body);
};

/**
 * Resolves when everything that the requests so far have caused is done: no sale is without its reward any more. The
 * clock stays where it stands.
 */
export const settled = async (api: ApiClient): Promise<void> => {
  await moveClock(api, (await readClock(api)).now, true);
};
