import { earnedByDay } from '../../domain/daily-earnings.ts';
import { notFound } from '../../domain/errors.ts';
import { sum } from '../../domain/money.ts';
import { shiftPeriod } from '../../domain/periods.ts';
import { addCounters, type Counters, daysBetween } from '../../domain/statistics.ts';
import { earningsOf, marksOf } from '../../table/earnings.ts';
import { getProgram } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import { readBalance } from '../shared/balances.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { getBalance, getPortalStatistics } from '../shared/contracts/portal-earnings.ts';
import { byDay, type Range, rangeOf } from '../shared/statistics.ts';

const balance = async (store: Store, context: Context): Promise<DataOf<typeof getBalance>> => {
  const program = await getProgram(store, context.program);
  if (program === undefined) throw notFound('program', 'program');
  const found = await readBalance(store, program, partnershipOf(context), context.now);
  return {
    currency: program.currency,
    open_amount: found.open,
    invoiced_amount: found.invoiced,
    available_amount: found.available,
    on_the_way_amount: found.onTheWay,
    paid_amount: found.paid,
    carried_amount: found.carried,
    minimum_payout: program.minimum_payout,
    next_payment: found.next ?? null,
  };
};

/** Every day of each earning is worked out anew, so that no more than three months are asked for at once. */
const MOST_DAYS = 93;
/** The rewards of an event lie in its month, in the next one where it came late, or after a delay of 90 days. */
const LATEST_MONTH = 4;

/** The periods in which earnings of these days may lie. */
const periodsOf = ({ from, to }: Range): readonly string[] => {
  const last = shiftPeriod(to.slice(0, 7), LATEST_MONTH);
  const periods: string[] = [];
  for (let period = from.slice(0, 7); period <= last; period = shiftPeriod(period, 1)) periods.push(period);
  return periods;
};

const earned = async (store: Store, partnership: string, range: Range): Promise<ReadonlyMap<string, number>> => {
  const months = await Promise.all(
    periodsOf(range).map(async (period) => {
      const earnings = await earningsOf(store, partnership, period);
      const marks = earnings.length === 0 ? [] : await marksOf(store, partnership, period);
      return { earnings, marks };
    }),
  );
  const all = months.flatMap(({ earnings }) => earnings);
  return earnedByDay(
    all,
    months.flatMap(({ marks }) => marks),
    range.program.time_zone,
  );
};

const view = (counters: Counters, earnedAmount: number) => ({
  clicks: counters.clicks ?? 0,
  sign_ups: counters.sign_ups ?? 0,
  transactions: counters.transactions ?? 0,
  revenue: counters.revenue ?? 0,
  refunded: counters.refunded ?? 0,
  earned_amount: earnedAmount,
});

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part * 10_000) / whole);

const statistics = async (
  store: Store,
  context: Context,
  query: InputOf<typeof getPortalStatistics>['query'],
): Promise<DataOf<typeof getPortalStatistics>> => {
  const range = await rangeOf(store, context, query, MOST_DAYS);
  const own = partnershipOf(context);
  const [days, amounts] = await Promise.all([byDay(store, range, 'partnership', own), earned(store, own, range)]);
  const items = daysBetween(range.from, range.to).map((day) => ({
    day,
    ...view(days.get(day) ?? {}, amounts.get(day) ?? 0),
  }));
  const totals = view([...days.values()].reduce(addCounters, {}), sum(items.map((item) => item.earned_amount)));
  return {
    ...{ from: range.from, to: range.to, time_zone: range.program.time_zone, currency: range.program.currency },
    totals: {
      ...totals,
      sign_ups_of_clicks_bps: share(totals.sign_ups, totals.clicks),
      transactions_of_clicks_bps: share(totals.transactions, totals.clicks),
    },
    items,
  };
};

/** What a partner has earned, and how it does. */
export const portalRoutes = (store: Store): readonly Route[] => [
  route(getBalance, (context) => balance(store, context)),
  route(getPortalStatistics, (context, { query }) => statistics(store, context, query)),
];
