import type { ExportSection } from '../../domain/exports.ts';
import { readInvoiceKey } from '../../domain/invoices.ts';
import { nextPeriod, periodEnd, periodOf, periodStart, shiftPeriod } from '../../domain/periods.ts';
import { REWARD_STATES } from '../../domain/reward-states.ts';
import { readAction } from '../../table/actions.ts';
import { readCustomer } from '../../table/customers.ts';
import { deals } from '../../table/deals.ts';
import { groups, tags } from '../../table/definitions.ts';
import { readInvoice } from '../../table/invoices.ts';
import { groupPartitions, INVOICES_PREFIX, type ListKind, listPartitions } from '../../table/keys.ts';
import { leads } from '../../table/leads.ts';
import { readLink } from '../../table/links.ts';
import { type Payout, readPayout } from '../../table/payouts.ts';
import type { Prospect, Prospects } from '../../table/prospects.ts';
import type { Item, Store } from '../../table/store.ts';
import { readRefund } from '../../table/transactions.ts';
import { invoiceView, payoutView, profilesOf } from '../shared/billing-views.ts';
import { dealViews } from '../shared/deal-views.ts';
import { groupViews } from '../shared/group-view.ts';
import { leadViews } from '../shared/lead-views.ts';
import { linkView } from '../shared/link-view.ts';
import { type Listed, type ListSource, listPage, wholeItems } from '../shared/paging.ts';
import { partnershipsAt } from '../shared/partnership-views.ts';
import { listRewardsOf } from '../shared/rewards/list.ts';
import { actionView, customerViews, refundView, transactionViews } from '../shared/sale-views.ts';
import { invoiceLines, invoiceRewards } from './invoice-sections.ts';
import { type Exported, type ReadPage, ROWS } from './read-page.ts';
import { statistics } from './statistics-section.ts';

type Keyed = Listed & { readonly key: string };

const pageOf = async <T extends Keyed>(
  { store, request, program }: Exported,
  source: ListSource<T>,
  after: string | undefined,
  cursorOf: (row: T) => string = ({ key }) => key,
): Promise<{ readonly rows: readonly T[]; readonly next: string | undefined }> => {
  const { period } = request;
  const bounds =
    period === undefined || source.keyPrefix === undefined
      ? {}
      : {
          min_created: periodStart(period, program.time_zone),
          max_created: periodEnd(period, program.time_zone) - 1,
        };
  const query = { limit: ROWS, order_by: 'created_at', starting_after: after, ...bounds } as const;
  const { items, has_more, next_cursor } = await listPage(store, source, query);
  const last = items.at(-1);
  return { rows: items, next: has_more ? (next_cursor ?? (last && cursorOf(last))) : undefined };
};

const listed =
  <T extends Keyed>(
    kind: ListKind,
    keyPrefix: NonNullable<ListSource<T>['keyPrefix']>,
    read: (exported: Exported, items: readonly (Item | undefined)[]) => Promise<readonly (T | undefined)[]>,
    keep: (exported: Exported, row: T) => boolean = () => true,
  ): ReadPage =>
  (exported, after) =>
    pageOf(
      exported,
      {
        index: 'gsi1',
        partitions: listPartitions(kind, exported.program.key),
        keyPrefix,
        read: async (entries) => read(exported, await wholeItems(exported.store, entries)),
        keep: (row) => keep(exported, row),
      },
      after,
    );

const each =
  <T>(view: (item: Item, exported: Exported) => T) =>
  async (exported: Exported, items: readonly (Item | undefined)[]): Promise<readonly (T | undefined)[]> =>
    items.map((item) => item && view(item, exported));

/** Leads or deals; the filters are asked before their forms and partners are read. */
const prospectsOf = <P extends Prospect, V extends Keyed>(
  family: Prospects<P>,
  keyPrefix: 'lead' | 'deal',
  views: (store: Store, program: string, found: readonly (P | undefined)[]) => Promise<readonly (V | undefined)[]>,
  statusOf: (prospect: P) => string,
): ReadPage =>
  listed<V>(family.list, keyPrefix, ({ store, program, request }, items) =>
    views(
      store,
      program.key,
      items.map((item) => {
        const found = item && family.read(item);
        if (found === undefined) return undefined;
        const fits =
          (request.group_key === undefined || found.group === request.group_key) &&
          (request.status === undefined || statusOf(found) === request.status);
        return fits ? found : undefined;
      }),
    ),
  );

const partnerships: ReadPage = (exported, after) => {
  const { program, request, now } = exported;
  const { group_key: group, status } = request;
  const read = partnershipsAt(
    exported,
    { program: program.key, now },
    (standing) =>
      standing.program === program.key &&
      (group === undefined || standing.group === group) &&
      (status === undefined || standing.status === status),
  );
  const place =
    group === undefined
      ? ({ index: 'gsi1', partitions: listPartitions('PARTS', program.key) } as const)
      : ({ index: 'gsi2', partitions: groupPartitions(program.key, group) } as const);
  return pageOf(exported, { ...place, keyPrefix: 'part', read }, after);
};

const payouts: ReadPage = async (exported, after) => {
  const { store, request, program } = exported;
  const fits = ({ state, period }: Payout): boolean =>
    (request.status === undefined || state === request.status) &&
    (request.period === undefined || period === request.period);
  const { period: _, ...withoutPeriod } = request;
  const page = await pageOf<Payout>(
    { ...exported, request: withoutPeriod },
    {
      index: 'gsi1',
      partitions: listPartitions('PAYS', program.key),
      keyPrefix: 'pay',
      read: async (entries) => (await wholeItems(store, entries)).map((item) => item && readPayout(item)),
      keep: fits,
    },
    after,
  );
  const profiles = await profilesOf(
    store,
    page.rows.map(({ partnership }) => partnership),
  );
  return {
    rows: page.rows.map((payout) => payoutView(payout, profiles.get(payout.partnership)?.partner_key)),
    next: page.next,
  };
};

const invoices: ReadPage = (exported, after) =>
  pageOf(
    exported,
    {
      partitions: [`PROG#${exported.program.key}`],
      sortPrefix: INVOICES_PREFIX,
      read: async (items) => items.map(readInvoice).map(invoiceView),
      keep: ({ status, period }) =>
        (exported.request.status === undefined || status === exported.request.status) &&
        (exported.request.period === undefined || period === exported.request.period),
    },
    after,
    ({ key }) => readInvoiceKey(key)?.period ?? key,
  );

/** Approval delays put a reward at most so many months behind the open one. */
const MONTHS_AHEAD = 4;

/** Rewards are listed by month: the cursor is a month, and after a space the key after which it goes on. */
const rewards: ReadPage = async (exported, cursor) => {
  const { program, request } = exported;
  const first = request.period ?? periodOf(program.created_at, program.time_zone);
  const last = request.period ?? shiftPeriod(program.open_period, MONTHS_AHEAD);
  const [period = first, after] = cursor?.split(' ') ?? [];
  const status = REWARD_STATES.find((each) => each === request.status);
  if (request.status !== undefined && status === undefined) return { rows: [], next: undefined };
  const query = { limit: ROWS, order_by: 'created_at', period, starting_after: after, status } as const;
  const page = await listRewardsOf(exported)({ program: program.key }, query);
  const key = page.next_cursor ?? page.items.at(-1)?.key;
  if (page.has_more && key !== undefined) return { rows: page.items, next: `${period} ${key}` };
  return { rows: page.items, next: period < last ? nextPeriod(period) : undefined };
};

/** How the rows of each file are read. */
export const SECTIONS = {
  partnerships,
  links: listed(
    'LINKS',
    'link',
    each((item, { publicUrl }) => {
      const link = readLink(item);
      return link.deleted ? undefined : linkView(publicUrl, link);
    }),
  ),
  groups: async ({ store, program }) => ({
    rows: await groupViews(store, program, await groups.all(store, program.key)),
    next: undefined,
  }),
  tags: async ({ store, program }) => ({
    rows: (await tags.all(store, program.key)).map(({ key, name, created_at, updated_at }) => ({
      ...{ key, created_at, updated_at, name },
    })),
    next: undefined,
  }),
  customers: listed('CUSTS', 'cust', ({ store, program }, items) =>
    customerViews(
      store,
      program.mode,
      items.map((item) => item && readCustomer(item)),
    ),
  ),
  transactions: listed('TXNS', 'txn', ({ store, program }, items) => transactionViews(store, program.mode, items)),
  refunds: listed(
    'RFNDS',
    'rfd',
    each((item) => refundView(readRefund(item))),
  ),
  actions: listed(
    'ACTS',
    'act',
    each((item) => actionView(readAction(item))),
  ),
  leads: prospectsOf(leads, 'lead', leadViews, ({ status }) => status),
  deals: prospectsOf(deals, 'deal', dealViews, ({ status }) => status),
  rewards,
  invoices,
  payouts,
  invoice_lines: invoiceLines,
  invoice_rewards: invoiceRewards,
  statistics,
} as const satisfies Readonly<Record<ExportSection, ReadPage>>;
