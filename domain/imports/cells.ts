/** One row of a file, its cells by what they mean. */

import type { Field, Mapping } from './columns.ts';
import type { CsvRow } from './csv-table.ts';
import type { PartnerRef, SkipReason } from './records.ts';
import { type DateOrder, filled, readFlag, readInstant, readMoney } from './values.ts';

/** What a file does not say itself. */
export interface RowOptions {
  /** The currency of amounts that name none: that of the program. */
  readonly currency: string;
  readonly dateOrder: DateOrder;
}

/** A cell that cannot be used. */
export class BadCell extends Error {
  readonly reason: SkipReason;
  constructor(reason: SkipReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/** One row with its columns by their meaning. */
export class Cells {
  readonly #row: CsvRow;
  readonly #mapping: Mapping;
  readonly options: RowOptions;

  constructor(row: CsvRow, mapping: Mapping, options: RowOptions) {
    this.#row = row;
    this.#mapping = mapping;
    this.options = options;
  }

  get line(): number {
    return this.#row.line;
  }

  has(field: Field): boolean {
    return this.#mapping.has(field);
  }

  text(field: Field): string | undefined {
    const index = this.#mapping.get(field);
    // A cell may have several lines; nothing here has.
    return index === undefined ? undefined : filled(this.#row.cells[index]?.replace(/\s+/g, ' '));
  }

  required(field: Field): string {
    const value = this.text(field);
    if (value === undefined) throw new BadCell('missing_value', `There is no ${field}.`);
    return value;
  }

  instant(field: Field): number | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const at = readInstant(text, this.options.dateOrder);
    if (at === undefined) throw new BadCell('unreadable', `${field}: "${text}" is no date that can be read.`);
    return at;
  }

  flag(field: Field): boolean | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const flag = readFlag(text);
    if (flag === undefined) throw new BadCell('unreadable', `${field}: "${text}" is neither yes nor no.`);
    return flag;
  }

  get currency(): string {
    return this.text('currency')?.toUpperCase() ?? this.options.currency;
  }

  money(): number {
    const minor = this.text('amount_minor');
    const text = minor ?? this.required('amount');
    const amount = readMoney(text, this.currency, minor === undefined ? 'major' : 'minor');
    if (amount === undefined)
      throw new BadCell('unreadable', `amount: "${text}" can be read in no or in several ways.`);
    return amount;
  }

  partner(): PartnerRef {
    const token = this.text('token');
    const email = this.text('partner_email');
    const ref = { id: this.text('partner_id'), key: this.text('partner_key'), token, email };
    if (Object.values(ref).every((value) => value === undefined)) {
      throw new BadCell('missing_value', 'It names no partner.');
    }
    return ref;
  }
}
