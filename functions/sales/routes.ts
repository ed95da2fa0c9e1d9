import { readAction } from '../../table/actions.ts';
import { type Customer, readCustomer } from '../../table/customers.ts';
import {
  actionKey,
  customerKey,
  customerTransactionsPartition,
  listPartitions,
  refundedKey,
  refundKey,
  saleKey,
} from '../../table/keys.ts';
import { findPartnership } from '../../table/partner-names.ts';
import type { Store } from '../../table/store.ts';
import { readRefund, readRefunded, readSale } from '../../table/transactions.ts';
import { acceptTransaction } from '../shared/accept-transaction.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { createAction, getAction, listActions } from '../shared/contracts/actions.ts';
import {
  archiveCustomer,
  createCustomer as createCustomerOperation,
  getCustomer,
  listCustomers,
  updateCustomer as updateCustomerOperation,
} from '../shared/contracts/customers.ts';
import {
  createRefund,
  createTransaction,
  deleteTransaction,
  getTransaction,
  listRefunds,
  listTransactions,
} from '../shared/contracts/transactions.ts';
import { findNamed } from '../shared/find.ts';
import { partnerName } from '../shared/hints.ts';
import { type CustomerDeps, createCustomer, updateCustomer } from '../shared/new-customers.ts';
import { listPage, pageOfAll, wholeItems } from '../shared/paging.ts';
import {
  actionView,
  customerView,
  customerViews,
  refundView,
  transactionView,
  transactionViews,
} from '../shared/sale-views.ts';
import { acceptRefund } from './accept-refund.ts';
import { reportAction } from './actions.ts';
import { bindByCoupon } from './coupons.ts';
import { transactionAsked } from './transaction-names.ts';

/** A fact is accepted at the instant at which its request reached the gateway, however long it takes. */
const arrived = (deps: CustomerDeps, context: { readonly now: number }): CustomerDeps => ({
  ...deps,
  clock: { now: () => context.now },
});

const EMPTY = { items: [], has_more: false };

/** The key of the partnership that a filter names; undefined without a filter, null when there is none. */
const filterKey = async (
  store: Store,
  program: string,
  name: string | undefined,
): Promise<string | null | undefined> =>
  name === undefined ? undefined : ((await findPartnership(store, program, name))?.key ?? null);

const findSale = async (store: Store, program: string, name: string) =>
  findNamed(store, saleKey(program, name), { kind: 'TXNS', prefix: 'txn_', program, key: name }, 'transaction');

/** The merchant's own key of the customer's partner, if that is by what the request has just named it. */
const ownKeyOf = (
  { hints }: CustomerDeps,
  { program, attribution }: Customer,
  name: string | null | undefined,
): string | undefined => {
  if (name == null || name.startsWith('part_')) return undefined;
  return hints.get(partnerName(program, name))[0] === attribution?.partnership ? name : undefined;
};

/** The external key of a transaction: what names one may be our own key, and is looked up only when it looks like it. */
const saleNamed = async (store: Store, program: string, name: string): Promise<string> =>
  name.startsWith('txn_') ? readSale(await findSale(store, program, name)).external_key : name;

const oneTransaction = async (store: Store, { program, caller }: Context, name: string) => {
  const [view] = await transactionViews(store, caller.mode, [await findSale(store, program, name)]);
  if (view === undefined) throw new Error('A transaction cannot be shown.');
  return view;
};

export const customerRoutes = (deps: CustomerDeps): readonly Route[] => [
  route(createCustomerOperation, async (context, { body }) => {
    const { partner_key, partnership_key, meta, member_key: _none, ...asked } = body;
    const customer_key = asked.customer_key ?? asked.email;
    if (customer_key === undefined) throw new Error('A customer without a key passed the contract.');
    const partnership = partnership_key ?? partner_key;
    const named_by = partnership_key === undefined ? 'partner_key' : 'partnership_key';
    return customerView(
      deps.store,
      context.caller.mode,
      await createCustomer(arrived(deps, context))({
        ...{ ...asked, customer_key, metadata: asked.metadata ?? meta },
        ...{ partnership, named_by, program: context.program },
      }),
    );
  }),
  route(listCustomers, async (context, { query }) => {
    const named = query.partnership_key ?? query.partner_key;
    const partnership = await filterKey(deps.store, context.program, named);
    if (partnership === null) return EMPTY;
    const { items, has_more } = await listPage(
      deps.store,
      {
        index: 'gsi1',
        partitions: listPartitions('CUSTS', context.program),
        keyPrefix: 'cust',
        read: async (entries) =>
          customerViews(
            deps.store,
            context.caller.mode,
            (await wholeItems(deps.store, entries)).map((item) => item && readCustomer(item)),
          ),
        keep: (customer) =>
          (query.include_archived === true || !customer.archived) &&
          (partnership === undefined || customer.attribution?.partnership_key === partnership) &&
          (query.email === undefined || customer.email === query.email),
      },
      query,
    );
    return { items, has_more };
  }),
  route(getCustomer, async (context, { params }) => {
    const { program } = context;
    const own = { kind: 'CUSTS', prefix: 'cust_', program, key: params.customer } as const;
    return customerView(
      deps.store,
      context.caller.mode,
      readCustomer(await findNamed(deps.store, customerKey(program, params.customer), own, 'customer')),
    );
  }),
  route(updateCustomerOperation, async (context, { params, body }) => {
    const customer = await updateCustomer(arrived(deps, context))(context.program, params.customer, body);
    return customerView(deps.store, context.caller.mode, customer, ownKeyOf(deps, customer, body.partnership_key));
  }),
  route(archiveCustomer, async (context, { params }) => {
    const changes = { archived: true, partnership_key: null };
    const { key } = await updateCustomer(arrived(deps, context))(context.program, params.customer, changes);
    return { key, deleted: true };
  }),
];

export const transactionRoutes = (deps: CustomerDeps): readonly Route[] => [
  route(createTransaction, async (context, { body }) => {
    const { coupon, ...asked } = await transactionAsked(deps, context, body);
    if (coupon !== undefined) await bindByCoupon(arrived(deps, context))(context.program, asked.customer_key, coupon);
    const { sale, repeated } = await acceptTransaction(arrived(deps, context))({ ...asked, program: context.program });
    return repeated
      ? oneTransaction(deps.store, context, sale.external_key)
      : transactionView(context.caller.mode, sale);
  }),
  route(listTransactions, async (context, { query }) => {
    const { program } = context;
    const partnership = await filterKey(deps.store, program, query.partnership_key);
    if (partnership === null) return EMPTY;
    const customer = query.customer_key;
    const { items, has_more } = await listPage(
      deps.store,
      {
        ...(customer === undefined
          ? { index: 'gsi1', partitions: listPartitions('TXNS', program) }
          : { index: 'gsi2', partitions: [customerTransactionsPartition(program, customer)] }),
        keyPrefix: 'txn',
        read: async (entries) =>
          transactionViews(deps.store, context.caller.mode, await wholeItems(deps.store, entries)),
        keep: (sale) =>
          (partnership === undefined || sale.partnership_key === partnership) &&
          (query.external_key === undefined || sale.external_key === query.external_key),
      },
      query,
    );
    return { items, has_more };
  }),
  route(getTransaction, (context, { params }) => oneTransaction(deps.store, context, params.transaction)),
  route(deleteTransaction, async (context, { params }) => {
    const { key, external_key, archived, amount } = await oneTransaction(deps.store, context, params.transaction);
    const request = { program: context.program, transaction: external_key, external_key: `deleted_${key}` };
    if (!archived && amount > 0) await acceptRefund(arrived(deps, context))(request);
    return { key, deleted: true };
  }),
  route(createRefund, async (context, { params, body }) => {
    const transaction = await saleNamed(deps.store, context.program, params.transaction);
    const request = { ...body, program: context.program, transaction };
    return refundView((await acceptRefund(arrived(deps, context))(request)).refund);
  }),
  route(listRefunds, async (context, { params, query }) => {
    const { program } = context;
    const sale = readSale(await findSale(deps.store, program, params.transaction));
    const soFar = await deps.store.get(refundedKey(program, sale.external_key));
    const keys = soFar === undefined ? [] : readRefunded(soFar).refunds.map((key) => refundKey(program, key));
    const found = (await wholeItems(deps.store, keys)).flatMap((item) => (item ? [refundView(readRefund(item))] : []));
    return pageOfAll(found, query);
  }),
];

export const actionRoutes = (deps: CustomerDeps): readonly Route[] => [
  route(createAction, async (context, { body }) =>
    actionView(await reportAction(arrived(deps, context))({ ...body, program: context.program })),
  ),
  route(listActions, async (context, { query }) => {
    const partnership = await filterKey(deps.store, context.program, query.partnership_key);
    if (partnership === null) return EMPTY;
    const { items, has_more } = await listPage(
      deps.store,
      {
        index: 'gsi1',
        partitions: listPartitions('ACTS', context.program),
        keyPrefix: 'act',
        read: async (entries) =>
          (await wholeItems(deps.store, entries)).map((item) => item && actionView(readAction(item))),
        keep: (action) =>
          (query.include_archived === true || !action.archived) &&
          (partnership === undefined || action.partnership_key === partnership) &&
          (query.action_type === undefined || action.type === query.action_type),
      },
      query,
    );
    return { items, has_more };
  }),
  route(getAction, async (context, { params }) => {
    const { program } = context;
    const own = { kind: 'ACTS', prefix: 'act_', program, key: params.action } as const;
    return actionView(readAction(await findNamed(deps.store, actionKey(program, params.action), own, 'action')));
  }),
];
