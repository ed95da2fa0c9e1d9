import {
  addCounters,
  type Counters,
  clicksApart,
  impressionsApart,
  partsOfPlacement,
} from '../../domain/statistics.ts';
import type { Creative } from '../../table/creatives.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { getCreativeStatistics, listPlacementStatistics } from '../shared/contracts/creative-statistics.ts';
import { byDay, MOST_DAYS, MOST_DAYS_IN_LISTS, type Range, rangeOf, subjectPage } from '../shared/statistics.ts';
import type { ContentDeps } from './deps.ts';

const shown = (counters: Counters) => ({
  impressions: counters.impressions ?? 0,
  invalid_impressions: impressionsApart(counters),
  clicks: counters.clicks ?? 0,
  invalid_clicks: clicksApart(counters),
});

const headOf = ({ from, to, program }: Range) => ({ from, to, time_zone: program.time_zone });

/** How often a creative was shown and clicked on each day on which it was. */
export const creativeStatistics = async (
  { store }: ContentDeps,
  context: Context,
  { key }: Creative,
  asked: InputOf<typeof getCreativeStatistics>['query'],
): Promise<DataOf<typeof getCreativeStatistics>> => {
  const range = await rangeOf(store, context, asked, MOST_DAYS);
  const days = [...(await byDay(store, range, 'creative', key))].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...headOf(range),
    totals: shown(days.map(([, counters]) => counters).reduce(addCounters, {})),
    items: days.map(([day, counters]) => ({ day, ...shown(counters) })),
  };
};

/** How often creatives of partnerships were shown and clicked, by the link that they lead through. */
export const placementStatistics = async (
  { store }: ContentDeps,
  context: Context,
  { partnership_key: partnership, limit, starting_after, ...asked }: InputOf<typeof listPlacementStatistics>['query'],
): Promise<DataOf<typeof listPlacementStatistics>> => {
  const range = await rangeOf(store, context, asked, MOST_DAYS_IN_LISTS);
  const prefix = partnership === undefined ? '' : `${partnership}/`;
  const { subjects, rest } = await subjectPage(store, range, 'placement', { limit, starting_after }, prefix);
  const items = subjects.map(({ subject, counters }) => {
    const { partnership: of, creative, link } = partsOfPlacement(subject);
    return { partnership_key: of, creative_key: creative, link_key: link, ...shown(counters) };
  });
  return { ...headOf(range), items, ...rest };
};
