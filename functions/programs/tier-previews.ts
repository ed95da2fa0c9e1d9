import { createHash } from 'node:crypto';
import { notFound } from '../../domain/errors.ts';
import { keyInstant } from '../../domain/ids.ts';
import { acceptedAt, tierIn } from '../../domain/standing.ts';
import { addTier, placeTier, removeTier, resetLadder } from '../../domain/tier-ladders.ts';
import { type TierLadder, tierIndex } from '../../domain/tiers.ts';
import { listPartition, profileKey } from '../../table/keys.ts';
import { readProfile, readStanding, type Standing } from '../../table/partnerships.ts';
import { SHARDS } from '../../table/shards.ts';
import type { Context } from '../shared/api.ts';
import { readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { previewTiers } from '../shared/contracts/tiers.ts';
import { type PageQuery, pageOfAll, wholeItems } from '../shared/paging.ts';
import type { ProgramsDeps } from './deps.ts';

type View = DataOf<typeof previewTiers>;
type Change = InputOf<typeof previewTiers>['body']['change'];

/** Names the tiers as they are and as they would be, so that a change in between is noticed. */
export const confirmationOf = (before: TierLadder, after: TierLadder): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        [before, after].map(({ generation, measurement, movement, levels }) => {
          const minimums = levels.map(({ key, minimum }) => [key, minimum]);
          return [generation ?? 0, measurement, movement, minimums];
        }),
      ),
    )
    .digest('hex')
    .slice(0, 32);

/** Stands for the tier that would be created. */
const NEW = 'new';

const changed = (ladder: TierLadder, change: Change): TierLadder => {
  const known = (key: string) => {
    const tier = ladder.levels.find((level) => level.key === key);
    if (tier === undefined) throw notFound('tier', 'change.tier_key');
    return tier;
  };
  switch (change.action) {
    case 'create':
      return addTier(ladder, { key: NEW, name: '', minimum: change.minimum }, change);
    case 'update':
      return placeTier(ladder, { ...known(change.tier_key), minimum: change.minimum });
    case 'delete':
      return removeTier(ladder, known(change.tier_key).key);
    case 'reset':
      return resetLadder(ladder, change);
  }
};

/** So many partnerships of a shard are looked at, at most: a request has half a minute. */
const MOST_OF_SHARD = 10_000;
const PAGE = 1_000;

const standingsOf = async (deps: ProgramsDeps, program: string, shard: number) => {
  const standings: Standing[] = [];
  let start: Readonly<Record<string, unknown>> | undefined;
  do {
    const pk = listPartition('PARTS', program, shard);
    const page = await deps.store.query({ index: 'gsi1', pk, limit: PAGE, start });
    const items = await wholeItems(deps.store, page.items);
    standings.push(...items.flatMap((item) => (item === undefined ? [] : [readStanding(item)])));
    start = page.next;
  } while (start !== undefined && standings.length < MOST_OF_SHARD);
  return { standings, complete: start === undefined };
};

/** Where a partnership is and would be. */
interface Move {
  readonly key: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly up: boolean;
}

/** Counts of tiers by their keys. */
const tally = (keys: readonly (string | undefined)[]): ReadonlyMap<string | undefined, number> => {
  const counts = new Map<string | undefined, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

/** Whether the new tier is above the old one; one that is taken away stands where it stood. */
const isUp = (before: TierLadder, after: TierLadder, from: string | undefined, to: string | undefined): boolean => {
  const kept = after.levels.some((tier) => tier.key === from);
  return kept ? tierIndex(after, to) > tierIndex(after, from) : tierIndex(before, to) > tierIndex(before, from);
};

const tiersView = (before: TierLadder, after: TierLadder, places: readonly Move[]): View['tiers'] => {
  const [then, later] = [tally(places.map(({ from }) => from)), tally(places.map(({ to }) => to))];
  const gone = before.levels.filter((tier) => !after.levels.some((other) => other.key === tier.key));
  return [...after.levels, ...gone].map(({ key, name }) => ({
    tier_key: key === NEW ? null : key,
    name: key === NEW ? null : name,
    before_count: then.get(key) ?? 0,
    after_count: later.get(key) ?? 0,
  }));
};

const shownKey = (key: string | undefined): string | null => (key === undefined || key === NEW ? null : key);

const moversView = async (deps: ProgramsDeps, movers: readonly Move[], query: PageQuery) => {
  const listed = movers.map((move) => {
    const at = keyInstant(move.key) ?? 0;
    return { ...move, created_at: at, updated_at: at };
  });
  const page = pageOfAll(listed, query);
  const profiles = await wholeItems(
    deps.store,
    page.items.map(({ key }) => profileKey(key)),
  );
  const items = page.items.flatMap(({ key, from, to }, index): View['items'] => {
    const item = profiles[index];
    if (item === undefined) return [];
    const { created_at, updated_at, partner_key, email } = readProfile(item);
    const moved = { from_tier_key: shownKey(from), to_tier_key: shownKey(to) };
    return [{ key, created_at, updated_at, partner_key, email, ...moved }];
  });
  return { items, has_more: page.has_more };
};

/**
 * Who would be in another tier after a change of the tiers, by the measures of now.
 * @throws Failure `not_found` (change.tier_key), and what the change itself would be refused with.
 */
export const previewChange = async (
  deps: ProgramsDeps,
  { program: key, now }: Context,
  { body, query }: InputOf<typeof previewTiers>,
): Promise<View> => {
  const { program, configuration } = await readProgramState(deps, key);
  const before = configuration.ladder;
  const after = changed(before, body.change);
  const shards = await Promise.all(SHARDS.map((shard) => standingsOf(deps, key, shard)));
  const active = shards.flatMap(({ standings }) => standings).filter(({ status }) => status === 'active');
  const places = active.map((standing): Move => {
    const { period } = acceptedAt(now, program.time_zone, standing.sealed);
    const [from, to] = [tierIn(before, standing, period), tierIn(after, standing, period)];
    return { key: standing.key, from, to, up: isUp(before, after, from, to) };
  });
  const movers = places.filter(({ from, to }) => from !== to);
  const up = movers.filter((move) => move.up).length;
  return {
    count: places.length,
    complete: shards.every(({ complete }) => complete),
    up_count: up,
    down_count: movers.length - up,
    tiers: tiersView(before, after, places),
    ...(await moversView(deps, movers, query)),
    confirm: confirmationOf(before, after),
  };
};
