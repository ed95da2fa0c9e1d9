import * as z from 'zod/mini';
import { type DryRunDetails, TriedReward } from '../shared/dry-run-requests.ts';
import type { Used } from './dry-run-trial.ts';

/** How many rewards are shown with their reasons, and how many partnerships; the file has all rewards. */
const MOST_SHOWN = 25;
const MOST_PARTNERSHIPS = 10;

/** What a dry run remembers from step to step. */
export const DryRunMemory = z.object({
  /** What a monthly cap of the trigger has used up, by partnership and period. */
  used: z.record(z.string(), z.int()),
  /** What each partnership would have got. */
  owners: z.record(z.string(), z.object({ rewards: z.int(), amount: z.int() })),
  shown: z.array(TriedReward),
});
export type DryRunMemory = z.infer<typeof DryRunMemory>;

/** The memory after some more events. */
export const remembered = (before: DryRunMemory, used: Used, rewards: readonly TriedReward[]): DryRunMemory => {
  const owners = new Map(Object.entries(before.owners));
  for (const { partnership_key: owner, amount, clawed_back_amount: taken } of rewards) {
    const own = owners.get(owner) ?? { rewards: 0, amount: 0 };
    owners.set(owner, { rewards: own.rewards + 1, amount: own.amount + amount - taken });
  }
  return {
    used: { ...used },
    owners: Object.fromEntries(owners),
    shown: [...before.shown, ...rewards].slice(0, MOST_SHOWN),
  };
};

/** What is shown beside the totals: the first rewards, and the partnerships that would have got most. */
export const detailsOf = ({ owners, shown }: DryRunMemory): DryRunDetails => ({
  rewards: shown,
  partnerships: Object.entries(owners)
    .map(([partnership_key, own]) => ({ partnership_key, ...own }))
    .toSorted((a, b) => b.amount - a.amount || (a.partnership_key < b.partnership_key ? -1 : 1))
    .slice(0, MOST_PARTNERSHIPS),
});
