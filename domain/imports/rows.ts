/** Reads the rows of a file as records. */

import { isToken } from '../old-addresses.ts';
import { BadCell, Cells, type RowOptions } from './cells.ts';
import type { Mapping } from './columns.ts';
import type { CsvRow } from './csv-table.ts';
import {
  type CustomerRecord,
  type ImportKind,
  type PartnerRecord,
  type PartnerRef,
  partnerState,
  type Reading,
  type RewardState,
  rewardState,
  unread,
} from './records.ts';
import { filled, plainName, tokenOfAddress } from './values.ts';

const wholeName = (cells: Cells): string | undefined =>
  cells.text('name') ??
  ([cells.text('first_name'), cells.text('last_name')].filter((part) => part !== undefined).join(' ') || undefined);

/** First and last name; where only the whole is given, the last word is taken for the last name. */
const namesOf = (cells: Cells): { first_name?: string | undefined; last_name?: string | undefined } => {
  const first_name = cells.text('first_name');
  const last_name = cells.text('last_name');
  const whole = cells.text('name');
  if (first_name !== undefined || last_name !== undefined || whole === undefined) return { first_name, last_name };
  const words = whole.split(/\s+/);
  return words.length === 1
    ? { first_name: whole }
    : { first_name: words.slice(0, -1).join(' '), last_name: words.at(-1) };
};

const partnerStatus = (cells: Cells): PartnerRecord['status'] => {
  const word = cells.text('status');
  const status = word === undefined ? 'active' : partnerState(plainName(word));
  if (status === undefined) throw new BadCell('status_unknown', `Nobody has told what the status "${word}" means.`);
  return status;
};

const tagsOf = (cells: Cells): readonly string[] | undefined => {
  const tags = cells
    .text('tags')
    ?.split(/[,;|]/)
    .flatMap((tag) => filled(tag.trim()) ?? []);
  return tags === undefined || tags.length === 0 ? undefined : [...new Set(tags)];
};

/** A partner with everything that its row says besides: its old link address, its coupon, its customer. */
const partnerRow = (cells: Cells): readonly Reading[] => {
  const email = cells.required('email');
  const id = cells.text('id') ?? cells.text('partner_key') ?? email.toLowerCase();
  const place = { line: cells.line, id };
  const partner: PartnerRef = { id: cells.text('id'), key: cells.text('partner_key'), email };
  const link = cells.text('link');
  const token = cells.text('token') ?? (link === undefined ? undefined : tokenOfAddress(link));
  const code = cells.text('coupon');
  const customer = cells.text('customer');
  return [
    {
      kind: 'partners',
      ...place,
      email,
      ...namesOf(cells),
      company: cells.text('company'),
      country: cells.text('country'),
      partner_key: cells.text('partner_key'),
      group: cells.text('group'),
      tags: tagsOf(cells),
      status: partnerStatus(cells),
      joined_at: cells.instant('joined_at'),
    },
    ...(token === undefined ? [] : [linkRecord(cells.line, partner, token, undefined)]),
    ...(code === undefined ? [] : [{ kind: 'coupons' as const, line: cells.line, id: code, partner, code }]),
    ...(customer === undefined
      ? []
      : [
          {
            kind: 'customers' as const,
            line: cells.line,
            id: customer,
            partner,
            ...keyed(customer, undefined, undefined),
          },
        ]),
  ];
};

/** An old address by its token, which must be one that a path and a query can carry. */
export const linkRecord = (
  line: number,
  partner: PartnerRef,
  token: string,
  destination: string | undefined,
): Reading =>
  isToken(token)
    ? { kind: 'links', line, id: token, partner, token, destination }
    : unread('links', { line, id: token }, 'token_not_usable', `"${token}" cannot be a part of an address here.`);

const linkRow = (cells: Cells): readonly Reading[] => {
  const link = cells.text('link');
  const token = cells.text('token') ?? (link === undefined ? undefined : tokenOfAddress(link));
  if (token === undefined) throw new BadCell('missing_value', 'It names no link.');
  const email = cells.text('partner_email');
  const partner = { id: cells.text('partner_id'), key: cells.text('partner_key'), email };
  return [linkRecord(cells.line, partner, token, cells.text('destination'))];
};

const couponRow = (cells: Cells): readonly Reading[] => {
  const code = cells.required('code');
  return [{ kind: 'coupons', line: cells.line, id: code, partner: cells.partner(), code }];
};

/** How a customer is known here: the merchant's own id, else the payment provider's, else the e-mail address. */
export const keyed = (
  provider: string | undefined,
  own: string | undefined,
  email: string | undefined,
): Pick<CustomerRecord, 'customer_key' | 'provider_key'> => ({
  customer_key: own ?? provider ?? email ?? '',
  provider_key: provider,
});

const customerRow = (cells: Cells): readonly Reading[] => {
  const email = cells.text('email');
  const known = keyed(cells.text('provider_key'), cells.text('customer_key'), email);
  if (known.customer_key === '') throw new BadCell('missing_value', 'It names no customer.');
  const place = { line: cells.line, id: cells.text('id') ?? known.customer_key };
  if (cells.flag('test') === true) return [unread('customers', place, 'test_data', 'It is marked as a test.')];
  if (plainName(cells.text('status') ?? '') === 'visitor') {
    return [unread('customers', place, 'visit_only', 'A visitor is no customer yet.')];
  }
  const partner = cells.partner();
  const signed_up_at = cells.instant('created_at');
  return [{ kind: 'customers', ...place, partner, ...known, email, name: wholeName(cells), signed_up_at }];
};

const transactionRow = (cells: Cells): readonly Reading[] => {
  const id = cells.required('id');
  const place = { line: cells.line, id };
  if (cells.flag('test') === true) return [unread('transactions', place, 'test_data', 'It is marked as a test.')];
  const happened_at = cells.instant('created_at');
  if (happened_at === undefined) throw new BadCell('missing_value', 'It says not when it happened.');
  const customer = {
    key: cells.text('customer_key'),
    id: cells.text('customer_id'),
    email: cells.text('customer_email'),
  };
  return [
    {
      kind: 'transactions',
      ...place,
      external_key: id,
      customer,
      amount: cells.money(),
      currency: cells.currency,
      happened_at,
      product_key: cells.text('product_key'),
      category_key: cells.text('category_key'),
    },
  ];
};

const stateOf = (cells: Cells): RewardState => {
  if (cells.flag('is_paid') === true) return 'paid';
  const word = cells.text('status');
  // A file that only says whether something was paid says that the rest is owed.
  const state = word === undefined ? (cells.has('status') ? undefined : 'open') : rewardState(plainName(word));
  if (state === undefined)
    throw new BadCell('status_unknown', `Nobody has told what the status "${word ?? ''}" means.`);
  return state;
};

const rewardRow = (cells: Cells): readonly Reading[] => {
  const place = { line: cells.line, id: cells.required('id') };
  const unit = plainName(cells.text('unit') ?? 'cash');
  if (unit !== 'cash') return [unread('rewards', place, 'not_money', `${unit} are no money.`)];
  return [
    {
      kind: 'rewards',
      ...place,
      partner: cells.partner(),
      amount: cells.money(),
      currency: cells.currency,
      state: stateOf(cells),
      earned_at: cells.instant('created_at'),
      description: cells.text('description'),
    },
  ];
};

const READERS = {
  partners: partnerRow,
  links: linkRow,
  coupons: couponRow,
  customers: customerRow,
  transactions: transactionRow,
  rewards: rewardRow,
} as const satisfies Record<ImportKind, (cells: Cells) => readonly Reading[]>;

/** What one row says: nothing is thrown away silently, and no row stops the others. */
export const readRow = (
  kind: ImportKind,
  row: CsvRow,
  mapping: Mapping,
  width: number,
  options: RowOptions,
): readonly Reading[] => {
  const place = { line: row.line, id: '' };
  if (row.cells.length > width) {
    return [unread(kind, place, 'unreadable', `It has ${row.cells.length} cells, the header has ${width}.`)];
  }
  try {
    return READERS[kind](new Cells(row, mapping, options));
  } catch (error) {
    if (!(error instanceof BadCell)) throw error;
    return [unread(kind, place, error.reason, error.message)];
  }
};
