import * as z from 'zod';
import { Progress } from '../progress.ts';
import { ApiClient } from './client.ts';
import { type ClockState, moveClock, readClock, settled } from './clock.ts';
import type { ProgramFile, RetailEvent } from './files.ts';
import { chainsOf, createCustomers, customersByPartner, type Playing, play } from './play.ts';
import { setPaymentMethod, setUp } from './setup.ts';
import type { Story } from './story.ts';
import { type Aside, monthEnd, type Step, timelineOf } from './timeline.ts';

export interface RunOptions {
  readonly url: string;
  readonly key: string;
  readonly file: ProgramFile;
  readonly events: readonly RetailEvent[];
  /** Goes on with an interrupted replay: what lies before the clock is done. */
  readonly resume: boolean;
  /** Where it ends: when the last month is paid out, or while its invoice is in review. */
  readonly until: 'paid out' | 'in review';
  /** What is told beside. */
  readonly story?: Story;
}

export interface RunResult {
  readonly api: ApiClient;
  /** Events a second, from the first event to the end of the last month's work. */
  readonly rate: number;
  /** Events a second from request to reward: without the time in which the calendar did what fell due. */
  readonly eventRate: number;
}

const DAY = 86_400_000;
/** The invoice of a month is in review since the 1st: here it is the morning of the 3rd. */
export const IN_REVIEW_MS = 2 * DAY + 9 * 3_600_000;
/** How far a resumed replay goes back: what was accepted is answered as it was. */
const RESENT_MS = 25 * 3_600_000;
/** How many steps are under way at once. */
const AT_ONCE = 12;

const prepare = async (api: ApiClient, options: RunOptions): Promise<Playing> => {
  const { file, events, story } = options;
  const names = await setUp(api, file);
  await setPaymentMethod(api);
  const customers = customersByPartner(file, events, story?.newcomers);
  const progress = new Progress('customers', [...customers.values()].flat().length);
  await createCustomers({ api, customers }, () => progress.step());
  progress.end();
  return { api, file, names, customers, story };
};

const label = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Moves the clock to what falls due, and knows for how long the product was busy with that and nothing else. */
class Calendar {
  readonly #api: ApiClient;
  #spentMs = 0;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  async moveTo(at: number, wait: boolean): Promise<ClockState> {
    // What the events before still cause is theirs, and not the calendar's.
    await settled(this.#api);
    const began = performance.now();
    const state = await moveClock(this.#api, at, wait);
    this.#spentMs += performance.now() - began;
    return state;
  }

  /** From here on it counts. */
  begin(): void {
    this.#spentMs = 0;
  }

  get spentMs(): number {
    return this.#spentMs;
  }
}

/** Steps that are under way: at most so many, those of one chain in their order. The first failure ends the replay. */
class Window {
  readonly #chains = new Map<string, Promise<void>>();
  readonly #running = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  async add(chains: readonly string[], work: () => Promise<void>): Promise<void> {
    while (this.#running.size >= AT_ONCE) await Promise.race(this.#running);
    this.#check();
    const task = Promise.all(chains.map((chain) => this.#chains.get(chain))).then(async () => {
      if (this.#failure === undefined) await work();
    });
    const settled = task
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#running.delete(settled);
        for (const chain of chains) if (this.#chains.get(chain) === settled) this.#chains.delete(chain);
      });
    this.#running.add(settled);
    for (const chain of chains) this.#chains.set(chain, settled);
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

/** Offers end with nothing else under way, and with the clock at their instant. */
const endOffer = async (playing: Playing, step: Step, window: Window, calendar: Calendar): Promise<number> => {
  await window.drain();
  const { nextDue } = await calendar.moveTo(step.at, false);
  await play(playing, step);
  return nextDue;
};

const playAll = async (playing: Playing, steps: readonly Step[], calendar: Calendar): Promise<Progress> => {
  const { api, file } = playing;
  const many = (...kinds: readonly Step['kind'][]) => steps.filter((step) => kinds.includes(step.kind)).length;
  const others = new Progress('partners and offers', many('join', 'end'));
  const asides = new Progress('clicks and more', many('aside'));
  const events = new Progress('events', many('event'));
  const barOf = { event: events, aside: asides, join: others, end: others } as const;
  const window = new Window();
  let due = (await readClock(api)).nextDue;
  for (const step of steps) {
    const progress = barOf[step.kind];
    if (step.kind === 'event' && events.begin()) calendar.begin();
    if (step.kind === 'end') {
      due = await endOffer(playing, step, window, calendar);
      progress.step(1, label(step.at));
      continue;
    }
    // What falls due before a step happens before it, and after everything that came before.
    if (step.at >= due) {
      await window.drain();
      due = (await calendar.moveTo(step.at, false)).nextDue;
    }
    await window.add(chainsOf(file, step), async () => {
      await play(playing, step);
      progress.step(1, label(step.at));
    });
  }
  await window.drain();
  others.end();
  return events;
};

/** What a story tells of the days after the last month: the calendar stands behind them. */
const tellRest = async (playing: Playing, asides: readonly Aside[]): Promise<void> => {
  const progress = new Progress('the latest days', asides.length);
  const window = new Window();
  for (const aside of asides) {
    await window.add(chainsOf(playing.file, aside), async () => {
      await play(playing, aside);
      progress.step(1, label(aside.at));
    });
  }
  await window.drain();
  progress.end();
};

/**
 * Plays a program and its events through the public API in order of time, with the test clock.
 * @throws Error when the product's clock is past the first event and this is not a resumed replay.
 */
export const runReplay = async (options: RunOptions): Promise<RunResult> => {
  const api = new ApiClient(options.url, options.key);
  const clock = (await readClock(api)).now;
  // Every day something falls due, before which everything earlier was answered: what is older than that is done.
  const since = options.resume ? clock - RESENT_MS : clock;
  const end = monthEnd(Date.parse(options.events.at(-1)?.at ?? new Date(clock).toISOString()));
  const asides = (await options.story?.asides(api, Math.min(since, end), clock)) ?? [];
  const steps = timelineOf(options.file, options.events, asides);
  const ahead = steps.filter((step) => step.at >= clock || (step.kind !== 'end' && step.at >= since));
  if (!options.resume && steps.some((step) => step.at < clock)) {
    throw new Error(`The clock stands at ${new Date(clock).toISOString()}, past the first step: use an empty runtime.`);
  }
  const playing = await prepare(api, options);
  const calendar = new Calendar(api);
  const progress = await playAll(playing, ahead, calendar);
  if (options.until === 'in review') {
    await calendar.moveTo(Math.max(end + IN_REVIEW_MS, (await readClock(api)).now), true);
    await tellRest(
      playing,
      asides.filter(({ at }) => at >= end).toSorted((one, other) => one.at - other.at),
    );
    await settled(api);
  } else {
    for (const day of [1, 8, 13, 14])
      await calendar.moveTo(Math.max(end + (day - 1) * DAY, (await readClock(api)).now), true);
  }
  progress.end();
  return { api, rate: progress.rate(), eventRate: progress.rate(calendar.spentMs) };
};

export const Merchant = z.object({
  merchant_key: z.string(),
  program_key: z.string(),
  public_key: z.string(),
  secret_key: z.string(),
});
export type Merchant = z.infer<typeof Merchant>;
