import type { Patchs, Reward } from '../../api/operations.ts';
import { type ApiProblem, problemFrom } from '../../api/problem.ts';
import { api } from '../../session/person.ts';
import { inBatches } from '../batches.ts';

export type Status = Reward['status'];

/** What can be decided about many rewards at once. */
export const BULK_ACTS = ['approve', 'decline', 'hold', 'release'] as const;
export type BulkAct = (typeof BULK_ACTS)[number];
export type Act = BulkAct | 'adjust' | 'reassign';

type Body = Patchs['/v2/rewards/{reward}']['body'];

/** Decisions that somebody has to give a reason for. */
export const needsNote = (act: Act): boolean => act !== 'approve' && act !== 'release';

/** What can be decided about a reward in a state (docs/rules.md, "Life of a reward"). */
export const actsFor = (status: Status): readonly Act[] => {
  switch (status) {
    case 'pending':
      return ['approve', 'decline', 'hold', 'adjust', 'reassign'];
    case 'approved':
      return ['decline', 'hold', 'adjust', 'reassign'];
    case 'on_hold':
      return ['release', 'decline', 'adjust', 'reassign'];
    case 'invoiced':
    case 'available':
    case 'paid':
      return ['reassign'];
    case 'declined':
      return [];
  }
};

/** A decision as the API takes it. */
export const bodyOf = (act: BulkAct, note: string): Body => {
  const text = note.trim();
  switch (act) {
    case 'approve':
    case 'release':
      return { action: act, ...(text === '' ? {} : { note: text }) };
    case 'decline':
    case 'hold':
      return { action: act, note: text };
  }
};

/** What became of one reward of many. */
export interface Decided {
  readonly reward: Reward;
  /** Why it was refused. */
  readonly refused: ApiProblem | undefined;
}

/** So many are decided about at once. */
const AT_ONCE = 4;

const decide = async (reward: Reward, body: Body): Promise<Decided> => {
  try {
    await api.patch('/v2/rewards/{reward}', { params: { reward: reward.key }, body });
    return { reward, refused: undefined };
  } catch (thrown) {
    return { reward, refused: problemFrom(thrown) };
  }
};

/** Decides about many rewards, some at a time. */
export const decideAll = (
  rewards: readonly Reward[],
  body: Body,
  told: (done: number) => void,
): Promise<readonly Decided[]> =>
  inBatches(rewards, AT_ONCE, (batch) => Promise.all(batch.map((reward) => decide(reward, body))), told);
