import type { Gets, TopStatistics } from '../../../api/operations.ts';
import { changeQuery, href, place } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { bpsOf } from '../../../parts/basis-points.ts';
import { partnerColumn } from '../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { dayText, percentText } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { wholeList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { api } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { figureColumns } from './figure-columns.tsx';
import { MEASURES, type Measure, measureOf } from './measures.ts';
import { nameOf } from './names.ts';
import { ExportButtons, PeriodFilter, usePeriod, Views } from './period.tsx';
import { reports } from './texts.ts';
import { Totals } from './totals.tsx';

type Top = Gets['/v2/statistics/top']['data'];
type Subject = 'partnership' | 'link';

/** As many as the API answers; all of them are in the export. */
const MOST = 100;

const dailyOf = (by: Subject, item: TopStatistics): string => {
  const query = new URLSearchParams({ [by === 'link' ? 'link' : 'partner']: item.key, name: nameOf(item) });
  return `/reports?${query.toString()}`;
};

const naming = (by: Subject): readonly Column<TopStatistics>[] => {
  const { t } = reports;
  const name: Column<TopStatistics> = {
    ...{ name: 'name', title: by === 'link' ? t.link : t.partner, names: true },
    cell: (item) => (
      <span>
        <a href={href(dailyOf(by, item))}>{nameOf(item)}</a>
        {item.url === null ? null : <span class="second-line">{item.url.replace(/^https?:\/\//, '')}</span>}
      </span>
    ),
    text: nameOf,
  };
  const url: Column<TopStatistics> = {
    ...{ name: 'url', title: t.address, hidden: true },
    cell: (item) => <span class="address">{item.url ?? ''}</span>,
    text: (item) => item.url ?? '',
  };
  const key: Column<TopStatistics> = {
    ...{ name: 'partner', title: t.partnerKey, hidden: true },
    cell: (item) => (
      <a href={href(`/partners/${item.partnership_key ?? item.key}`)}>{item.partner_key ?? t.openPartner}</a>
    ),
    text: (item) => item.partner_key ?? item.partnership_key ?? '',
  };
  return by === 'link' ? [name, url, partnerColumn(t.partner)] : [name, key];
};

const columnsOf = (by: Subject, measure: Measure, top: Top | undefined): readonly Column<TopStatistics>[] => {
  const { t } = reports;
  const currency = top?.currency ?? settingsOfProgram().currency;
  const share = (item: TopStatistics): string => percentText(bpsOf(item[measure], top?.totals[measure] ?? 0) ?? 0);
  const set = (next: Measure): void => void changeQuery({ measure: next }, true);
  return [
    ...naming(by),
    ...figureColumns<TopStatistics>({ currency, sort: { by: measure, set } }),
    {
      ...{ name: 'share', title: t.share(t.figures[measure]), align: 'end', hidden: by === 'link' },
      cell: (item) => <span class="figure">{share(item)}</span>,
      text: share,
    },
  ];
};

/** The partners or links that brought most, in the order of a measure. */
export const BySubject = ({ by }: { readonly by: Subject }) => {
  const { t } = reports;
  const period = usePeriod();
  const measure = measureOf(place.value.query.get('measure') ?? '', by === 'link' ? 'clicks' : 'revenue');
  const answered = useAnswer(async () => {
    const range = await period.range();
    return {
      has_more: false,
      ...(await api.get('/v2/statistics/top', { query: { ...range, by, measure, limit: MOST } })),
    };
  }, [...period.of, by, measure]);
  const top = answered.data;
  const title = by === 'link' ? t.by.links : t.by.partners;
  return (
    <Page title={t.title} lead={t.lead} actions={<ExportButtons by={by} shown={top} />}>
      <Views />
      {top === undefined ? null : (
        <Totals title={t.inPeriod(dayText(top.from), dayText(top.to))} of={top.totals} currency={top.currency} />
      )}
      <DataTable
        name={by === 'link' ? 'report-links' : 'report-partners'}
        caption={title}
        list={wholeList(answered)}
        columns={columnsOf(by, measure, top)}
        keyOf={({ key }) => key}
        filters={
          <>
            <PeriodFilter compared period={period} shown={top} />
            <SelectFilter
              needed
              label={t.measure}
              value={measure}
              set={(value) => void changeQuery({ measure: value }, true)}
              options={MEASURES.map((value) => ({ value, title: t.figures[value] }))}
            />
          </>
        }
        empty={<EmptyState title={t.nothing}>{t.nothingText}</EmptyState>}
      />
      {top !== undefined && top.subjects > top.items.length ? (
        <p class="muted small">{t.more(top.items.length, top.subjects)}</p>
      ) : null}
    </Page>
  );
};
