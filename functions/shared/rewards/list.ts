import { readEarning } from '../../../table/earnings.ts';
import { findPartnership } from '../../../table/partner-names.ts';
import type { Context } from '../api.ts';
import type { InputOf } from '../contract.ts';
import type { listRewards } from '../contracts/rewards.ts';
import { inParallel } from '../parallel.ts';
import { invalidFields } from '../problems.ts';
import type { RewardReader } from './deps.ts';
import {
  type Entry,
  earningRanges,
  entriesOf,
  eventRanges,
  keyTime,
  narrowed,
  placeOf,
  rewardingLists,
  type Window,
  windowOf,
} from './entries.ts';
import { eventsOfItems, itemKeyOfEntry, type RewardEvent } from './events.ts';
import { findEvent } from './find-event.ts';
import { type FoundReward, rewardsIn, rewardsOfEvents, standingReader, withMarks } from './found.ts';
import { itemsAt } from './items.ts';
import { requireProgram } from './read.ts';
import { type RewardView, rewardViews, wholeRewards } from './view.ts';

type Query = InputOf<typeof listRewards>['query'];

export interface RewardPage {
  readonly items: RewardView[];
  readonly has_more: boolean;
  readonly next_cursor?: string;
}

/** How many events one request looks at, at most, when filters refuse most of their rewards. */
const MOST_EXAMINED = 500;
const BATCH = 100;
/** How long places are: the instant and the chance of a key. */
const PLACE = 26;

/** Where a page begins: the reward after which, or before which, it lies. */
interface Cursor {
  readonly place: string;
  readonly text: string;
}

const CURSOR = /^rwd_([a-z]+_[0-9a-z]{26})(?:[.~].*)?$/;

const cursorOf = (query: Query): Cursor | undefined => {
  const { starting_after: after, ending_before: before } = query;
  if (after !== undefined && before !== undefined) {
    throw invalidFields([{ param: 'ending_before', message: 'Cannot be given together with starting_after.' }]);
  }
  const text = after ?? before;
  if (text === undefined) return undefined;
  const event = CURSOR.exec(text)?.[1];
  const param = after === undefined ? 'ending_before' : 'starting_after';
  if (event === undefined) throw invalidFields([{ param, message: 'Is not the key of an item of this list.' }]);
  return { place: placeOf(event), text };
};

/** A search for rewards: where they are, in which direction, and which of them are wanted. */
interface Search {
  readonly program: string;
  readonly partnership: string | undefined;
  /** The types of events for which there ever was a trigger, where that is known. */
  readonly awaited: readonly string[] | undefined;
  readonly period: string;
  readonly forward: boolean;
  readonly cursor: Cursor | undefined;
  readonly query: Query;
}

/** A reward that was found; its event where it was read on the way. */
interface Hit extends FoundReward {
  readonly source: RewardEvent | undefined;
}

const hitsOfEvents = async (deps: RewardReader, search: Search, entries: readonly Entry[]): Promise<readonly Hit[]> => {
  const keys = entries.map(({ item }) => itemKeyOfEntry(item));
  const itemAt = await itemsAt(deps.store, keys);
  const told = await eventsOfItems(deps, keys.map(itemAt));
  const events = told.filter((event) => event !== undefined).filter((event) => event.due === search.period);
  const byKey = new Map(events.map((event) => [event.key, event]));
  const found = await rewardsOfEvents(deps.store, events);
  return found.map((reward) => ({ ...reward, source: byKey.get(reward.event) }));
};

const hitsOfEarnings = (entries: readonly Entry[]): readonly Hit[] =>
  entries.flatMap(({ item }) => rewardsIn(readEarning(item)).map((reward) => ({ ...reward, source: undefined })));

const order = (a: Cursor, b: Cursor): number =>
  a.place === b.place ? (a.text < b.text ? -1 : a.text > b.text ? 1 : 0) : a.place < b.place ? -1 : 1;

const positionOf = (reward: FoundReward): Cursor => ({ place: placeOf(reward.event), text: reward.key });

/** The rewards of some entries that lie behind the cursor, in order, each once. */
const inOrder = (hits: readonly Hit[], { forward, cursor }: Search): readonly Hit[] => {
  const direction = forward ? 1 : -1;
  return hits
    .filter((hit) => cursor === undefined || order(positionOf(hit), cursor) * direction > 0)
    .toSorted((a, b) => order(positionOf(a), positionOf(b)) * direction);
};

const within = (value: number, least: number | undefined, most: number | undefined): boolean =>
  (least === undefined || value >= least) && (most === undefined || value <= most);

const examine = async (
  deps: RewardReader,
  search: Search,
  standingOf: ReturnType<typeof standingReader>,
  entries: readonly Entry[],
) => {
  const { query, partnership } = search;
  const hits = partnership === undefined ? await hitsOfEvents(deps, search, entries) : hitsOfEarnings(entries);
  const { trigger_key: trigger } = query;
  const ordered = inOrder(hits, search).filter(({ reward }) => trigger === undefined || reward.trigger === trigger);
  const marked = await withMarks(deps.store, ordered);
  const standings = await inParallel(marked, standingOf);
  return ordered.flatMap(({ source }, index) => {
    const [reward, standing] = [marked[index], standings[index]];
    if (reward === undefined || standing === undefined) return [];
    if (query.status !== undefined && standing.status !== query.status) return [];
    const changed = reward.marks.at(-1)?.at ?? reward.at;
    const wanted =
      within(reward.at, query.min_created, query.max_created) && within(changed, query.min_updated, query.max_updated);
    return wanted ? [{ marked: reward, standing, source }] : [];
  });
};
type Examined = Awaited<ReturnType<typeof examine>>[number];

/** A cursor at which nothing of its event is left. */
const isCut = ({ text }: Cursor): boolean => text.endsWith('~');

/**
 * Where entries are read. A sign-up is listed by its customer, whose key is another one than that of the event: forwards,
 * such lists are read from the instant of the cursor on, and what lies before the cursor is left out.
 */
const windowFrom = (whole: Window, cursor: Cursor | undefined, forward: boolean): Window => {
  if (cursor === undefined || !forward) return narrowed(whole, cursor?.place, forward);
  if (isCut(cursor)) return narrowed(whole, `${cursor.place}~`, forward);
  return {
    ...narrowed(whole, cursor.place, forward),
    thingsFrom: narrowed(whole, keyTime(cursor.place), forward).from,
  };
};

/** Reads on until there are enough rewards, or all were seen, or too many were looked at. */
const collect = async (deps: RewardReader, search: Search, zone: string, wanted: number) => {
  const { program, partnership, awaited, period, forward, cursor, query } = search;
  const window = windowFrom(windowOf(period, zone, query), cursor, forward);
  const ranges =
    partnership === undefined
      ? eventRanges(program, window, rewardingLists(awaited))
      : earningRanges(partnership, period, window);
  const entries = entriesOf(deps.store, ranges, forward);
  const standingOf = standingReader(deps.store, program);
  const found: Examined[] = [];
  let last: Entry | undefined;
  for (let examined = 0; found.length < wanted && examined < MOST_EXAMINED; ) {
    const batch = await take(entries, Math.min(BATCH, MOST_EXAMINED - examined, Math.max(wanted, examined)));
    if (batch.length === 0) return { found, cut: undefined };
    found.push(...(await examine(deps, search, standingOf, batch)));
    // On a clock that stands still an instant may hold any number of events: those before the cursor were looked at.
    examined += batch.filter(({ place }) => !forward || cursor === undefined || place >= cursor.place).length;
    last = batch.at(-1);
  }
  const cut = found.length < wanted && last !== undefined ? behind(last, forward) : undefined;
  return { found, cut };
};

const take = async (entries: AsyncGenerator<Entry, undefined>, count: number): Promise<readonly Entry[]> => {
  const taken: Entry[] = [];
  while (taken.length < count) {
    const { value } = await entries.next();
    if (value === undefined) break;
    taken.push(value);
  }
  return taken;
};

/** A cursor behind all rewards of the event at this place: it sorts before or after every key that they can have. */
const behind = ({ place }: Entry, forward: boolean): string =>
  forward ? `rwd_z_${place.slice(0, PLACE)}~` : `rwd_a_${place.slice(0, PLACE)}`;

const viewsOf = async (
  deps: RewardReader,
  program: string,
  currency: string,
  page: readonly Examined[],
): Promise<readonly RewardView[]> => {
  const unknown = [...new Set(page.filter(({ source }) => source === undefined).map(({ marked }) => marked.event))];
  const events = await inParallel(unknown, (key) => findEvent(deps, program, key));
  const byKey = new Map(unknown.map((key, index) => [key, events[index]]));
  const complete = page.flatMap(({ marked, standing, source }) => {
    const event = source ?? byKey.get(marked.event);
    return event === undefined ? [] : [{ marked, standing, source: event }];
  });
  return rewardViews(deps, currency, await wholeRewards(deps.store, complete));
};

/**
 * One page of the rewards that were earned in a period, of a partnership or of the whole program, in the order of
 * their events. A partnership's lie together; the program's are found through its events, because earnings have no
 * index. At most five hundred events are looked at: a page that ends early says where to go on.
 */
export const listRewardsOf =
  (deps: RewardReader) =>
  async (context: Pick<Context, 'program'>, query: Query): Promise<RewardPage> => {
    const program = await requireProgram(deps, context.program);
    const cursor = cursorOf(query);
    const partnership =
      query.partnership_key === undefined
        ? undefined
        : await findPartnership(deps.store, program.key, query.partnership_key);
    if (query.partnership_key !== undefined && partnership === undefined) return { items: [], has_more: false };
    const backwards = query.ending_before !== undefined;
    const search: Search = {
      program: program.key,
      partnership: partnership?.key,
      awaited: program.awaited,
      period: query.period ?? program.open_period,
      forward: (query.order_by === 'created_at') !== backwards,
      cursor,
      query,
    };
    const { found, cut } = await collect(deps, search, program.time_zone, query.limit + 1);
    const page = found.slice(0, query.limit);
    const views = await viewsOf(deps, program.key, program.currency, page);
    const items = backwards ? views.toReversed() : [...views];
    return { items, has_more: cut !== undefined || found.length > query.limit, ...(cut ? { next_cursor: cut } : {}) };
  };
