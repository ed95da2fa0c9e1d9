import type { PortalReward } from '../../../api/operations.ts';
import type { Badge } from '../../../parts/figures.tsx';
import { shareOf } from '../../../parts/share-of.ts';
import { rewards } from './texts.ts';

const isKnown = (event: string, words: object): event is keyof typeof words => Object.hasOwn(words, event);

/** What happened, in a word or two. */
export const eventText = (type: string): string => {
  const { events } = rewards.t;
  return isKnown(type, events) ? events[type] : events.other;
};

const described = (description: string): string => (description === '' ? rewards.t.noDescription : description);

/** A description in the program's own words where it has some; shares of what recruits brought are told in the reader's. */
export const descriptionText = (description: string): string => {
  const share = shareOf(description);
  if (share === undefined) return described(description);
  return share.of === 'sale' ? rewards.t.shareOfSale : rewards.t.shareOfReward(described(share.offer));
};

/** What a reward is for. */
export const titleOf = ({ description }: PortalReward): string => descriptionText(description);

export const KINDS = {
  pending: 'neutral',
  approved: 'info',
  declined: 'bad',
  on_hold: 'warning',
  invoiced: 'info',
  available: 'good',
  paid: 'good',
} as const satisfies Record<PortalReward['status'], Parameters<typeof Badge>[0]['kind']>;
