import type { PortalReward } from '../../../api/operations.ts';
import type { Badge } from '../../../parts/figures.tsx';
import { rewards } from './texts.ts';

const isKnown = (event: string, words: object): event is keyof typeof words => Object.hasOwn(words, event);

/** What happened, in a word or two. */
export const eventText = (type: string): string => {
  const { events } = rewards.t;
  return isKnown(type, events) ? events[type] : events.other;
};

/** What a reward is for, in the program's own words where it has some. */
export const titleOf = ({ description }: PortalReward): string =>
  description === '' ? rewards.t.noDescription : description;

export const KINDS = {
  pending: 'neutral',
  approved: 'info',
  declined: 'bad',
  on_hold: 'warning',
  invoiced: 'info',
  available: 'good',
  paid: 'good',
} as const satisfies Record<PortalReward['status'], Parameters<typeof Badge>[0]['kind']>;
