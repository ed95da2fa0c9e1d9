import type { Group, Segment, Tag, Tier } from '../api/operations.ts';
import { parts } from '../app/texts.ts';
import { api, may } from '../session/person.ts';
import { type Answered, useAnswer } from './answer.tsx';
import { everyItem } from './every-item.ts';
import type { Option } from './filters.tsx';

const keyOf = ({ key }: { readonly key: string }): string => key;

/** All groups of the program; archived ones too, since partners may have been in them. */
export const useGroups = (): Answered<readonly Group[]> =>
  useAnswer(
    () => everyItem((page) => api.get('/v2/groups', { query: { ...page, include_archived: true } }), { keyOf }),
    [],
  );

/** All tags of the program. */
export const useTags = (): Answered<readonly Tag[]> =>
  useAnswer(() => everyItem((page) => api.get('/v2/tags', { query: page }), { keyOf }), []);

/** All segments of the program. */
export const useSegments = (): Answered<readonly Segment[]> =>
  useAnswer(() => everyItem((page) => api.get('/v2/segments', { query: page }), { keyOf }), []);

/** All tiers of the program, the lowest first. */
export const useTiers = (): Answered<readonly Tier[]> =>
  useAnswer(async () => {
    const tiers = await everyItem((page) => api.get('/v2/tiers', { query: page }), { keyOf });
    return tiers.toSorted((one, other) => one.minimum - other.minimum);
  }, []);

/** Who is in the merchant's team, by what a member is called where it did something: for whoever may see the team. */
export const useTeam = (): Answered<ReadonlyMap<string, string>> =>
  useAnswer(async () => {
    if (!may('team:read')) return new Map();
    const members = await everyItem((page) => api.get('/v2/team', { query: page }), { keyOf });
    return new Map(members.map(({ actor_key, key, email }) => [actor_key ?? key, email]));
  }, []);

const isActor = (kind: string | undefined): kind is keyof typeof parts.t.actors =>
  kind !== undefined && kind in parts.t.actors;

/** Who did something, in words: a member of the team by e-mail address, whatever else by what it is. */
export const actorText = (team: ReadonlyMap<string, string> | undefined, actor: string): string => {
  const [kind] = actor.split('_');
  return team?.get(actor) ?? (isActor(kind) ? parts.t.actors[kind] : actor);
};

interface Named {
  readonly key: string;
  readonly name: string;
  readonly archived?: boolean;
}

/** Definitions that can be chosen, by name; archived ones cannot. */
export const optionsOf = (definitions: readonly Named[] | undefined): readonly Option[] =>
  (definitions ?? [])
    .filter(({ archived }) => archived !== true)
    .map(({ key, name }) => ({ value: key, title: name }))
    .toSorted((one, other) => one.title.localeCompare(other.title));

/** What a definition is called; its key until that is known. */
export const nameIn = (definitions: readonly Named[] | undefined, key: string): string =>
  definitions?.find((each) => each.key === key)?.name ?? key;
