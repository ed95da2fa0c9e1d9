import { csvOf } from '../../domain/csv.ts';
import { cellInMajorUnits } from '../../domain/csv-amounts.ts';
import { notFound } from '../../domain/errors.ts';
import { listPartitions } from '../../table/keys.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { findPayout, type Payout, payoutsOf, readPayout } from '../../table/payouts.ts';
import type { Store } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import { payoutView, profilesOf } from '../shared/billing-views.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { getPayout, listPayouts } from '../shared/contracts/payouts.ts';
import { listPortalPayouts } from '../shared/contracts/portal-payouts.ts';
import { exportPortalPayouts } from '../shared/contracts/portal-statements.ts';
import { type ListPage, listPage, type PageQuery, wholeItems } from '../shared/paging.ts';
import { portalPayoutView } from '../shared/portal-payouts.ts';
import type { InvoiceDeps } from './invoices.ts';

type Query = InputOf<typeof listPayouts>['query'];

const fits = (payout: Payout, query: Pick<Query, 'status' | 'period'>): boolean =>
  (query.status === undefined || payout.state === query.status) &&
  (query.period === undefined || payout.period === query.period);

/** A page of a program's payouts in order of time. */
export const payoutPage = (
  store: Store,
  program: string,
  query: PageQuery,
  keep: (payout: Payout) => boolean,
): Promise<ListPage<Payout>> =>
  listPage(
    store,
    {
      index: 'gsi1',
      partitions: listPartitions('PAYS', program),
      keyPrefix: 'pay',
      read: async (entries) =>
        (await wholeItems(store, entries)).map((item) => (item === undefined ? undefined : readPayout(item))),
      keep,
    },
    query,
  );

/** The payouts of one partnership are at most a few for each month, so they are paged from memory. */
const ofPartnership = async (store: Store, program: string, query: Query): Promise<ListPage<Payout>> => {
  const standing = await findPartnership(store, program, query.partnership_key ?? '');
  return pageOfPayouts(standing === undefined ? [] : await payoutsOf(store, standing.key), query);
};

const pageOfPayouts = (payouts: readonly Payout[], query: Omit<Query, 'partnership_key'>): ListPage<Payout> => {
  const { limit, starting_after: after, ending_before: before, min_created = 0, max_created, order_by } = query;
  const ascending = order_by === 'created_at';
  const inOrder = payouts
    .filter((payout) => fits(payout, query))
    .filter((payout) => payout.created_at >= min_created && payout.created_at <= (max_created ?? payout.created_at))
    .toSorted((a, b) => (a.key < b.key === ascending ? -1 : 1));
  const isBefore = (a: string, b: string): boolean => (ascending ? a < b : a > b);
  if (before !== undefined) {
    const earlier = inOrder.filter((payout) => isBefore(payout.key, before));
    return { items: earlier.slice(-limit), has_more: earlier.length > limit };
  }
  const later = after === undefined ? inOrder : inOrder.filter((payout) => isBefore(after, payout.key));
  return { items: later.slice(0, limit), has_more: later.length > limit };
};

const shown = async (store: Store, payouts: readonly Payout[]) => {
  const profiles = await profilesOf(
    store,
    payouts.map((payout) => payout.partnership),
  );
  return payouts.map((payout) => payoutView(payout, profiles.get(payout.partnership)?.partner_key));
};

const list =
  (deps: InvoiceDeps) =>
  async (context: Context, { query }: InputOf<typeof listPayouts>): Promise<DataOf<typeof listPayouts>> => {
    const page =
      query.partnership_key === undefined
        ? await payoutPage(deps.store, context.program, query, (payout) => fits(payout, query))
        : await ofPartnership(deps.store, context.program, query);
    return { ...page, items: await shown(deps.store, page.items) };
  };

const read =
  (deps: InvoiceDeps) =>
  async (context: Context, { params }: InputOf<typeof getPayout>): Promise<DataOf<typeof getPayout>> => {
    const payout = await findPayout(deps.store, context.program, params.payout);
    if (payout === undefined) throw notFound('payout', 'payout');
    const [view] = await shown(deps.store, [payout]);
    if (view === undefined) throw notFound('payout', 'payout');
    return view;
  };

const listOwn = async (
  deps: InvoiceDeps,
  context: Context,
  query: InputOf<typeof listPortalPayouts>['query'],
): Promise<DataOf<typeof listPortalPayouts>> => {
  const page = pageOfPayouts(await payoutsOf(deps.store, partnershipOf(context)), query);
  return { ...page, items: page.items.map(portalPayoutView) };
};

const COLUMNS = [
  ...(['key', 'sent_at', 'ended_at', 'amount', 'currency', 'provider', 'status', 'reason', 'period'] as const),
];

const exportOwn = async (deps: InvoiceDeps, context: Context): Promise<DataOf<typeof exportPortalPayouts>> => {
  const payouts = (await payoutsOf(deps.store, partnershipOf(context))).map(portalPayoutView);
  const dayAt = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
  const rows = payouts.map((payout) => {
    const shown = { ...payout, sent_at: dayAt(payout.sent_at), ended_at: dayAt(payout.ended_at) };
    return COLUMNS.map((name) => cellInMajorUnits(name, shown[name] ?? '', payout.currency));
  });
  return { file_name: 'payouts.csv', content: csvOf([COLUMNS, ...rows]) };
};

/** Payouts, as they are; they are made elsewhere. */
export const payoutRoutes = (deps: InvoiceDeps): readonly Route[] => [
  route(listPortalPayouts, (context, { query }) => listOwn(deps, context, query)),
  route(exportPortalPayouts, (context) => exportOwn(deps, context)),
  route(listPayouts, list(deps)),
  route(getPayout, read(deps)),
];
