import type { GroupDealSettings } from '../../../api/operations.ts';
import { keyFrom } from './drafts.ts';

/** A stage while it is edited; a new one has no key yet. */
export interface StageDraft {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly final: 'open' | 'won' | 'lost';
}

type Stage = GroupDealSettings['stages'][number];

/** Stages of the API as drafts. */
export const stageDrafts = (stages: readonly Stage[]): readonly StageDraft[] =>
  stages.map(({ key, name, final }) => ({ id: key, key, name, final: final ?? 'open' }));

/** Stages as the API takes them: a new one gets a key of its name, one that is there keeps its own. */
export const stagesOf = (drafts: readonly StageDraft[]): Stage[] => {
  const taken = drafts.flatMap(({ key }) => (key === '' ? [] : [key]));
  return drafts.map(({ key, name, final }) => {
    const own = key === '' ? keyFrom(name, taken) : key;
    if (key === '') taken.push(own);
    return { key: own, name: name.trim(), final: final === 'open' ? null : final };
  });
};

/** What is wrong with stages; undefined when nothing is. */
export const stagesFault = (drafts: readonly StageDraft[]): 'name' | 'first' | 'won' | 'lost' | undefined => {
  const names = drafts.map(({ name }) => name.trim().toLowerCase());
  if (names.includes('') || new Set(names).size < names.length) return 'name';
  if (drafts[0]?.final !== 'open') return 'first';
  return (['won', 'lost'] as const).find((final) => !drafts.some((draft) => draft.final === final));
};
