import type { TriggerEvent } from '../../../../domain/events.ts';
import type { Offer } from '../../../api/operations.ts';

/** The words that an offer is told in. */
export interface OfferWords {
  /** A fixed amount for an event. */
  readonly perEvent: Readonly<Record<TriggerEvent, (value: string) => string>>;
  /** A share of an event that has an amount. */
  readonly ofEvent: Readonly<Partial<Record<TriggerEvent, (value: string) => string>>>;
  readonly capReward: (amount: string) => string;
  readonly capTransactions: (count: number) => string;
  readonly capMonths: (count: number) => string;
  readonly capMonth: (amount: string) => string;
}

/** How figures are written. */
interface Figures {
  readonly money: (amount: number) => string;
  readonly percent: (bps: number) => string;
}

/** What an offer promises, in one line: `10% of each sale, at most £50.00 per reward`. */
export const offerText = (
  { event, offer }: { readonly event: TriggerEvent; readonly offer: Offer },
  words: OfferWords,
  { money, percent }: Figures,
): string => {
  const promised =
    offer.type === 'flat'
      ? words.perEvent[event](money(offer.value ?? 0))
      : (words.ofEvent[event] ?? words.perEvent[event])(percent(offer.bps ?? 0));
  return [
    promised,
    ...(offer.cap_per_reward === undefined ? [] : [words.capReward(money(offer.cap_per_reward))]),
    ...(offer.cap_customer_transactions === undefined ? [] : [words.capTransactions(offer.cap_customer_transactions)]),
    ...(offer.cap_customer_months === undefined ? [] : [words.capMonths(offer.cap_customer_months)]),
    ...(offer.cap_month === undefined ? [] : [words.capMonth(money(offer.cap_month))]),
  ].join(', ');
};
