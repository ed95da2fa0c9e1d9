import * as z from 'zod/mini';
import { dayOf } from '../../domain/periods.ts';
import type { Counted, Counters } from '../../domain/statistics.ts';
import { decode } from '../../table/codec.ts';

/** The part of a fact that statistics look at. */
const Fact = z.object({
  key: z.string(),
  program: z.string(),
  at: z.int(),
  zone: z.string(),
  partnership: z.optional(z.object({ key: z.string(), group: z.string() })),
  /** The link whose click bound the customer, where one did. */
  link: z.optional(z.string()),
});
type Fact = z.infer<typeof Fact>;

const Sale = z.extend(Fact, { amount: z.int(), happened_at: z.optional(z.int()) });
const Refund = z.extend(Fact, { amount: z.int() });
const NewCustomer = z.object({
  fact: z.extend(Fact, { happened_at: z.optional(z.int()) }),
  attribution: z.optional(z.object({ link: z.optional(z.string()) })),
});

/** A fact that adds to the counters, under the key by which it is known. */
export interface CountedEvent {
  readonly key: string;
  readonly counted: Counted;
}

const countedAs = (fact: Fact, counters: Counters, at = fact.at): CountedEvent | undefined => {
  const { key, program, partnership, link } = fact;
  if (partnership === undefined) return undefined;
  const day = dayOf(at, fact.zone);
  return { key, counted: { program, day, group: partnership.group, partnership: partnership.key, link, counters } };
};

/**
 * What an event adds to the statistics; undefined when it counts for nobody or is not counted at all. What is imported
 * counts on the day on which it happened.
 */
export const countedEvent = (type: string, detail: unknown): CountedEvent | undefined => {
  switch (type) {
    case 'transaction.accepted': {
      const sale = decode(Sale, detail);
      return countedAs(sale, { transactions: 1, revenue: sale.amount }, sale.happened_at);
    }
    case 'refund.accepted': {
      const refund = decode(Refund, detail);
      return countedAs(refund, { refunds: 1, refunded: refund.amount });
    }
    case 'customer.created': {
      const { fact, attribution } = decode(NewCustomer, detail);
      return countedAs({ ...fact, link: attribution?.link ?? fact.link }, { sign_ups: 1 }, fact.happened_at);
    }
    default:
      return undefined;
  }
};
