import type { Group, Segment, Tag, Tier } from '../../api/operations.ts';
import { locale } from '../../app/language.ts';
import { api } from '../../session/person.ts';
import { settingsOfProgram } from '../../session/program.ts';
import { type Answered, useAnswer } from '../answer.tsx';
import { everyItem } from '../every-item.ts';
import { rules } from './texts.ts';
import { formatsOf, type Wording } from './wording.ts';

/** What rules and audiences name by their keys. */
export interface References {
  /** Archived ones too, since older versions may name them. */
  readonly groups: readonly Group[];
  readonly tags: readonly Tag[];
  readonly segments: readonly Segment[];
  /** The lowest first. */
  readonly tiers: readonly Tier[];
}

const keyOf = ({ key }: { readonly key: string }): string => key;

const readReferences = async (): Promise<References> => {
  const [groups, tags, segments, tiers] = await Promise.all([
    everyItem((page) => api.get('/v2/groups', { query: { ...page, include_archived: true } }), { keyOf }),
    everyItem((page) => api.get('/v2/tags', { query: page }), { keyOf }),
    everyItem((page) => api.get('/v2/segments', { query: page }), { keyOf }),
    everyItem((page) => api.get('/v2/tiers', { query: page }), { keyOf }),
  ]);
  return { groups, tags, segments, tiers: tiers.toSorted((one, other) => one.minimum - other.minimum) };
};

/** Everything that rules and audiences may name. */
export const useReferences = (): Answered<References> => useAnswer(readReferences, []);

/** The words for rules in the reader's language; until the references are there, keys stand for themselves. */
export const wordingOf = (references: References | undefined): Wording => {
  const { groups, tags, segments, tiers } = references ?? { groups: [], tags: [], segments: [], tiers: [] };
  const names = new Map([...groups, ...tags, ...segments, ...tiers].map(({ key, name }) => [key, name]));
  return { words: rules.t, format: formatsOf(locale(), settingsOfProgram()), names };
};
