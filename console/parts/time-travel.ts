/** The test clock of a runtime on this machine. On AWS there is none, and nobody asks for it. */

export interface ClockState {
  readonly now: string;
  readonly mode: 'test' | 'running';
}

export interface Happening {
  readonly id: number;
  readonly at: string;
  readonly kind: 'mail' | 'state';
  readonly title: string;
  readonly of: string;
}

interface Happened {
  readonly items: readonly Happening[];
  readonly last: number;
}

const HERE = ['127.0.0.1', 'localhost', '[::1]'];
/** By this hour of UTC a day has begun everywhere but on a few islands, so that what is due on it has happened. */
const HOUR = 12;

/** Whether this page can have a test clock at all. */
export const mayTravel = (): boolean => HERE.includes(location.hostname);

const ask = async <D>(path: string, body?: object): Promise<D | undefined> => {
  const posted = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(path, posted);
  return answer.ok ? answer.json() : undefined;
};

/** Where the clock stands; undefined where there is none. */
export const readClock = (): Promise<ClockState | undefined> => ask('/_local/clock');

/** Moves the clock and resolves when everything that fell due on the way is done. */
export const moveClock = (to: number): Promise<ClockState | undefined> =>
  ask('/_local/clock', { now: new Date(to).toISOString() });

/** What has happened after something else; without it, where to begin to ask. */
export const readHappened = (after?: number): Promise<Happened | undefined> =>
  ask(`/_local/happened${after === undefined ? '' : `?after=${after}`}`);

/** A day later, at the same time. */
export const dayAfter = (now: number): number => now + 86_400_000;

/** The next such day of a month, at noon of UTC, after an instant. */
export const nextDayOfMonth = (now: number, day: number): number => {
  const date = new Date(now);
  const here = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day, HOUR);
  return here > now ? here : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, day, HOUR);
};

/** One line of what happened: the same kind of mail to many people is one. */
export interface Summary {
  readonly kind: Happening['kind'];
  readonly title: string;
  readonly at: string;
  readonly count: number;
  /** Whom or what the first was about. */
  readonly first: string;
}

/** What happened, in order of its first time; `isKnown` says which states a person has words for. */
export const summarise = (items: readonly Happening[], isKnown: (state: string) => boolean): readonly Summary[] => {
  const shown = items.filter(({ kind, title }) => kind === 'mail' || isKnown(title));
  const groups = Map.groupBy(shown, ({ kind, title }) => `${kind} ${title}`);
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined
      ? []
      : [{ kind: first.kind, title: first.title, at: first.at, count: rest.length + 1, first: first.of }],
  );
};
