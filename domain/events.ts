/** Everything that is announced on the bus, in the past tense (docs/events.md). */
export const EVENT_TYPES = [
  'customer.created',
  'transaction.accepted',
  'refund.accepted',
  'action.reported',
  'partnership.invited',
  'partnership.joined',
  'partnership.moved',
  'partnership.deactivated',
  'partnership.reactivated',
  'partnership.tier_reached',
  'lead.submitted',
  'lead.qualified',
  'lead.closed',
  'lead.rejected',
  'deal.registered',
  'deal.accepted',
  'deal.rejected',
  'deal.stage_changed',
  'deal.won',
  'deal.lost',
  'partnership.terms_accepted',
  'partnership.applied',
  'partnership.approved',
  'partnership.rejected',
  'invitation.created',
  'password_reset.requested',
  'sign_up.requested',
  'email_change.requested',
  'reward.granted',
  'invoice.opened',
  'invoice.finalised',
  'invoice.charged',
  'invoice.declined',
  'invoice.overdue',
  'payout.sent',
  'payout.failed',
  'job.started',
  'job.continued',
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
  'lead.submitted': { amount: false },
  'lead.qualified': { amount: false },
  'lead.closed': { amount: true },
  'lead.rejected': { amount: false },
  'deal.registered': { amount: false },
  'deal.accepted': { amount: false },
  'deal.rejected': { amount: false },
  'deal.stage_changed': { amount: false },
  'deal.won': { amount: true },
  'deal.lost': { amount: false },
  'partnership.approved': { amount: false },
} as const satisfies Partial<Record<EventType, { amount: boolean }>>;

export type TriggerEvent = keyof typeof TRIGGER_EVENTS;

/** Whether a trigger may wait for events of a type. */
export const isTriggerEvent = (type: string): type is TriggerEvent => Object.hasOwn(TRIGGER_EVENTS, type);

export const EVENT_SOURCE = 'fairshare';
