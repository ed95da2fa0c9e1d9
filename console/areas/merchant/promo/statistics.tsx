import type { Gets } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { bpsOf } from '../../../parts/basis-points.ts';
import { Chart } from '../../../parts/chart.tsx';
import { countColumn, shownColumn, textColumn } from '../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { dayBefore, daysBetween } from '../../../parts/days.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { dayText, numberText, percentText } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { type ListPage, type PageQuery, useFilters, useList } from '../../../parts/list.ts';
import { Card, Page } from '../../../parts/page.tsx';
import { PartnerName } from '../../../parts/partner-name.tsx';
import { api } from '../../../session/person.ts';
import { allCreatives } from './creatives.ts';
import { promo } from './texts.ts';

type Placements = Gets['/v2/creatives/statistics']['data'];

/** A banner behind a partner's link, with the names of both. */
type Placement = Placements['items'][number] & { readonly banner: string; readonly link: string };
type PlacementPage = ListPage<Placement> & Pick<Placements, 'from' | 'to'>;

/** The periods that are offered, in days; the API's own is thirty. */
const PERIODS = [7, 30, 90] as const;
const USUAL = 30;

/** Today is what the API says: the program's day, by its own clock. */
const periodOf = async (days: number): Promise<{ readonly from?: string; readonly to?: string }> => {
  if (days === USUAL) return {};
  const { to } = await api.get('/v2/creatives/statistics', { query: { limit: 1 } });
  return { from: dayBefore(to, days - 1), to };
};

const linkNames = async (keys: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const found = await Promise.all(
    [...new Set(keys)].map((link) => api.get('/v2/links/{link}', { params: { link } }).catch(() => undefined)),
  );
  return new Map(found.flatMap((link) => (link === undefined ? [] : [[link.key, link.url] as const])));
};

const placements = async (page: PageQuery, days: number): Promise<PlacementPage> => {
  const { limit, starting_after } = page;
  const query = { limit, ...(starting_after === undefined ? {} : { starting_after }), ...(await periodOf(days)) };
  const [{ items, ...rest }, creatives] = await Promise.all([
    api.get('/v2/creatives/statistics', { query }),
    allCreatives(true),
  ]);
  const links = await linkNames(items.map(({ link_key }) => link_key));
  const banners = new Map(creatives.map(({ key, name }) => [key, name]));
  const named = items.map((item) => ({
    ...item,
    banner: banners.get(item.creative_key) ?? item.creative_key,
    link: links.get(item.link_key) ?? item.link_key,
  }));
  return { ...rest, items: named };
};

/** The click-through rate as a text: nothing where nothing was seen to be shown. */
const rateText = (of: Pick<Placement, 'impressions' | 'clicks'>): string => {
  const bps = bpsOf(of.clicks, of.impressions);
  return bps === undefined ? '' : percentText(bps);
};

const columnsIn = (): readonly Column<Placement>[] => {
  const { t } = promo;
  return [
    shownColumn(
      'banner',
      t.creative,
      ({ banner }) => banner,
      ({ banner, creative_key }) => <a href={href(`/promo/${creative_key}`)}>{banner}</a>,
      { names: true },
    ),
    shownColumn(
      'partner',
      t.partner,
      ({ partnership_key }) => partnership_key,
      ({ partnership_key }) => <PartnerName of={partnership_key} />,
    ),
    textColumn('link', t.link, ({ link }) => link),
    countColumn('impressions', t.impressions, ({ impressions }) => impressions),
    countColumn('clicks', t.clicks, ({ clicks }) => clicks),
    textColumn('rate', t.rate, (placement) => rateText(placement)),
    countColumn('invalid', t.invalid, ({ invalid_impressions }) => invalid_impressions, { hidden: true }),
    countColumn('invalid-clicks', t.invalidClicks, ({ invalid_clicks }) => invalid_clicks, { hidden: true }),
  ];
};

/** How often creatives were seen and clicked, by creative, partner and link. */
export const PlacementStatistics = () => {
  const { t } = promo;
  const filters = useFilters('days');
  const days = PERIODS.find((each) => String(each) === filters.values.days) ?? USUAL;
  const list = useList((page) => placements(page, days), {
    of: [days],
    keyOf: ({ partnership_key, creative_key, link_key }) => `${partnership_key}.${creative_key}.${link_key}`,
  });
  const { data } = list.answered;
  const shown: Partial<PlacementPage> | undefined = data;
  const { from, to } = shown ?? {};
  return (
    <Page title={t.statistics} lead={t.statisticsLead} back={{ to: '/promo', title: t.title }}>
      <p class="muted">{from === undefined || to === undefined ? '\u00a0' : t.period(dayText(from), dayText(to))}</p>
      <DataTable
        name="placements"
        caption={t.statistics}
        // The API goes forward only; backward is what the browser does.
        list={{ ...list, hasPrevious: false }}
        columns={columnsIn()}
        keyOf={({ partnership_key, creative_key, link_key }) => `${partnership_key} ${creative_key} ${link_key}`}
        filtered={filters}
        filters={
          <SelectFilter
            label={t.days}
            value={filters.values.days}
            none={t.lastDays(USUAL)}
            set={(value) => filters.set('days', value)}
            options={PERIODS.filter((each) => each !== USUAL).map((each) => ({
              value: String(each),
              title: t.lastDays(each),
            }))}
          />
        }
        empty={<EmptyState title={t.noPlacements}>{t.noPlacementsText}</EmptyState>}
      />
    </Page>
  );
};

interface OneCreative {
  readonly of: string;
  /** A banner: only of these it is known how often they are shown. */
  readonly isBanner: boolean;
}

/** How often one creative was seen and clicked, day by day. */
export const CreativeStatistics = ({ of: creative, isBanner }: OneCreative) => {
  const { t } = promo;
  const answered = useAnswer(
    () => api.get('/v2/creatives/{creative}/statistics', { params: { creative } }),
    [creative],
  );
  return (
    <Card title={t.statistics}>
      <Answer of={answered} lines={6}>
        {({ from, to, totals, items }) => {
          const byDay = new Map(items.map((item) => [item.day, item]));
          const days = daysBetween(from, to);
          const clicks = { title: t.clicks, values: days.map((day) => byDay.get(day)?.clicks ?? 0) };
          const seen = { title: t.impressions, values: days.map((day) => byDay.get(day)?.impressions ?? 0) };
          const rate = rateText(totals);
          const sums = [
            isBanner ? t.seen(totals.impressions) : '',
            t.clicked(totals.clicks),
            rate === '' ? '' : t.rateOf(rate),
          ];
          return (
            <>
              <Chart
                title={t.byDay}
                days={days}
                series={isBanner ? [seen, clicks] : [clicks]}
                text={numberText}
                sum={sums.filter((text) => text !== '').join(' · ')}
              />
              {totals.invalid_impressions === 0 ? null : (
                <p class="muted small">{t.notCounted(totals.invalid_impressions)}</p>
              )}
              {totals.invalid_clicks === 0 ? null : (
                <p class="muted small">{t.clicksNotCounted(totals.invalid_clicks)}</p>
              )}
            </>
          );
        }}
      </Answer>
    </Card>
  );
};
