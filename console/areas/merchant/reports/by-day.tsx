import type { DailyStatistics, Gets, TopStatistics } from '../../../api/operations.ts';
import { changeQuery, href, place } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { Chart } from '../../../parts/chart.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { daysBetween } from '../../../parts/days.ts';
import { optionsOf, useGroups } from '../../../parts/definitions.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { dayText } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { wholeList } from '../../../parts/list.ts';
import { Card, Page } from '../../../parts/page.tsx';
import { api } from '../../../session/person.ts';
import { figureColumns } from './figure-columns.tsx';
import { isNothing, MEASURES, shortTextOf, textOf } from './measures.ts';
import { nameOf } from './names.ts';
import { ExportButtons, lengthOf, PeriodFilter, usePeriod, Views } from './period.tsx';
import { MOST_DAYS } from './periods.ts';
import { reports } from './texts.ts';
import { Totals } from './totals.tsx';

type Statistics = Gets['/v2/statistics']['data'];

const Charts = ({ of }: { readonly of: Statistics }) => {
  const { t } = reports;
  const days = daysBetween(of.from, of.to);
  const byDay = new Map(of.items.map((item) => [item.day, item]));
  return (
    <Card title={t.charts}>
      <div class="charts">
        {MEASURES.map((measure) => (
          <Chart
            key={measure}
            title={t.figures[measure]}
            days={days}
            series={[{ title: t.figures[measure], values: days.map((day) => byDay.get(day)?.[measure] ?? 0) }]}
            text={(value) => textOf(measure, value, of.currency)}
            short={(value) => shortTextOf(measure, value, of.currency)}
          />
        ))}
      </div>
    </Card>
  );
};

interface TopProps {
  readonly title: string;
  readonly items: readonly TopStatistics[];
  readonly measure: 'revenue' | 'clicks';
  readonly currency: string;
  readonly all: string;
}

const Top = ({ title, items, measure, currency, all }: TopProps) => {
  const { t } = reports;
  return (
    <Card title={title} actions={<a href={href(all)}>{t.seeAll}</a>}>
      {items.length === 0 ? (
        <p class="muted">{t.nobody}</p>
      ) : (
        <ol class="top-list">
          {items.map((item) => (
            <li key={item.key}>
              <a href={href(`/partners/${item.partnership_key ?? item.key}`)}>{nameOf(item)}</a>
              <span class="figure">{textOf(measure, item[measure], currency)}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
};

/** Whose figures are shown, by the address. */
const subjectOf = (query: URLSearchParams) => ({
  group_key: query.get('group') ?? undefined,
  partnership_key: query.get('partner') ?? undefined,
  link_key: query.get('link') ?? undefined,
});

const useDays = () => {
  const period = usePeriod();
  const subject = subjectOf(place.value.query);
  const answered = useAnswer(async () => {
    const range = await period.range();
    const whole = Object.values(subject).every((key) => key === undefined);
    const statistics = api.get('/v2/statistics', { query: { ...range, ...subject } });
    const { from, to } = range.from === undefined ? { from: '', to: '' } : { from: range.from, to: range.to ?? '' };
    const compared = whole && (from === '' || lengthOf({ from, to }) <= MOST_DAYS.compared);
    const top = (by: 'partnership' | 'link', measure: 'revenue' | 'clicks') =>
      compared ? api.get('/v2/statistics/top', { query: { ...range, by, measure, limit: 5 } }) : undefined;
    const [of, partners, links] = await Promise.all([statistics, top('partnership', 'revenue'), top('link', 'clicks')]);
    return { of, partners: partners?.items, links: links?.items };
  }, [...period.of, ...Object.values(subject)]);
  return { period, subject, answered };
};

const Subject = ({ group }: { readonly group: string | undefined }) => {
  const { t } = reports;
  const groups = useGroups();
  const { query } = place.value;
  const name = query.get('name');
  const one = query.has('partner') || query.has('link');
  const everything = { partner: undefined, link: undefined, name: undefined };
  return one ? (
    <p class="note note-info">
      {t.only(name ?? query.get('partner') ?? query.get('link') ?? '')}{' '}
      <Button kind="plain" onClick={() => void changeQuery(everything)}>
        {t.showAll}
      </Button>
    </p>
  ) : (
    <SelectFilter
      label={t.group}
      value={group ?? ''}
      set={(value) => void changeQuery({ group: value }, true)}
      options={optionsOf(groups.data)}
    />
  );
};

const dayColumns = (currency: string): readonly Column<DailyStatistics>[] => [
  {
    ...{ name: 'day', title: reports.t.day, names: true },
    cell: ({ day }) => dayText(day),
    text: ({ day }) => day,
  },
  ...figureColumns<DailyStatistics>({ currency }),
];

const Days = ({ of }: { readonly of: Statistics }) => {
  const items = of.items.toReversed();
  const list = wholeList({
    data: { items, has_more: false },
    problem: undefined,
    waiting: false,
    again: () => Promise.resolve(),
  });
  return (
    <Card title={reports.t.dayByDay}>
      <DataTable
        name="report-days"
        caption={reports.t.dayByDay}
        list={list}
        columns={dayColumns(of.currency)}
        keyOf={({ day }) => day}
        empty={null}
      />
    </Card>
  );
};

/** What the program brought, day by day, and who brought most of it. */
export const ByDay = () => {
  const { t } = reports;
  const { period, subject, answered } = useDays();
  const shown = answered.data?.of;
  return (
    <Page title={t.title} lead={t.lead} actions={<ExportButtons by="program" shown={shown} />}>
      <Views />
      <div class="filters">
        <PeriodFilter period={period} shown={shown} />
        <Subject group={subject.group_key} />
      </div>
      <Answer of={answered} lines={16}>
        {({ of, partners, links }) =>
          isNothing(of.totals) ? (
            <EmptyState title={t.nothing} action={<LinkButton to={href('/connect')}>{t.nothingAction}</LinkButton>}>
              {t.nothingText}
            </EmptyState>
          ) : (
            <div class="report">
              <Totals title={t.inPeriod(dayText(of.from), dayText(of.to))} of={of.totals} currency={of.currency} />
              <Charts of={of} />
              {partners === undefined || links === undefined ? null : (
                <div class="columns">
                  <Top
                    title={t.topPartners}
                    items={partners}
                    measure="revenue"
                    currency={of.currency}
                    all="/reports/partners"
                  />
                  <Top title={t.topLinks} items={links} measure="clicks" currency={of.currency} all="/reports/links" />
                </div>
              )}
              <Days of={of} />
              <p class="muted small">{t.counted(of.time_zone)}</p>
            </div>
          )
        }
      </Answer>
    </Page>
  );
};
