import type * as z from 'zod';
import type { ActionAnswer, CustomerAnswer, RefundAnswer, TransactionAnswer } from './answers.ts';
import { priceOf, total } from './arithmetic.ts';
import type { Buyer, Deed, Fact, Gift, Partner, Refund, Sale, SoldLine, Terms } from './facts.ts';
import { moment } from './moment.ts';
import { deedsOf, type ReadProspect } from './prospects.ts';

interface Answers {
  readonly terms: Terms;
  readonly partners: readonly Partner[];
  readonly customers: readonly CustomerAnswer[];
  readonly transactions: readonly TransactionAnswer[];
  readonly refunds: readonly z.infer<typeof RefundAnswer>[];
  readonly actions: readonly ActionAnswer[];
  readonly gifts: readonly Gift[];
  readonly prospects: readonly ReadProspect[];
}

const buyerOf = (customer: CustomerAnswer | undefined): Buyer | undefined =>
  customer === undefined ? undefined : { key: customer.customer_key, since: customer.created_at };

const lineOf = (line: TransactionAnswer['lines'][number]): SoldLine => ({
  product: line.product_key ?? undefined,
  category: line.category_key ?? undefined,
  quantity: BigInt(line.quantity),
  unit: line.unit_amount ?? undefined,
  // A line with a unit amount is priced again; without one it is an amount of one thing.
  amount: line.unit_amount === null ? BigInt(line.amount) : priceOf(BigInt(line.quantity), line.unit_amount),
  commissionable: line.commissionable,
});

const saleOf = (transaction: TransactionAnswer, customer: CustomerAnswer | undefined): Sale => {
  const lines = transaction.lines.map(lineOf);
  return {
    kind: 'sale',
    key: transaction.key,
    at: transaction.updated_at,
    partner: transaction.partnership_key ?? undefined,
    buyer: buyerOf(customer),
    currency: transaction.currency,
    country: transaction.country ?? customer?.country ?? undefined,
    action: undefined,
    metadata: transaction.metadata,
    amount: total(lines.map((line) => line.amount)),
    lines,
    happenedAt: transaction.happened_at ?? undefined,
  };
};

const refundOf = (refund: z.infer<typeof RefundAnswer>): Refund => ({
  kind: 'refund',
  key: refund.key,
  at: refund.created_at,
  sale: refund.transaction_key,
  amount: BigInt(refund.amount),
  lines: refund.lines.map(({ line, quantity }) => ({ line, quantity: BigInt(quantity) })),
});

const NOTHING = {
  buyer: undefined,
  currency: undefined,
  country: undefined,
  action: undefined,
  metadata: {},
  amount: undefined,
} as const;

/** A sign-up counts for whom the customer was bound to as it began; a later binding has an instant of its own. */
const signUpOf = (customer: CustomerAnswer): Deed => ({
  ...NOTHING,
  kind: 'deed',
  event: 'customer.created',
  key: customer.key,
  at: customer.created_at,
  partner: customer.attribution?.at === customer.created_at ? customer.attribution.partnership_key : undefined,
  buyer: buyerOf(customer),
  country: customer.country ?? undefined,
  metadata: customer.metadata,
});

const joiningOf = (partner: Partner): Deed => ({
  ...NOTHING,
  kind: 'deed',
  event: 'partnership.joined',
  key: partner.key,
  at: partner.joinedAt,
  partner: partner.key,
});

const actionOf = (action: ActionAnswer, customer: CustomerAnswer | undefined): Deed => ({
  ...NOTHING,
  kind: 'deed',
  event: 'action.reported',
  key: action.key,
  at: action.created_at,
  partner: action.partnership_key ?? undefined,
  buyer: buyerOf(customer),
  currency: action.currency ?? undefined,
  country: customer?.country ?? undefined,
  action: action.type,
  metadata: action.metadata,
  amount: action.amount === null ? undefined : BigInt(action.amount),
});

/** Facts of one instant and partner are told apart by their number; among others the order does not matter. */
const inOrder =
  (numbers: ReadonlyMap<string, number>) =>
  (a: Fact, b: Fact): number =>
    a.at - b.at || (numbers.get(a.key) ?? 0) - (numbers.get(b.key) ?? 0) || (moment(a.key) < moment(b.key) ? -1 : 1);

/** Sums that were answered and are not those of the lines. */
const mispriced = (transactions: readonly TransactionAnswer[], sales: readonly Sale[]): readonly string[] =>
  sales.flatMap((sale, index) => {
    const answered = transactions[index]?.amount;
    if (answered === undefined || BigInt(answered) === sale.amount) return [];
    return [`${sale.key} is ${answered}; its lines come to ${sale.amount}.`];
  });

/** Sales that count for another partner than the one to whom their customer was bound by then. */
const misattributed = (answers: Answers, customers: ReadonlyMap<string, CustomerAnswer>): readonly string[] => {
  const partners = new Map(answers.partners.map((partner) => [partner.key, partner]));
  return answers.transactions.flatMap(({ key, customer_key, partnership_key, updated_at: at }) => {
    const attribution = customers.get(customer_key ?? '')?.attribution ?? undefined;
    // Nothing is known of earlier bindings, nor of when a partner was active before.
    if (attribution === undefined || attribution.at >= at) return [];
    const bound = partners.get(attribution.partnership_key);
    if (bound === undefined || !bound.active || bound.joinedAt > at || partnership_key === bound.key) return [];
    return [`${key} counts for ${partnership_key ?? 'nobody'}; its customer was bound to ${bound.key} by then.`];
  });
};

/** The facts of a program in order of acceptance, and what in the answers contradicts itself. */
export const factsOf = (answers: Answers): { readonly facts: readonly Fact[]; readonly doubts: readonly string[] } => {
  const customers = new Map(answers.customers.map((customer) => [customer.customer_key, customer]));
  const sales = answers.transactions.map((one) => saleOf(one, customers.get(one.customer_key ?? '')));
  // Deeds for which no trigger waits are no facts of a month.
  const awaited = new Set(answers.terms.offers.map((offer) => offer.event));
  const deeds = [
    ...answers.customers.map(signUpOf),
    ...answers.partners.map(joiningOf),
    ...answers.actions.map((action) => actionOf(action, customers.get(action.customer?.key ?? ''))),
    ...answers.prospects.flatMap((one) => deedsOf(one, answers.customers, answers.terms.currency)),
  ];
  const facts: readonly Fact[] = [
    ...sales,
    ...answers.refunds.map(refundOf),
    ...answers.gifts,
    ...deeds.filter((deed) => awaited.has(deed.event)),
  ];
  const numbered = [...answers.transactions, ...answers.refunds].map((one) => [one.key, one.sequence ?? 0] as const);
  return {
    facts: facts.toSorted(inOrder(new Map(numbered))),
    doubts: [...mispriced(answers.transactions, sales), ...misattributed(answers, customers)],
  };
};
