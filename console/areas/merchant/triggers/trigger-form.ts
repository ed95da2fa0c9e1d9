import { TRIGGER_EVENTS, type TriggerEvent } from '../../../../domain/events.ts';
import { dayInPeriod, dayOf } from '../../../../domain/periods.ts';
import type { Posts, Trigger } from '../../../api/operations.ts';
import type { TriggerTerms } from '../../../parts/rules/summary.ts';
import { draftOf, emptyGroup, expressionOf, type GroupDraft, type NewId } from './rule-draft.ts';

/** A trigger as somebody fills it in. */
export interface TriggerForm {
  readonly name: string;
  readonly event: TriggerEvent;
  readonly rules: GroupDraft;
  readonly audience: 'all' | 'group' | 'segments';
  readonly group: readonly string[];
  readonly segments: readonly string[];
  /** The key of a tier; empty for everybody. */
  readonly fromTier: string;
  readonly type: 'flat' | 'percentage';
  readonly value: number | undefined;
  readonly bps: number | undefined;
  readonly description: string;
  readonly capReward: number | undefined;
  readonly capTransactions: number | undefined;
  readonly capMonths: number | undefined;
  readonly capMonth: number | undefined;
  /** The first and the last day; empty for from now on, and for ever. */
  readonly from: string;
  readonly to: string;
}

type Body = Posts['/v2/triggers']['body'];

/** The events that a trigger can wait for, as they stand together. */
export const EVENT_SECTIONS = {
  customer: ['transaction.accepted', 'customer.created', 'action.reported'],
  lead: ['lead.submitted', 'lead.qualified', 'lead.closed', 'lead.rejected'],
  deal: ['deal.registered', 'deal.accepted', 'deal.stage_changed', 'deal.won', 'deal.lost', 'deal.rejected'],
  partner: ['partnership.approved', 'partnership.joined', 'partnership.moved', 'partnership.tier_reached'],
} as const satisfies Record<string, readonly TriggerEvent[]>;

/** A trigger to begin with: ten per cent of every sale is what most programs have. */
export const emptyTrigger = (newId: NewId): TriggerForm => ({
  name: '',
  event: 'transaction.accepted',
  rules: emptyGroup(newId),
  audience: 'all',
  group: [],
  segments: [],
  fromTier: '',
  type: 'percentage',
  value: undefined,
  bps: undefined,
  description: '',
  capReward: undefined,
  capTransactions: undefined,
  capMonths: undefined,
  capMonth: undefined,
  from: '',
  to: '',
});

/** A stored trigger as a form. */
export const formOf = (trigger: Trigger, zone: string, newId: NewId): TriggerForm => {
  const { name, event, rules, audience, action, active_from, active_to, status } = trigger;
  const { offer } = action;
  return {
    name,
    event,
    rules: draftOf(rules, newId),
    audience: audience.type,
    group: audience.group === undefined ? [] : [audience.group],
    segments: audience.segments ?? [],
    fromTier: audience.from_tier ?? '',
    type: offer.type,
    value: offer.value,
    bps: offer.bps,
    description: offer.description,
    capReward: offer.cap_per_reward,
    capTransactions: offer.cap_customer_transactions,
    capMonths: offer.cap_customer_months,
    capMonth: offer.cap_month,
    from: status === 'planned' ? dayOf(active_from, zone) : '',
    to: active_to === null ? '' : dayOf(active_to - 1, zone),
  };
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** When a day begins in a zone, or so many days later. */
const startOf = (day: string, zone: string, later = 0): number =>
  dayInPeriod(day.slice(0, 7), Number(day.slice(8)) + later, zone);

/** What the trigger is, as the API takes it; what is not filled in is missing. */
const audienceOf = ({ audience, group, segments, fromTier }: TriggerForm): Body['audience'] & object => ({
  type: audience,
  ...(audience === 'group' && group[0] !== undefined ? { group: group[0] } : {}),
  ...(audience === 'segments' ? { segments: [...segments] } : {}),
  ...(fromTier === '' ? {} : { from_tier: fromTier }),
});

const offerOf = (form: TriggerForm): Body['action']['offer'] => ({
  type: form.type,
  value: form.type === 'flat' ? form.value : undefined,
  bps: form.type === 'percentage' ? form.bps : undefined,
  description: form.description.trim(),
  cap_per_reward: form.capReward,
  cap_customer_transactions: form.capTransactions,
  cap_customer_months: form.capMonths,
  cap_month: form.capMonth,
});

/** What of a trigger a dry run looks at: everything but its times. */
export const termsBody = (form: TriggerForm): Omit<Body, 'active_from' | 'active_to'> => ({
  name: form.name.trim(),
  event: form.event,
  rules: expressionOf(form.rules),
  audience: audienceOf(form),
  action: { type: 'reward', offer: offerOf(form) },
});

/** A new trigger, as the API takes it. */
export const createBody = (form: TriggerForm, zone: string): Body => ({
  ...termsBody(form),
  ...(DAY.test(form.from) ? { active_from: startOf(form.from, zone) } : {}),
  ...(DAY.test(form.to) ? { active_to: startOf(form.to, zone, 1) } : {}),
});

const differ = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

/**
 * What of a trigger is changed, as the API takes it. What stays is left out, so that an audience with a segment that was
 * deleted since can stay as it is.
 */
export const changeBody = (before: TriggerForm, form: TriggerForm, zone: string): Partial<Body> => {
  const [then, now] = [createBody(before, zone), createBody(form, zone)];
  return {
    ...(differ(then.name, now.name) ? { name: now.name } : {}),
    ...(differ(then.event, now.event) ? { event: now.event } : {}),
    ...(differ(then.rules, now.rules) ? { rules: now.rules ?? null } : {}),
    ...(differ(then.audience, now.audience) && now.audience !== undefined ? { audience: now.audience } : {}),
    ...(differ(then.action, now.action) ? { action: now.action } : {}),
    ...(differ(before.from, form.from) && now.active_from !== undefined ? { active_from: now.active_from } : {}),
    ...(differ(before.to, form.to) ? { active_to: now.active_to ?? null } : {}),
  };
};

/** What the form says, for the summary beside it. */
export const termsOf = (form: TriggerForm, zone: string): TriggerTerms => {
  const { event, rules = null, audience = { type: 'all' }, action, active_from, active_to } = createBody(form, zone);
  return { event, rules, audience, offer: action.offer, active_from, active_to };
};

/** A stored trigger, for its summary. */
export const termsOfTrigger = ({
  event,
  rules,
  audience,
  action,
  active_from,
  active_to,
  status,
}: Trigger): TriggerTerms => ({
  event,
  rules,
  audience,
  offer: action.offer,
  ...(status === 'planned' ? { active_from } : {}),
  active_to,
});

/** Whether a percentage of an event can be paid: it needs an amount. */
export const hasAmount = (event: TriggerEvent): boolean => TRIGGER_EVENTS[event].amount;
