import { share, total } from './arithmetic.ts';
import { monthOf, monthsFrom, nextMonth } from './calendar.ts';
import { type Entry, Recount } from './entries.ts';
import type { Book, Partner } from './facts.ts';

/** What a month was for a partner. Amounts in minor units; a debt is negative. */
export interface Statement {
  readonly partner: Partner;
  readonly tierKey: string | undefined;
  readonly tierName: string;
  readonly transactions: bigint;
  readonly sales: bigint;
  readonly refunded: bigint;
  readonly quantity: bigint;
  readonly rewards: bigint;
  readonly rewardAmount: bigint;
  readonly secondTierAmount: bigint;
  readonly clawbacks: bigint;
  readonly clawbackAmount: bigint;
  readonly net: bigint;
  readonly carriedIn: bigint;
  readonly carriedOut: bigint;
  readonly payable: bigint;
}

/** What a month comes to for the merchant. */
export interface Month {
  readonly month: string;
  /** Whether a sale or a refund was accepted in it. */
  readonly lively: boolean;
  /** Sorted by the partners' names. */
  readonly statements: readonly Statement[];
  readonly fee: bigint;
  readonly total: bigint;
}

/**
 * What the card networks' provider collects at least, where that is not 50 minor units (its published minimums).
 * A total below it is carried to the next month as a whole.
 */
const SMALLEST: Readonly<Record<string, bigint>> = {
  ...{ AED: 200n, CZK: 1500n, DKK: 250n, GBP: 30n, HKD: 400n, HUF: 17_500n, MXN: 1000n, MYR: 200n, NOK: 300n },
  ...{ PLN: 200n, RON: 200n, SEK: 300n, THB: 1000n },
};

/** An entry with what the merchant decided about its reward. */
interface Placed extends Entry {
  /** Declined or on hold: it is on no statement, with its clawbacks. */
  readonly isOff: boolean;
  readonly adjusted: bigint;
  /** The month on whose statement it is. */
  readonly place: string;
}

/**
 * A reward that is released joins the earliest month that can still change, and its clawbacks follow it; one whose
 * own month can still change stays there.
 */
const placed = ({ verdicts, finalAt }: Book, home: ReadonlyMap<string, string>, entry: Entry): Placed => {
  let place = home.get(entry.reward) ?? entry.month;
  let [held, declined] = [false, false];
  const own = verdicts.get(entry.reward) ?? [];
  for (const { action, at } of own) {
    if (action === 'decline') declined = true;
    if (action === 'hold') held = true;
    if (action === 'release') {
      held = false;
      while ((finalAt.get(place) ?? Number.POSITIVE_INFINITY) <= at) place = nextMonth(place);
    }
  }
  const month = entry.kind === 'clawback' && entry.month > place ? entry.month : place;
  const adjusted = entry.kind === 'reward' ? total(own.map((verdict) => verdict.difference)) : 0n;
  return { ...entry, isOff: held || declined, adjusted, place: month };
};

const statementOf = (
  recount: Recount,
  partner: Partner,
  month: string,
  carriedIn: bigint,
  entries: readonly Placed[],
): Statement => {
  const ladder = recount.ladder(partner.key);
  const rewards = entries.filter((entry) => entry.kind === 'reward' && !entry.isOff);
  const clawbacks = entries.filter((entry) => entry.kind === 'clawback' && !entry.isOff);
  const amountOf = (list: readonly Placed[]): bigint => total(list.map((entry) => entry.amount + entry.adjusted));
  const rewardAmount = amountOf(rewards);
  const clawbackAmount = total(clawbacks.map((entry) => entry.amount));
  const net = rewardAmount - clawbackAmount;
  const balance = net + carriedIn;
  const level = ladder.level(month);
  return {
    ...ladder.month(month),
    partner,
    tierKey: level?.key,
    tierName: level?.name ?? '',
    rewards: BigInt(rewards.length),
    rewardAmount,
    secondTierAmount: amountOf(rewards.filter((entry) => entry.level === 2)),
    clawbacks: BigInt(clawbacks.length),
    clawbackAmount,
    net,
    carriedIn,
    carriedOut: balance < 0n ? balance : 0n,
    payable: balance > 0n ? balance : 0n,
  };
};

/** What a month leaves to the next, by partner. */
const carriedFrom = ({ terms }: Book, month: Month | undefined): ReadonlyMap<string, bigint> => {
  if (month === undefined) return new Map();
  const isTooSmall = month.total > 0n && month.total < (SMALLEST[terms.currency] ?? 50n);
  return new Map(
    month.statements.map((statement) => [
      statement.partner.key,
      statement.carriedOut + (isTooSmall ? statement.payable : 0n),
    ]),
  );
};

const closeMonth = (book: Book, recount: Recount, month: string, before: Month | undefined, lively: boolean): Month => {
  const carried = carriedFrom(book, before);
  const rewards = recount.entries.filter((entry) => entry.kind === 'reward');
  const home = new Map(rewards.map((entry) => [entry.reward, entry.month]));
  const here = recount.entries.map((entry) => placed(book, home, entry)).filter(({ place }) => place === month);
  const entries = Map.groupBy(here, (entry) => entry.owner);
  const statements = book.partners
    .filter((partner) => monthOf(partner.joinedAt, book.terms.zone) <= month)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((partner) =>
      statementOf(recount, partner, month, carried.get(partner.key) ?? 0n, entries.get(partner.key) ?? []),
    );
  const payables = total(statements.map((statement) => statement.payable));
  const fee = payables === 0n ? 0n : share(payables, book.terms.feeBps) + book.terms.feeFixed;
  return { month, lively, statements, fee, total: payables + fee };
};

export interface Recounted {
  readonly months: readonly Month[];
  /** Every reward, with its amount at first, and every clawback. */
  readonly entries: readonly Entry[];
  readonly contradictions: readonly string[];
}

/**
 * Computes everything again from the raw facts: rewards, clawbacks, statements and invoices of every month from the
 * first in which something was, to the last or to `until`.
 */
export const recountBook = (book: Book, until?: string): Recounted => {
  const { zone, since } = book.terms;
  const begun = since === undefined ? '' : monthOf(since, zone);
  const recount = new Recount(book);
  const facts = Map.groupBy(book.facts, (fact) => monthOf(fact.at, zone));
  const joined = book.partners.map((partner) => monthOf(partner.joinedAt, zone));
  const lively = [...facts.keys(), ...joined].sort();
  const [first] = lively;
  const last = until ?? lively.at(-1);
  const months: Month[] = [];
  for (const month of first === undefined || last === undefined ? [] : monthsFrom(first, last)) {
    const inMonth = facts.get(month) ?? [];
    for (const fact of inMonth) recount.play(fact);
    if (month < begun) continue;
    const isLively = inMonth.some((fact) => fact.kind === 'sale' || fact.kind === 'refund');
    months.push(closeMonth(book, recount, month, months.at(-1), isLively));
  }
  return { months, entries: recount.entries, contradictions: recount.contradictions };
};
