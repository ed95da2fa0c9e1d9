import type { Trigger } from '../../../api/operations.ts';

const PARTS = ['name', 'event', 'rules', 'audience', 'offer', 'time'] as const;
/** What of a trigger a version may have changed. */
export type ChangedPart = (typeof PARTS)[number];

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const isSame = (part: ChangedPart, before: Trigger, after: Trigger): boolean => {
  switch (part) {
    case 'name':
      return before.name === after.name;
    case 'event':
      return before.event === after.event;
    case 'rules':
      return same(before.rules, after.rules);
    case 'audience':
      return same(before.audience, after.audience);
    case 'offer':
      return same(before.action.offer, after.action.offer);
    case 'time':
      // The end of a version that is over says only when the next one began.
      return (
        before.active_to === null || before.active_to === after.active_from || same(before.active_to, after.active_to)
      );
  }
};

/** What is other in a version than in the one before. */
export const changedParts = (before: Trigger, after: Trigger): readonly ChangedPart[] =>
  PARTS.filter((part) => !isSame(part, before, after));
