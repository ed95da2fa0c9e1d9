import { countColumn, moneyColumn } from '../../../parts/columns.tsx';
import type { Column } from '../../../parts/data-table.tsx';
import { type Figures, isAmount, type Measure, type Shown } from './measures.ts';
import { reports } from './texts.ts';

interface Options {
  readonly currency: string;
  /** The measure that the list is in the order of, and how to choose another one. */
  readonly sort?: { readonly by: Measure; set(by: Measure): void };
}

const ALL = [
  ['clicks', false],
  ['invalid_clicks', true],
  ['sign_ups', false],
  ['transactions', false],
  ['revenue', false],
  ['refunds', true],
  ['refunded', true],
  ['reward_cost', false],
] as const satisfies readonly (readonly [Shown, boolean])[];

const isMeasure = (shown: Shown): shown is Measure =>
  shown !== 'invalid_clicks' && shown !== 'refunds' && shown !== 'refunded';

/** The columns of figures, the same in every table of the reports. */
export const figureColumns = <Item extends Figures>({ currency, sort }: Options): readonly Column<Item>[] =>
  ALL.map(([name, hidden]): Column<Item> => {
    const order =
      sort === undefined || !isMeasure(name)
        ? {}
        : { sort: { direction: sort.by === name ? ('down' as const) : undefined, toggle: () => sort.set(name) } };
    const [title, more] = [reports.t.figures[name], { hidden, ...order }];
    return isAmount(name)
      ? moneyColumn(name, title, (item) => ({ amount: item[name], currency }), more)
      : countColumn(name, title, (item) => item[name], more);
  });
