import * as z from 'zod';
import { Progress } from '../progress.ts';
import { ApiClient } from './client.ts';
import { moveClock, readClock } from './clock.ts';
import type { ProgramFile, RetailEvent } from './files.ts';
import { chainOf, createCustomers, customersByPartner, joinedAlready, type Playing, play } from './play.ts';
import { setPaymentMethod, setUp } from './setup.ts';
import { monthEnd, type Step, timelineOf } from './timeline.ts';

export interface RunOptions {
  readonly url: string;
  readonly key: string;
  readonly file: ProgramFile;
  readonly events: readonly RetailEvent[];
  /** Goes on with an interrupted replay: what lies before the clock is done. */
  readonly resume: boolean;
  /** Where it ends: when the last month is paid out, or while its invoice is in review. */
  readonly until: 'paid out' | 'in review';
}

export interface RunResult {
  readonly api: ApiClient;
  /** Events a second, from the first event to the end of the last month's work. */
  readonly rate: number;
}

const DAY = 86_400_000;
/** How far a resumed replay goes back: events that were accepted are answered as they were. */
const RESENT_MS = 25 * 3_600_000;
/** How many events are under way at once. */
const AT_ONCE = 12;

const prepare = async (api: ApiClient, options: RunOptions): Promise<Playing> => {
  const { file, events, resume } = options;
  const names = await setUp(api, file);
  await setPaymentMethod(api);
  const customers = customersByPartner(file, events);
  const progress = new Progress('customers', [...customers.values()].flat().length);
  await createCustomers({ api, customers }, () => progress.step());
  progress.end();
  return { api, file, names, customers, joined: resume ? await joinedAlready(api) : new Set() };
};

const label = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Events that are under way: at most so many, those of one chain in their order. The first failure ends the replay. */
class Window {
  readonly #chains = new Map<string, Promise<void>>();
  readonly #running = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  async add(chain: string, work: () => Promise<void>): Promise<void> {
    while (this.#running.size >= AT_ONCE) await Promise.race(this.#running);
    this.#check();
    const before = this.#chains.get(chain) ?? Promise.resolve();
    const task = before.then(async () => {
      if (this.#failure === undefined) await work();
    });
    const settled = task
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#running.delete(settled);
        if (this.#chains.get(chain) === settled) this.#chains.delete(chain);
      });
    this.#running.add(settled);
    this.#chains.set(chain, settled);
  }

  /** Resolves when nothing is under way. */
  async drain(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    this.#check();
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}

/** Partners join and offers end one after the other, with the clock at their instant. */
const playInOrder = async (playing: Playing, step: Step, window: Window): Promise<number> => {
  await window.drain();
  const { nextDue } = await moveClock(playing.api, step.at, false);
  await play(playing, step);
  return nextDue;
};

const playAll = async (playing: Playing, steps: readonly Step[]): Promise<Progress> => {
  const { api, file } = playing;
  const total = steps.filter((step) => step.kind === 'event').length;
  const joins = new Progress('partners and offers', steps.length - total);
  const events = new Progress('events', total);
  const window = new Window();
  let due = (await readClock(api)).nextDue;
  for (const step of steps) {
    if (step.kind !== 'event') {
      due = await playInOrder(playing, step, window);
      joins.step(1, label(step.at));
      continue;
    }
    events.begin();
    // What falls due before an event happens before it, and after everything that came before.
    if (step.at >= due) {
      await window.drain();
      due = (await moveClock(api, step.at, false)).nextDue;
    }
    await window.add(chainOf(file, step.event), async () => {
      await play(playing, step);
      events.step(1, label(step.at));
    });
  }
  await window.drain();
  joins.end();
  return events;
};

/**
 * Plays a program and its events through the public API in order of time, with the test clock.
 * @throws Error when the product's clock is past the first event and this is not a resumed replay.
 */
export const runReplay = async (options: RunOptions): Promise<RunResult> => {
  const api = new ApiClient(options.url, options.key);
  const clock = (await readClock(api)).now;
  const steps = timelineOf(options.file, options.events);
  // Every day something falls due, before which everything earlier was answered: what is older than that is done.
  const since = options.resume ? clock - RESENT_MS : clock;
  const ahead = steps.filter((step) => step.at >= clock || (step.kind === 'event' && step.at >= since));
  if (!options.resume && steps.some((step) => step.at < clock)) {
    throw new Error(`The clock stands at ${new Date(clock).toISOString()}, past the first step: use an empty runtime.`);
  }
  const playing = await prepare(api, options);
  const progress = await playAll(playing, ahead);
  const end = monthEnd(steps.at(-1)?.at ?? clock);
  if (options.until === 'in review') {
    await moveClock(api, end + 2 * DAY + 9 * 3_600_000, true);
  } else {
    for (const day of [1, 8, 13, 14])
      await moveClock(api, Math.max(end + (day - 1) * DAY, (await readClock(api)).now), true);
  }
  progress.end();
  return { api, rate: progress.rate() };
};

export const Merchant = z.object({
  merchant_key: z.string(),
  program_key: z.string(),
  public_key: z.string(),
  secret_key: z.string(),
});
export type Merchant = z.infer<typeof Merchant>;
