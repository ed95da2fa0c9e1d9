import type { PortalOffer } from '../../../api/operations.ts';
import { dateText, moneyText, percentText } from '../../../parts/figures.tsx';
import { offers } from './texts.ts';

const isKnown = (event: string, words: object): event is keyof typeof words => Object.hasOwn(words, event);

/** What is rewarded, in the partner's words. */
const eventText = (event: string): string => {
  const { events } = offers.t;
  return isKnown(event, events) ? events[event] : events.other;
};

/** What is offered, in one sentence: `10 % of every sale`. */
export const promiseOf = ({ event, type, value, bps }: PortalOffer, currency: string): string => {
  const { t } = offers;
  switch (type) {
    case 'flat':
      return t.every(moneyText(value ?? 0, currency), eventText(event));
    case 'percentage':
      return t.share(percentText(bps ?? 0), eventText(event));
  }
};

/** What narrows an offer, a line each. */
export const limitsOf = (offer: PortalOffer, currency: string): readonly string[] => {
  const { t } = offers;
  return [
    offer.cap_customer_transactions === null ? undefined : t.capTransactions(offer.cap_customer_transactions),
    offer.cap_customer_months === null ? undefined : t.capMonths(offer.cap_customer_months),
    offer.cap_per_reward === null ? undefined : t.capReward(moneyText(offer.cap_per_reward, currency)),
    offer.cap_month === null ? undefined : t.capMonth(moneyText(offer.cap_month, currency)),
    offer.ends_at === null ? undefined : t.until(dateText(offer.ends_at)),
  ].filter((line) => line !== undefined);
};
