import type { Store } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf } from '../shared/contract.ts';
import type { getGroupStatistics } from '../shared/contracts/groups.ts';
import { bySubject, countsView, inAll, MOST_DAYS_IN_LISTS, rangeOf } from '../shared/statistics.ts';

type Figures = DataOf<typeof getGroupStatistics>;

interface Days {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The figures of all groups of a program, by the key of the group: a few reads, however many groups there are. */
export const figuresOf = async (store: Store, context: Context, days: Days): Promise<(group: string) => Figures> => {
  const range = await rangeOf(store, context, days, MOST_DAYS_IN_LISTS);
  const [within, total] = await Promise.all([bySubject(store, range, 'group'), inAll(store, context.program, 'group')]);
  return (group) => ({
    partners: total.get(group)?.partners ?? 0,
    from: range.from,
    to: range.to,
    currency: range.program.currency,
    range: countsView(within.get(group) ?? {}),
    total: countsView(total.get(group) ?? {}),
  });
};
