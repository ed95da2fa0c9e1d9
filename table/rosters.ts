import * as z from 'zod/mini';
import type { Membership } from '../domain/memberships.ts';
import { Bytes, decode, pack, unpack } from './codec.ts';
import { rosterKey, rosterKeys } from './keys.ts';
import { replaceStanding, type Standing, standingItem } from './partnerships.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/**
 * Who has which tags. Every partnership with tags stands in one of a fixed number of rosters, packed, so that all of a
 * program are read with a few requests: an item for each would take forty times as long (docs/decisions.md).
 */
const Roster = z.object({ packed: Bytes, rev: z.int() });

/** Each tag is named once; a member is its key, 1 when it is active, and the places of its tags. */
const Packed = z.object({
  tags: z.array(z.string()),
  members: z.array(z.tuple([z.string(), z.int(), z.array(z.int())])),
});

const BATCH = 100;

const packMembers = (members: readonly Membership[]): Uint8Array => {
  const tags = [...new Set(members.flatMap((member) => member.tags))];
  const places = new Map(tags.map((tag, place) => [tag, place]));
  const rows = members.map(({ key, active, tags: own }) => [key, active ? 1 : 0, own.map((tag) => places.get(tag))]);
  return pack({ tags, members: rows });
};

const unpackMembers = (roster: z.infer<typeof Roster>): readonly Membership[] => {
  const { tags, members } = decode(Packed, unpack(roster.packed));
  return members.map(([key, active, places]) => ({
    key,
    active: active === 1,
    tags: places.flatMap((place) => tags[place] ?? []),
  }));
};

const readRoster = (item: Item): z.infer<typeof Roster> => decode(Roster, item);

/** The roster with the partnership as it is now; `roster_changed` when another partnership of it came between. */
const rosterWrite = async (store: Store, standing: Standing): Promise<Write> => {
  const key = rosterKey(standing.program, standing.key);
  const item = await store.get(key);
  const roster = item === undefined ? undefined : readRoster(item);
  const others = (roster === undefined ? [] : unpackMembers(roster)).filter((member) => member.key !== standing.key);
  const { tags } = standing;
  const members =
    tags.length === 0 ? others : [...others, { key: standing.key, active: standing.status === 'active', tags }];
  return {
    kind: 'put',
    item: { ...key, packed: packMembers(members), rev: (roster?.rev ?? 0) + 1 },
    condition: roster === undefined ? absent('roster_changed') : unchanged('roster_changed', roster.rev),
  };
};

/** After these a fresh read of the partnership and another try may succeed. */
export const MEMBERSHIP_CONFLICTS: readonly string[] = ['standing_changed', 'roster_changed'];

/** A new standing (`standing_exists`), in its roster where it has tags. */
export const addMembership = async (store: Store, standing: Standing): Promise<readonly Write[]> => [
  { kind: 'put', item: standingItem(standing), condition: absent('standing_exists') },
  ...(standing.tags.length === 0 ? [] : [await rosterWrite(store, standing)]),
];

/** The one way to change the tags or the status of a partnership: its standing, and its roster where that is concerned. */
export const changeMembership = async (store: Store, before: Standing, after: Standing): Promise<readonly Write[]> => {
  const listed = (standing: Standing): string => JSON.stringify([standing.status, [...standing.tags].sort()]);
  const concerned = before.tags.length + after.tags.length > 0 && listed(before) !== listed(after);
  return [replaceStanding(before, after), ...(concerned ? [await rosterWrite(store, after)] : [])];
};

/** Every partnership of the program that has tags, in the order of their keys. */
export const membershipsOf = async (store: Store, program: string): Promise<readonly Membership[]> => {
  const keys = rosterKeys(program);
  const starts = Array.from({ length: Math.ceil(keys.length / BATCH) }, (_, index) => index * BATCH);
  const pages = await Promise.all(starts.map((start) => store.batchGet(keys.slice(start, start + BATCH))));
  const members = pages.flat().flatMap((item) => unpackMembers(readRoster(item)));
  return members.sort((a, b) => (a.key < b.key ? -1 : 1));
};
