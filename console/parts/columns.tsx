import type { ComponentChildren } from 'preact';
import type { Amount } from './csv.ts';
import type { Column } from './data-table.tsx';
import { Count, dateText, Money, When } from './figures.tsx';
import { foundName, PartnerName } from './partner-name.tsx';

/** What every kind of column may say beside its name and title. */
type More<Item> = Pick<Column<Item>, 'hidden' | 'sort' | 'names'>;

/** A text, the same on the page and in a file. */
export const textColumn = <Item,>(
  name: string,
  title: string,
  textOf: (item: Item) => string | null | undefined,
  more: More<Item> = {},
): Column<Item> => ({ name, title, ...more, cell: textOf, text: (item) => textOf(item) ?? '' });

/** A text that is shown as more than a text: a badge, a link. */
export const shownColumn = <Item,>(
  name: string,
  title: string,
  textOf: (item: Item) => string,
  cell: (item: Item) => ComponentChildren,
  more: More<Item> = {},
): Column<Item> => ({ name, title, ...more, cell, text: textOf });

/** A number of things. */
export const countColumn = <Item,>(
  name: string,
  title: string,
  countOf: (item: Item) => number,
  more: More<Item> = {},
): Column<Item> => ({
  ...{ name, title, align: 'end', ...more },
  cell: (item) => <Count value={countOf(item)} />,
  text: countOf,
});

/** Money: with its currency on the page, and in a file as a number with the currency in a column of its own. */
export const moneyColumn = <Item,>(
  name: string,
  title: string,
  amountOf: (item: Item) => Amount,
  more: More<Item> = {},
): Column<Item> => ({
  ...{ name, title, align: 'end', ...more },
  cell: (item) => {
    const { amount, currency } = amountOf(item);
    return amount === null || currency === null ? null : <Money amount={amount} currency={currency} />;
  },
  amount: amountOf,
});

interface MomentOptions<Item> extends More<Item> {
  readonly style?: 'day' | 'minute';
  /** The program's zone, where its day matters beside the reader's. */
  readonly zone?: string;
}

/** An instant. */
export const momentColumn = <Item,>(
  name: string,
  title: string,
  at: (item: Item) => number | null,
  { style = 'day', zone, ...more }: MomentOptions<Item> = {},
): Column<Item> => ({
  ...{ name, title, ...more },
  cell: (item) => {
    const moment = at(item);
    return moment === null ? null : <When at={moment} style={style} zone={zone} />;
  },
  text: (item) => {
    const moment = at(item);
    return moment === null ? '' : dateText(moment, style, zone);
  },
});

interface OfPartner {
  readonly partnership_key: string | null;
  readonly partner_key: string | null;
  /** Given where the list says what the partner is called: nothing more is asked for then. */
  readonly partner_name?: string | null;
}

/** Whose something is: the partner's name as a link. `nobody` is shown where it is nobody's. */
export const partnerColumn = <Item extends OfPartner>(
  title: string,
  nobody = '',
  more: More<Item> = {},
): Column<Item> => ({
  ...{ name: 'partner', title, ...more },
  cell: ({ partnership_key, partner_key, partner_name }) =>
    partnership_key === null ? (
      <span class="muted">{nobody}</span>
    ) : (
      <PartnerName key={partnership_key} of={partnership_key} named={partner_name ?? undefined} until={partner_key} />
    ),
  text: ({ partnership_key, partner_key, partner_name }) =>
    partner_name ?? foundName(partnership_key) ?? partner_key ?? partnership_key ?? '',
});
