import type { Level, Terms } from './facts.ts';

interface Month {
  transactions: bigint;
  sales: bigint;
  refunded: bigint;
  quantity: bigint;
}

const emptyMonth = (): Month => ({ transactions: 0n, sales: 0n, refunded: 0n, quantity: 0n });

/** What one partner has sold, and on which level that puts it. */
export class Ladder {
  readonly #terms: Terms;
  readonly #months = new Map<string, Month>();
  #sales = 0n;
  #quantity = 0n;
  #highest = 0;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  month(month: string): Readonly<Month> {
    return this.#months.get(month) ?? emptyMonth();
  }

  /** @param month in which it counts; undefined when only for the lifetime. */
  addSale(month: string | undefined, amount: bigint, quantity: bigint, now: string): void {
    this.#add(month, { transactions: 1n, sales: amount, refunded: 0n, quantity }, now);
  }

  addRefund(month: string, amount: bigint, quantity: bigint): void {
    this.#add(month, { transactions: 0n, sales: -amount, refunded: amount, quantity: -quantity }, month);
  }

  /** The place of the level in a month, from what has been added so far; 0 is the first. */
  place(month: string): number {
    const { measured, monthly, ratchet, levels } = this.#terms;
    const inMonth = this.month(month);
    const value =
      measured === 'sales' ? (monthly ? inMonth.sales : this.#sales) : monthly ? inMonth.quantity : this.#quantity;
    let place = 0;
    for (const [index, level] of levels.entries()) if (level.minimum <= value) place = index;
    return ratchet ? Math.max(place, this.#highest) : place;
  }

  /** The level in a month; undefined in a program without tiers. */
  level(month: string): Level | undefined {
    return this.#terms.levels[this.place(month)];
  }

  #add(month: string | undefined, added: Month, now: string): void {
    this.#sales += added.sales;
    this.#quantity += added.quantity;
    if (month !== undefined) {
      const before = this.month(month);
      this.#months.set(month, {
        transactions: before.transactions + added.transactions,
        sales: before.sales + added.sales,
        refunded: before.refunded + added.refunded,
        quantity: before.quantity + added.quantity,
      });
    }
    this.#highest = Math.max(this.#highest, this.place(now));
  }
}
