import type { Gets } from '../../../api/operations.ts';
import { changeQuery, href, place } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { bpsOf } from '../../../parts/basis-points.ts';
import { Chart } from '../../../parts/chart.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { daysBetween } from '../../../parts/days.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { dayText, percentText } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { wholeList } from '../../../parts/list.ts';
import { Card, Page } from '../../../parts/page.tsx';
import { api } from '../../../session/person.ts';
import { figureColumns } from './figure-columns.tsx';
import { type Figures, MEASURES, type Measure, measureOf, shortTextOf, textOf } from './measures.ts';
import { ExportButtons, PeriodFilter, usePeriod, Views } from './period.tsx';
import type { Range } from './periods.ts';
import { reports } from './texts.ts';

type GroupPage = Gets['/v2/statistics/by-group']['data'];
type GroupDays = GroupPage['groups'][number];

interface Groups {
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly time_zone: string;
  readonly groups: readonly GroupDays[];
}

/** Every group with its days, page by page. */
const allGroups = async (range: Range): Promise<Groups> => {
  const groups: GroupDays[] = [];
  let after: string | undefined;
  for (;;) {
    const page: GroupPage = await api.get('/v2/statistics/by-group', {
      query: { ...range, limit: 25, starting_after: after },
    });
    groups.push(...page.groups);
    after = page.has_more ? (page.next_cursor ?? page.groups.at(-1)?.group_key) : undefined;
    if (after === undefined) return { ...page, groups };
  }
};

/** More lines than these are told apart by nobody; the table has all. */
const LINES = 4;

type Row = Figures & { readonly key: string; readonly name: string };

const Compared = ({ of, measure }: { readonly of: Groups; readonly measure: Measure }) => {
  const { t } = reports;
  const days = daysBetween(of.from, of.to);
  const drawn = of.groups.filter(({ totals }) => totals[measure] !== 0).slice(0, LINES);
  const series = drawn.map((group) => {
    const byDay = new Map(group.items.map((item) => [item.day, item[measure]]));
    return { title: group.name ?? group.group_key, values: days.map((day) => byDay.get(day) ?? 0) };
  });
  return (
    <Card title={t.charts}>
      {series.length === 0 ? (
        <p class="muted">{t.nobody}</p>
      ) : (
        <Chart
          title={t.figures[measure]}
          days={days}
          series={series}
          text={(value) => textOf(measure, value, of.currency)}
          short={(value) => shortTextOf(measure, value, of.currency)}
        />
      )}
      {of.groups.length > LINES ? <p class="muted small">{t.firstGroups(LINES)}</p> : null}
    </Card>
  );
};

const columnsOf = (currency: string, by: Measure, whole: number): readonly Column<Row>[] => {
  const { t } = reports;
  const set = (next: Measure): void => void changeQuery({ measure: next }, true);
  return [
    {
      ...{ name: 'group', title: t.group, names: true },
      cell: ({ key, name }) => <a href={href(`/reports?group=${key}`)}>{name}</a>,
      text: ({ name }) => name,
    },
    ...figureColumns<Row>({ currency, sort: { by, set } }),
    {
      ...{ name: 'share', title: t.share(t.figures[by]), align: 'end' },
      cell: (row) => <span class="figure">{percentText(bpsOf(row[by], whole) ?? 0)}</span>,
      text: (row) => percentText(bpsOf(row[by], whole) ?? 0),
    },
  ];
};

const Table = ({ of, measure }: { readonly of: Groups; readonly measure: Measure }) => {
  const { t } = reports;
  const items = of.groups.map(({ group_key, name, totals }) => ({
    ...totals,
    key: group_key,
    name: name ?? group_key,
  }));
  const whole = items.reduce((sum, item) => sum + item[measure], 0);
  const answered = {
    data: { items, has_more: false },
    problem: undefined,
    waiting: false,
    again: () => Promise.resolve(),
  };
  return (
    <Card title={t.by.groups}>
      <DataTable
        name="report-groups"
        caption={t.by.groups}
        list={wholeList(answered)}
        columns={columnsOf(of.currency, measure, whole)}
        keyOf={({ key }) => key}
        empty={null}
      />
    </Card>
  );
};

/** What each group brought and cost. */
export const ByGroup = () => {
  const { t } = reports;
  const period = usePeriod();
  const measure = measureOf(place.value.query.get('measure') ?? '', 'revenue');
  const answered = useAnswer(async () => allGroups(await period.range()), period.of);
  return (
    <Page title={t.title} lead={t.lead} actions={<ExportButtons by="group" shown={answered.data} />}>
      <Views />
      <div class="filters">
        <PeriodFilter compared period={period} shown={answered.data} />
        <SelectFilter
          needed
          label={t.measure}
          value={measure}
          set={(value) => void changeQuery({ measure: value }, true)}
          options={MEASURES.map((value) => ({ value, title: t.figures[value] }))}
        />
      </div>
      <Answer of={answered} lines={16}>
        {(found) => {
          const groups = found.groups.toSorted((one, other) => other.totals[measure] - one.totals[measure]);
          const of = { ...found, groups };
          return groups.length === 0 ? (
            <EmptyState title={t.nothing}>{t.nothingText}</EmptyState>
          ) : (
            <div class="report">
              <Compared of={of} measure={measure} />
              <Table of={of} measure={measure} />
              <p class="muted small">
                {t.inPeriod(dayText(of.from), dayText(of.to))}. {t.counted(of.time_zone)}
              </p>
            </div>
          );
        }}
      </Answer>
    </Page>
  );
};
