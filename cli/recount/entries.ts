import { least, priceOf, rounded, share, total } from './arithmetic.ts';
import { monthAfter, monthOf } from './calendar.ts';
import {
  type Book,
  type Deed,
  type Fact,
  identityOf,
  ON_THE_SALE,
  type Partner,
  type Refund,
  type Sale,
} from './facts.ts';
import { Ladder } from './ladder.ts';
import { type Given, givenOn } from './offers.ts';

/** One reward or clawback in the account of a partner. The amount of a clawback is positive. */
export interface Entry {
  readonly kind: 'reward' | 'clawback';
  readonly owner: string;
  readonly month: string;
  readonly level: 1 | 2;
  readonly amount: bigint;
  /** The reward that it is, or takes back. */
  readonly reward: string;
  /** The event of the reward, or the refund of the clawback. */
  readonly fact: string;
}

interface Granted {
  readonly identity: string;
  readonly owner: string;
  readonly level: 1 | 2;
  readonly month: string;
  readonly amount: bigint;
  readonly base: bigint;
  /** The lines in the base; undefined when all are. */
  readonly lines: ReadonlySet<number> | undefined;
  taken: bigint;
}

/** A sale with what has been refunded of it. */
interface Sold {
  readonly sale: Sale;
  readonly granted: readonly Granted[];
  readonly lines: Map<number, { quantity: bigint; amount: bigint }>;
  /** Refunded without naming lines. */
  unlined: bigint;
}

/** Goes through the facts in order of acceptance, and writes an entry for each reward and clawback. */
export class Recount {
  readonly entries: Entry[] = [];
  /** Where a fact contradicts the facts before it. */
  readonly contradictions: string[] = [];
  readonly #book: Book;
  readonly #partners: ReadonlyMap<string, Partner>;
  readonly #ladders = new Map<string, Ladder>();
  readonly #sold = new Map<string, Sold>();
  readonly #transactions = new Map<string, number>();
  readonly #capped = new Map<string, bigint>();

  constructor(book: Book) {
    this.#book = book;
    this.#partners = new Map(book.partners.map((partner) => [partner.key, partner]));
  }

  ladder(partner: string): Ladder {
    const known = this.#ladders.get(partner);
    if (known !== undefined) return known;
    const made = new Ladder(this.#book.terms);
    this.#ladders.set(partner, made);
    return made;
  }

  play(fact: Fact): void {
    switch (fact.kind) {
      case 'sale':
        this.#playSale(fact);
        return;
      case 'refund':
        this.#playRefund(fact);
        return;
      case 'gift':
        this.entries.push({
          ...{ kind: 'reward', owner: fact.partner, month: monthOf(fact.at, this.#book.terms.zone), level: 1 },
          ...{ amount: fact.amount, reward: fact.identity, fact: fact.key },
        });
        return;
      case 'deed':
        if (fact.partner !== undefined) this.#grant(fact, fact.partner, 0);
        return;
    }
  }

  #playSale(sale: Sale): void {
    const buyer = sale.buyer?.key;
    const earlier = buyer === undefined ? 0 : (this.#transactions.get(buyer) ?? 0);
    if (buyer !== undefined) this.#transactions.set(buyer, earlier + 1);
    const { partner } = sale;
    const granted = partner === undefined || sale.happenedAt !== undefined ? [] : this.#grant(sale, partner, earlier);
    this.#sold.set(sale.key, { sale, granted, lines: new Map(), unlined: 0n });
    if (partner === undefined) return;
    const now = monthOf(sale.at, this.#book.terms.zone);
    const counted = monthOf(sale.happenedAt ?? sale.at, this.#book.terms.zone);
    const quantity = total(sale.lines.map((line) => line.quantity));
    this.ladder(partner).addSale(counted === now ? now : undefined, sale.amount, quantity, now);
  }

  /** The rewards of a fact, both levels. */
  #grant(fact: Sale | Deed, key: string, earlier: number): readonly Granted[] {
    const { terms } = this.#book;
    const partner = this.#partners.get(key);
    if (partner === undefined) {
      this.contradictions.push(`${fact.key} counts for ${key}, which is no partnership.`);
      return [];
    }
    const month = monthOf(fact.at, terms.zone);
    const capOf = (offer: string): string => `${key} ${month} ${offer}`;
    const given = givenOn({
      terms,
      fact,
      partner,
      earlier,
      place: this.ladder(key).place(month),
      usedInMonth: (offer) => this.#capped.get(capOf(offer)) ?? 0n,
    });
    for (const { offer, amount } of given) {
      this.#capped.set(capOf(offer.key), (this.#capped.get(capOf(offer.key)) ?? 0n) + amount);
    }
    const due = monthAfter(fact.at, terms.groupDelays.get(partner.group) ?? terms.delayDays, terms.zone);
    const recruiter = this.#recruiterOf(partner, fact);
    const granted = [
      ...given.map((one) => grantOf(fact, one, 1, key, due, one.amount)),
      ...(recruiter === undefined ? [] : this.#secondTier(fact, given, recruiter, due)),
    ].filter((one) => one.amount > 0n);
    for (const { owner, level, amount, identity } of granted) {
      this.entries.push({ kind: 'reward', owner, month: due, level, amount, reward: identity, fact: fact.key });
    }
    return granted;
  }

  #secondTier(fact: Sale | Deed, given: readonly Given[], recruiter: string, due: string): readonly Granted[] {
    const { secondTierBps, secondTierOf } = this.#book.terms;
    if (secondTierOf === 'reward') {
      return given.map((one) => grantOf(fact, one, 2, recruiter, due, share(one.amount, secondTierBps)));
    }
    if (fact.kind !== 'sale') return [];
    const amount = share(fact.amount, secondTierBps);
    const identity = identityOf(fact.key, ON_THE_SALE, 2);
    const place = { identity, owner: recruiter, level: 2, month: due } as const;
    return [{ ...place, amount, base: fact.amount, lines: undefined, taken: 0n }];
  }

  /** Who recruited the partner, where that one had joined by then and is active. Nobody recruits at the joining. */
  #recruiterOf(partner: Partner, fact: Sale | Deed): string | undefined {
    if (fact.kind === 'deed' && fact.event === 'partnership.joined') return undefined;
    const recruiter = partner.recruiter === undefined ? undefined : this.#partners.get(partner.recruiter);
    return recruiter?.active && recruiter.joinedAt <= fact.at ? recruiter.key : undefined;
  }

  #playRefund(refund: Refund): void {
    const sold = this.#sold.get(refund.sale);
    if (sold === undefined) {
      this.contradictions.push(`${refund.key} refunds ${refund.sale}, which was not sold before.`);
      return;
    }
    const amount = takeBack(sold, refund);
    if (refund.amount !== undefined && amount !== refund.amount) {
      this.contradictions.push(`${refund.key} is ${refund.amount}; its lines come to ${amount}.`);
    }
    const { partner } = sold.sale;
    if (partner === undefined) return;
    const month = monthOf(refund.at, this.#book.terms.zone);
    const quantity = total(refund.lines.map((line) => line.quantity));
    this.ladder(partner).addRefund(month, amount, quantity);
    for (const granted of sold.granted) this.#clawBack(sold, granted, refund, month);
  }

  #clawBack(sold: Sold, granted: Granted, { key: fact, at }: Refund, month: string): void {
    const verdicts = (this.#book.verdicts.get(granted.identity) ?? []).filter((verdict) => verdict.at <= at);
    if (verdicts.some((verdict) => verdict.action === 'decline')) return;
    const effective = granted.amount + total(verdicts.map((verdict) => verdict.difference));
    const target = least(shareTaken(sold, granted), granted.amount, effective);
    const amount = target - granted.taken;
    if (amount <= 0n) return;
    granted.taken += amount;
    // A clawback never comes before its reward, which may still wait for its approval.
    const due = granted.month > month ? granted.month : month;
    const { owner, level, identity } = granted;
    this.entries.push({ kind: 'clawback', owner, month: due, level, amount, reward: identity, fact });
  }
}

const grantOf = (
  fact: Sale | Deed,
  { offer, base, lines }: Given,
  level: 1 | 2,
  owner: string,
  month: string,
  amount: bigint,
): Granted => ({
  identity: identityOf(fact.key, offer.key, level),
  owner,
  level,
  month,
  amount,
  base,
  lines,
  taken: 0n,
});

/** Notes what a refund takes back, and gives its amount. */
const takeBack = (sold: Sold, refund: Refund): bigint => {
  if (refund.lines.length === 0) {
    const amount = refund.amount ?? 0n;
    sold.unlined += amount;
    return amount;
  }
  let amount = 0n;
  for (const { line, quantity } of refund.lines) {
    const original = sold.sale.lines[line];
    const before = sold.lines.get(line) ?? { quantity: 0n, amount: 0n };
    const left = (original?.amount ?? 0n) - before.amount;
    const isLast = before.quantity + quantity === original?.quantity;
    const priced = isLast || original?.unit === undefined ? left : least(left, priceOf(quantity, original.unit));
    sold.lines.set(line, { quantity: before.quantity + quantity, amount: before.amount + priced });
    amount += priced;
  }
  return amount;
};

/** The part of a reward that all refunds of its sale together take back. */
const shareTaken = ({ sale, lines, unlined }: Sold, granted: Granted): bigint => {
  if (granted.base <= 0n || sale.amount <= 0n) return 0n;
  const inBase = [...lines].filter(([line]) => granted.lines?.has(line) ?? true);
  const lined = total(inBase.map(([, { amount }]) => amount));
  // What names no lines counts in proportion: unlined x base / total.
  const numerator = granted.amount * (lined * sale.amount + unlined * granted.base);
  return rounded(numerator, granted.base * sale.amount);
};
