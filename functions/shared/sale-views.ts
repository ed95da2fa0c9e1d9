import type * as z from 'zod/mini';
import { NOTHING_REFUNDED, refundTotal } from '../../domain/refunds.ts';
import type { Action as StoredAction } from '../../table/actions.ts';
import type { Customer as StoredCustomer } from '../../table/customers.ts';
import { profileKey, refundedKey } from '../../table/keys.ts';
import { readProfile } from '../../table/partnerships.ts';
import type { Program } from '../../table/programs.ts';
import type { Item, Store } from '../../table/store.ts';
import {
  type RefundedSoFar,
  readRefunded,
  readSale,
  type Sale,
  type Refund as StoredRefund,
} from '../../table/transactions.ts';
import type { Action } from './contracts/actions.ts';
import type { Customer } from './contracts/customers.ts';
import type { Refund, Transaction } from './contracts/transactions.ts';
import { wholeItems } from './paging.ts';

/** Of a program for tests, or of one in earnest. */
type Mode = Program['mode'];

type CustomerView = z.infer<typeof Customer>;

const customerViewOf = (customer: StoredCustomer, mode: Mode, partner: string | undefined): CustomerView => {
  const { attribution: bound } = customer;
  return {
    key: customer.key,
    created_at: customer.created_at,
    updated_at: customer.updated_at,
    customer_key: customer.customer_key,
    email: customer.email ?? null,
    name: customer.name ?? null,
    country: customer.country ?? null,
    provider_key: customer.provider_key ?? null,
    metadata: customer.metadata ?? {},
    attribution:
      bound === undefined
        ? null
        : { partnership_key: bound.partnership, reason: bound.reason, link_key: bound.link ?? null, at: bound.at },
    test: mode === 'test',
    archived: customer.archived === true,
    partnership_key: bound?.partnership ?? null,
    partner_key: partner ?? null,
    source_type: bound?.reason ?? null,
    source_key: bound?.link ?? null,
  };
};

/** Customers as the API shows them, in their order; their partners are read together. */
export const customerViews = async (
  store: Store,
  mode: Mode,
  customers: readonly (StoredCustomer | undefined)[],
): Promise<readonly (CustomerView | undefined)[]> => {
  const bound = [...new Set(customers.flatMap((customer) => customer?.attribution?.partnership ?? []))];
  const items = await wholeItems(store, bound.map(profileKey));
  const partners = new Map(
    items.flatMap((item) => (item === undefined ? [] : [readProfile(item)])).map((each) => [each.key, each]),
  );
  return customers.map((customer) => {
    const partner = partners.get(customer?.attribution?.partnership ?? '')?.partner_key;
    return customer === undefined ? undefined : customerViewOf(customer, mode, partner);
  });
};

/**
 * A customer as the API shows it.
 * @param named the merchant's own key of the customer's partner, where the request has just named it by that.
 */
export const customerView = async (
  store: Store,
  mode: Mode,
  customer: StoredCustomer,
  named?: string | undefined,
): Promise<CustomerView> => {
  if (named !== undefined && customer.attribution !== undefined) return customerViewOf(customer, mode, named);
  const [view] = await customerViews(store, mode, [customer]);
  if (view === undefined) throw new Error('A customer cannot be shown.');
  return view;
};

const isTakenBack = (sale: Sale, refunded: number): boolean => sale.amount > 0 && refunded >= sale.amount;

/** A transaction as the API shows it. */
export const transactionView = (mode: Mode, sale: Sale, soFar?: RefundedSoFar): z.infer<typeof Transaction> => ({
  key: sale.key,
  created_at: sale.happened_at ?? sale.at,
  updated_at: sale.at,
  external_key: sale.external_key,
  customer_key: sale.customer?.key ?? null,
  partnership_key: soFar?.reassigned?.partnership ?? sale.partnership?.key ?? null,
  amount: sale.amount,
  currency: sale.currency,
  country: sale.country ?? null,
  lines: sale.lines.map((line) => ({
    product_key: line.product_key ?? null,
    category_key: line.category_key ?? null,
    quantity: line.quantity,
    unit_amount: line.unit_amount ?? null,
    amount: line.amount,
    commissionable: line.commissionable,
  })),
  metadata: sale.metadata ?? {},
  refunded_amount: refundTotal(soFar?.refunded ?? NOTHING_REFUNDED),
  happened_at: sale.happened_at ?? null,
  sequence: sale.sequence ?? null,
  test: mode === 'test',
  approved: true,
  archived: isTakenBack(sale, refundTotal(soFar?.refunded ?? NOTHING_REFUNDED)),
  customer: sale.customer === undefined ? null : { external_key: sale.customer.key },
  product_key: (sale.lines.length === 1 ? sale.lines[0]?.product_key : undefined) ?? null,
  category_key: (sale.lines.length === 1 ? sale.lines[0]?.category_key : undefined) ?? null,
});

/** Transactions as the API shows them, with what was refunded of each. */
export const transactionViews = async (
  store: Store,
  mode: Mode,
  items: readonly (Item | undefined)[],
): Promise<readonly (z.infer<typeof Transaction> | undefined)[]> => {
  const sales = items.map((item) => (item === undefined ? undefined : readSale(item)));
  const keys = sales.flatMap((sale) => (sale === undefined ? [] : [refundedKey(sale.program, sale.external_key)]));
  const refunded = new Map((await store.batchGet(keys)).map((item) => [item.pk, readRefunded(item)]));
  return sales.map((sale) =>
    sale === undefined
      ? undefined
      : transactionView(mode, sale, refunded.get(refundedKey(sale.program, sale.external_key).pk)),
  );
};

/** A refund as the API shows it. */
export const refundView = (refund: StoredRefund): z.infer<typeof Refund> => ({
  key: refund.key,
  created_at: refund.at,
  updated_at: refund.at,
  external_key: refund.external_key,
  transaction_key: refund.transaction_key,
  transaction_external_key: refund.transaction,
  amount: refund.amount,
  currency: refund.currency,
  sequence: refund.sequence ?? null,
  lines: refund.now.lines,
});

/** An action as the API shows it. */
export const actionView = (action: StoredAction): z.infer<typeof Action> => ({
  key: action.key,
  created_at: action.created_at,
  updated_at: action.archived_at ?? action.created_at,
  external_key: action.external_key,
  type: action.name,
  target_type: action.target_type,
  target_key: action.target_key,
  customer: action.target_type === 'customer' ? { key: action.target_key, sub_ids: [] } : null,
  company: null,
  partnership_key: action.partnership ?? null,
  value: action.value,
  amount: action.amount ?? null,
  currency: action.currency ?? null,
  metadata: action.metadata ?? {},
  archived: action.archived_at !== undefined,
});
