import { TRIGGER_EVENTS, type TriggerEvent } from '../../../../domain/events.ts';
import type { Gets, Offer } from '../../../api/operations.ts';

/** An offer as the API lists it: whom it is for, what it promises, and since when. */
export type ListedOffer = Gets['/v2/offers']['data']['items'][number];

/** What an offer may wait for, in the order in which people think of them. */
export const OFFER_EVENTS: readonly TriggerEvent[] = [
  'transaction.accepted',
  'customer.created',
  'lead.submitted',
  'lead.qualified',
  'lead.closed',
  'deal.registered',
  'deal.accepted',
  'deal.won',
  'action.reported',
  'partnership.approved',
  'partnership.joined',
  'partnership.moved',
  'partnership.tier_reached',
];

/** What the form of an offer holds. */
export interface OfferValues {
  readonly name: string;
  readonly event: TriggerEvent;
  readonly type: Offer['type'];
  readonly value: number | undefined;
  readonly bps: number | undefined;
  readonly description: string;
  readonly from_tier: string;
  readonly cap_per_reward: number | undefined;
  readonly cap_customer_transactions: number | undefined;
  readonly cap_customer_months: number | undefined;
  readonly cap_month: number | undefined;
}

/** Whether an event has an amount, which a percentage can be of. */
export const hasAmount = (event: TriggerEvent): boolean => TRIGGER_EVENTS[event].amount;

/** What the form begins with: what is there, or nothing but the event. */
export const valuesOf = (offer: ListedOffer | undefined, event: TriggerEvent): OfferValues => ({
  name: offer?.name ?? '',
  event: offer?.event ?? event,
  type: offer?.offer.type ?? (hasAmount(event) ? 'percentage' : 'flat'),
  value: offer?.offer.value,
  bps: offer?.offer.bps,
  description: offer?.offer.description ?? '',
  from_tier: offer?.from_tier ?? '',
  cap_per_reward: offer?.offer.cap_per_reward,
  cap_customer_transactions: offer?.offer.cap_customer_transactions,
  cap_customer_months: offer?.offer.cap_customer_months,
  cap_month: offer?.offer.cap_month,
});

const CAPS = ['cap_per_reward', 'cap_customer_transactions', 'cap_customer_months', 'cap_month'] as const;

/** What the offer promises, as the API takes it: the value that belongs to its type, and the limits that are set. */
export const offerOf = (values: OfferValues): Offer => {
  const { type, value, bps } = values;
  const promised = type === 'flat' ? { value } : { bps };
  const caps = CAPS.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]] as const]));
  return { type, description: values.description.trim(), ...promised, ...Object.fromEntries(caps) };
};

/** The fields without which there is no offer, and that are empty. */
export const missingOf = (values: OfferValues): readonly ('name' | 'value' | 'bps')[] => [
  ...(values.name.trim() === '' ? (['name'] as const) : []),
  ...(values.type === 'flat' && values.value === undefined ? (['value'] as const) : []),
  ...(values.type === 'percentage' && values.bps === undefined ? (['bps'] as const) : []),
];
