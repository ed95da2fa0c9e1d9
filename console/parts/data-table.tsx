import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { parts } from '../app/texts.ts';
import { Answer } from './answer.tsx';
import { Button } from './button.tsx';
import { ColumnChoice, useShownColumns } from './column-choice.tsx';
import { type Amount, downloadCsv } from './csv.ts';
import { EmptyState } from './empty-state.tsx';
import type { PagedList } from './list.ts';
import { ScrollFrame } from './scroll-frame.tsx';

/** A column of a table. */
export interface Column<Item> {
  readonly name: string;
  readonly title: string;
  readonly cell: (item: Item) => ComponentChildren;
  /** What the cell is in a file: plain texts and numbers. A column without it is left out of the file. */
  readonly text?: (item: Item) => string | number;
  /** In place of `text`, for money: a file has it as a number, and its currency in a column of its own. */
  readonly amount?: (item: Item) => Amount;
  /** Numbers and amounts stand on the right. */
  readonly align?: 'end';
  /** Shown only when somebody chooses it. */
  readonly hidden?: boolean;
  /** The column that names the row: always shown, and the heading of its card on a phone. */
  readonly names?: boolean;
  /** The list can be ordered by it. */
  readonly sort?: { readonly direction: 'up' | 'down' | undefined; toggle(): void };
}

interface DataTableProps<Item> {
  /** Under which the choice of columns is remembered, and what the file is called. */
  readonly name: string;
  /** What is listed, for people who do not see the page. */
  readonly caption: string;
  readonly list: PagedList<Item>;
  readonly columns: readonly Column<Item>[];
  readonly keyOf: (item: Item) => string;
  readonly filters?: ComponentChildren;
  /** Whether a filter is set: an empty table then says so, with a way to clear them. */
  readonly filtered?: { readonly any: boolean; clear(): void };
  /** What can be done with the selected rows; rows can be selected when it is there. */
  readonly bulk?: ((selected: readonly Item[], clear: () => void) => ComponentChildren) | undefined;
  /** Which rows `bulk` can do something with; others cannot be selected. All of them, without it. */
  readonly selectable?: (item: Item) => boolean;
  readonly empty: ComponentChildren;
}

interface RowsProps<Item> {
  readonly table: DataTableProps<Item>;
  readonly columns: readonly Column<Item>[];
  readonly selection: Selection<Item> | undefined;
}

interface Selection<Item> {
  readonly items: readonly Item[];
  has(item: Item): boolean;
  toggle(item: Item): void;
  set(items: readonly Item[]): void;
}

const useSelection = <Item,>(shown: readonly Item[], keyOf: (item: Item) => string): Selection<Item> => {
  const [keys, setKeys] = useState<readonly string[]>([]);
  // What is on another page is not selected any more: nothing happens to what nobody sees.
  const items = shown.filter((item) => keys.includes(keyOf(item)));
  return {
    items,
    has: (item) => keys.includes(keyOf(item)),
    toggle: (item) => {
      const key = keyOf(item);
      setKeys(keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key]);
    },
    set: (chosen) => setKeys(chosen.map(keyOf)),
  };
};

const HeadCell = <Item,>({ column }: { readonly column: Column<Item> }) => {
  const { sort, title, align } = column;
  const sorted = sort?.direction === undefined ? undefined : sort.direction === 'up' ? 'ascending' : 'descending';
  return (
    <th scope="col" class={align === 'end' ? 'end' : undefined} aria-sort={sorted}>
      {sort === undefined ? (
        title
      ) : (
        <button type="button" class="sort" title={parts.t.table.sort(title)} onClick={() => sort.toggle()}>
          {/* The arrow stays with the last word. */}
          {title}&nbsp;
          <span aria-hidden="true">{sort.direction === 'up' ? '↑' : sort.direction === 'down' ? '↓' : '↕'}</span>
        </button>
      )}
    </th>
  );
};

const Rows = <Item,>({ table, columns, selection }: RowsProps<Item>) => {
  const { list, keyOf, caption } = table;
  const naming = columns.find(({ names }) => names === true) ?? columns[0];
  const nameOf = (item: Item): string => String(naming?.text?.(item) ?? keyOf(item));
  const selectable = list.items.filter((item) => table.selectable?.(item) ?? true);
  const everything = selectable.length > 0 && selection?.items.length === selectable.length;
  return (
    <ScrollFrame label={caption}>
      <table class="table">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {selection === undefined ? null : (
              <th scope="col" class="tick">
                <input
                  type="checkbox"
                  aria-label={parts.t.table.selectAll}
                  checked={everything}
                  onChange={() => selection.set(everything ? [] : selectable)}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeadCell key={column.name} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {list.items.map((item) => (
            <tr key={keyOf(item)} class={selection?.has(item) === true ? 'chosen' : undefined}>
              {selection === undefined ? null : (
                <td class="tick">
                  {selectable.includes(item) ? (
                    <input
                      type="checkbox"
                      aria-label={parts.t.table.select(nameOf(item))}
                      checked={selection.has(item)}
                      onChange={() => selection.toggle(item)}
                    />
                  ) : null}
                </td>
              )}
              {columns.map((column) =>
                column === naming ? (
                  <th key={column.name} scope="row">
                    {column.cell(item)}
                  </th>
                ) : (
                  <td key={column.name} class={column.align === 'end' ? 'end' : undefined} data-title={column.title}>
                    {column.cell(item)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
};

const Pager = <Item,>({ list }: { readonly list: PagedList<Item> }) =>
  list.hasNext || list.hasPrevious ? (
    <nav class="pager" aria-label={parts.t.table.pages}>
      <Button disabled={!list.hasPrevious} onClick={() => list.previous()}>
        ← {parts.t.table.previous}
      </Button>
      <Button disabled={!list.hasNext} onClick={() => list.next()}>
        {parts.t.table.next} →
      </Button>
    </nav>
  ) : null;

const Nothing = <Item,>({ table }: { readonly table: DataTableProps<Item> }) =>
  table.filtered?.any === true ? (
    <EmptyState
      title={parts.t.table.nothing}
      action={<Button onClick={() => table.filtered?.clear()}>{parts.t.table.clearFilters}</Button>}
    >
      {parts.t.table.nothingText}
    </EmptyState>
  ) : (
    table.empty
  );

/** A list as a table: filters, columns of one's choice, selection with actions, a file of what is shown, pages. */
export const DataTable = <Item,>(table: DataTableProps<Item>) => {
  const { name, list, columns, bulk } = table;
  const choice = useShownColumns(name, columns);
  const own = useSelection(list.items, table.keyOf);
  const selection = bulk === undefined ? undefined : own;
  return (
    <div class="data-table">
      <div class="table-bar">
        <div class="filters">{table.filters}</div>
        <div class="table-tools">
          <ColumnChoice choice={choice} columns={columns} />
          <Button disabled={list.items.length === 0} onClick={() => downloadCsv(name, choice.shown, list.items)}>
            {parts.t.table.download}
          </Button>
        </div>
      </div>
      {bulk === undefined || own.items.length === 0 ? null : (
        <section class="bulk" aria-label={parts.t.table.bulk}>
          <span role="status">{parts.t.table.selected(own.items.length)}</span>
          {bulk(own.items, () => own.set([]))}
          <Button kind="plain" onClick={() => own.set([])}>
            {parts.t.table.clear}
          </Button>
        </section>
      )}
      <Answer of={list.answered} lines={10}>
        {({ items }) =>
          items.length === 0 && !list.hasPrevious && !list.hasNext ? (
            <Nothing table={table} />
          ) : (
            <>
              <Rows table={table} columns={choice.shown} selection={selection} />
              <Pager list={list} />
            </>
          )
        }
      </Answer>
    </div>
  );
};
