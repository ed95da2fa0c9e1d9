import { useAnswer } from '../../../parts/answer.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { type ListPage, type PageQuery, useFilters, useList } from '../../../parts/list.ts';
import { partnership } from '../../../session/person.ts';
import { Frame, Nothing, type Shown } from './frame.tsx';
import { prospects } from './texts.ts';

interface ProspectsTableProps<Item, Status extends string> {
  readonly shown: Shown;
  readonly statuses: readonly Status[];
  readonly states: Readonly<Record<Status, string>>;
  readonly columns: readonly Column<Item>[];
  readonly form: () => Promise<{ readonly enabled: boolean }>;
  readonly ask: (page: PageQuery & { readonly status: Status | undefined }) => Promise<ListPage<Item>>;
}

/** What the partner handed in of a kind, the latest first. */
export const ProspectsTable = <Item extends { readonly key: string }, Status extends string>(
  props: ProspectsTableProps<Item, Status>,
) => {
  const { shown, statuses, states, columns, ask } = props;
  const { t } = prospects;
  const own = partnership.value?.key;
  const form = useAnswer(props.form, [own]);
  const filters = useFilters('status');
  const status = statuses.find((each) => each === filters.values.status);
  const list = useList((page) => ask({ ...page, status }), { of: [own, status], keyOf: ({ key }) => key });
  return (
    <Frame shown={shown} form={form}>
      <DataTable
        name={`portal-${shown}`}
        caption={t[shown]}
        list={list}
        columns={columns}
        keyOf={({ key }) => key}
        filters={
          <SelectFilter
            label={t.status}
            value={status ?? ''}
            set={(value) => filters.set('status', value)}
            options={statuses.map((value) => ({ value, title: states[value] }))}
          />
        }
        filtered={filters}
        empty={<Nothing shown={shown} enabled={form.data?.enabled ?? true} />}
      />
    </Frame>
  );
};
