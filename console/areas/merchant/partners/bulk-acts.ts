import type { Partnership, Posts } from '../../../api/operations.ts';
import { inBatches } from '../../../parts/batches.ts';
import { api } from '../../../session/person.ts';

/** What can be done to many partners at once. */
export const ACTS = ['move', 'tag', 'untag', 'deactivate', 'reactivate'] as const;
export type Act = (typeof ACTS)[number];

/** What was chosen for it. */
export interface ActValues {
  readonly group: string;
  readonly tags: readonly string[];
  readonly reason: string;
}

export type Outcome = Posts['/v2/partnerships/bulk']['data']['items'][number];

/** So many at a time that the progress moves and no request is long. */
const SIZE = 25;

type Body = Posts['/v2/partnerships/bulk']['body'];

/** The request that does it. */
export const bodyOf = (act: Act, { group, tags, reason }: ActValues, partnerships: readonly string[]): Body => {
  switch (act) {
    case 'move':
      return { action: 'move', group_key: group, partnerships };
    case 'tag':
    case 'untag':
      return { action: act, tags, partnerships };
    case 'deactivate':
      return { action: 'deactivate', partnerships, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
    case 'reactivate':
      return { action: 'reactivate', partnerships };
  }
};

/** Does it to everybody, and tells how many are done. */
export const actOnAll = (
  act: Act,
  values: ActValues,
  to: readonly Partnership[],
  told: (done: number) => void,
): Promise<readonly Outcome[]> =>
  inBatches(
    to,
    SIZE,
    async (batch) => {
      const body = bodyOf(
        act,
        values,
        batch.map(({ key }) => key),
      );
      return (await api.post('/v2/partnerships/bulk', { body })).items;
    },
    told,
  );
