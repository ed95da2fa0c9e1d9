import * as z from 'zod/mini';
import type { Earning, Mark } from '../domain/earnings.ts';
import { decode } from './codec.ts';
import { earningKey, earningsPrefix, inTimeline, markKey, marksPrefix } from './keys.ts';
import { absent, type Item, type ItemKey, type QueryInput, readMany, type Store, type Write } from './store.ts';

const Level = z.union([z.literal(1), z.literal(2)]);
const StoredReward = z.tuple([z.string(), z.int(), Level, z.int(), z.int(), z.optional(z.array(z.int()))]);
const StoredClawback = z.tuple([z.string(), Level, z.int()]);

/** Short names, because this item is the one that is written most: it stays within one write unit. */
const StoredEarning = z.object({
  program: z.string(),
  p: z.string(),
  m: z.string(),
  e: z.string(),
  at: z.int(),
  own: z.boolean(),
  r: z.array(StoredReward),
  c: z.array(StoredClawback),
  /** Releases: reward, level, amount. Most earnings have none. */
  x: z.optional(z.array(StoredClawback)),
});

/** What an event gave a partnership (`earning_exists` when it is there already: then there is nothing to do). */
export const addEarning = (program: string, earning: Earning): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...earningKey(earning.partnership, earning.period, earning.event),
    program,
    p: earning.partnership,
    m: earning.period,
    e: earning.event,
    at: earning.at,
    own: earning.own,
    r: earning.rewards.map((reward) => [
      reward.trigger,
      reward.version,
      reward.level,
      reward.base,
      reward.amount,
      ...(reward.lines === undefined ? [] : [reward.lines]),
    ]),
    c: earning.clawbacks.map((clawback) => [clawback.reward, clawback.level, clawback.amount]),
    ...(earning.releases === undefined
      ? {}
      : { x: earning.releases.map((release) => [release.reward, release.level, release.amount]) }),
  },
  condition: absent('earning_exists'),
});

export const readEarning = (item: Item): Earning => {
  const stored = decode(StoredEarning, item);
  return {
    partnership: stored.p,
    period: stored.m,
    event: stored.e,
    at: stored.at,
    own: stored.own,
    rewards: stored.r.map(([trigger, version, level, base, amount, lines]) => ({
      trigger,
      version,
      level,
      base,
      amount,
      ...(lines === undefined ? {} : { lines }),
    })),
    clawbacks: stored.c.map(([reward, level, amount]) => ({ reward, level, amount })),
    ...(stored.x === undefined
      ? {}
      : { releases: stored.x.map(([reward, level, amount]) => ({ reward, level, amount })) }),
  };
};

const readAll = async (
  store: Store,
  pk: string,
  range: Pick<QueryInput, 'prefix' | 'between'>,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let start: Readonly<Record<string, unknown>> | undefined;
  do {
    const page = await store.query({ pk, ...range, limit: 1000, start });
    items.push(...page.items);
    start = page.next;
  } while (start !== undefined);
  return items;
};

/** All earnings of a partnership in a period, in order of their events' keys. */
export const earningsOf = async (store: Store, partnership: string, period: string): Promise<readonly Earning[]> =>
  (await readAll(store, `PART#${partnership}`, { prefix: earningsPrefix(period) })).map(readEarning);

/** The earnings with these keys, in their order; undefined where an event gave nothing. */
export const earningsAt = async (
  store: Store,
  keys: readonly EarningPlace[],
): Promise<readonly (Earning | undefined)[]> => {
  const places = keys.map(({ partnership, period, event }) => earningKey(partnership, period, event));
  const id = (key: ItemKey): string => `${key.pk}\n${key.sk}`;
  const distinct = [...new Map(places.map((key) => [id(key), key])).values()];
  const found = new Map((await readMany(store, distinct)).map((item) => [id(item), readEarning(item)]));
  return places.map((key) => found.get(id(key)));
};

/** Where the earning of an event lies. */
export interface EarningPlace {
  readonly partnership: string;
  readonly period: string;
  readonly event: string;
}

const StoredMark = z.object({
  reward: z.string(),
  action: z.enum(['approve', 'decline', 'hold', 'release', 'adjust']),
  at: z.int(),
  by: z.string(),
  note: z.optional(z.string()),
  difference: z.optional(z.int()),
  into: z.optional(z.string()),
});

/** The id of a reward's mark by its number: the first is 1, and there are no gaps. */
export const markId = (place: number): string => String(place).padStart(4, '0');

/** Where the first mark of a reward is, if it has any. */
export const firstMarkKey = (partnership: string, period: string, reward: string): ItemKey =>
  markKey(partnership, period, reward, markId(1));

/** A mark on a reward of the period; `id` orders marks of one reward and makes a repeated one the same item. */
export const addMark = (partnership: string, period: string, id: string, mark: Mark): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...markKey(partnership, period, mark.reward, id),
    ...inTimeline(partnership, mark.at, `${mark.reward}.${id}`),
    ...mark,
  },
  condition: absent('mark_exists'),
});

/** A mark as its item tells it. */
export const readMark = (item: Item): Mark => decode(StoredMark, item);

/** The marks of a partnership's rewards of a period, or of one of them, in order of time. */
export const marksOf = async (
  store: Store,
  partnership: string,
  period: string,
  reward?: string,
): Promise<readonly Mark[]> => {
  const items = await readAll(store, `PART#${partnership}`, { prefix: marksPrefix(period, reward) });
  return items.map(readMark).sort((a, b) => a.at - b.at);
};

/** The marks of a partnership's rewards of a period from one reward's key to another's, both included. */
export const marksBetween = async (
  store: Store,
  partnership: string,
  period: string,
  rewards: readonly [string, string],
): Promise<readonly Mark[]> => {
  const [first, last] = rewards;
  const between = [marksPrefix(period, first), `${marksPrefix(period, last)}~`] as const;
  const items = await readAll(store, `PART#${partnership}`, { between });
  return items.map(readMark).sort((a, b) => a.at - b.at);
};
