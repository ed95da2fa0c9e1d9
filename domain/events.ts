/** Everything that is announced on the bus, in the past tense (docs/events.md). */
export const EVENT_TYPES = [
  'customer.created',
  'transaction.accepted',
  'refund.accepted',
  'action.reported',
  'partnership.joined',
  'partnership.moved',
  'partnership.deactivated',
  'partnership.reactivated',
  'partnership.tier_reached',
  'reward.granted',
  'invoice.opened',
  'invoice.finalised',
  'invoice.charged',
  'invoice.declined',
  'invoice.overdue',
  'payout.sent',
  'payout.failed',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** What a trigger may wait for in this version, and whether such an event has an amount. */
export const TRIGGER_EVENTS = {
  'customer.created': { amount: false },
  'transaction.accepted': { amount: true },
  'action.reported': { amount: true },
  'partnership.joined': { amount: false },
  'partnership.moved': { amount: false },
  'partnership.tier_reached': { amount: false },
} as const satisfies Partial<Record<EventType, { amount: boolean }>>;

export type TriggerEvent = keyof typeof TRIGGER_EVENTS;

export const EVENT_SOURCE = 'fairshare';
