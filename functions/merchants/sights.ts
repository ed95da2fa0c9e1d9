import { notFound } from '../../domain/errors.ts';
import { isOnAtFirst } from '../../domain/forms.ts';
import type { Sight, Sights } from '../../domain/guide.ts';
import { readApplication } from '../../table/applications.ts';
import { creatives } from '../../table/creatives.ts';
import { readCustomer } from '../../table/customers.ts';
import { type Group, groups, triggers } from '../../table/definitions.ts';
import { getFormHead } from '../../table/forms.ts';
import { invoicesOf } from '../../table/invoices.ts';
import { type ListKind, listPartitions, profileKey } from '../../table/keys.ts';
import { getLook } from '../../table/looks.ts';
import { getMerchant } from '../../table/merchants.ts';
import { readProfile, readStanding } from '../../table/partnerships.ts';
import { readPayout } from '../../table/payouts.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import type { Item, Store } from '../../table/store.ts';
import { readSale } from '../../table/transactions.ts';
import { type Listed, listPage, wholeItems } from '../shared/paging.ts';
import { inAll } from '../shared/statistics.ts';

/** So many of a list are looked at, from its end (and of partners from its beginning too). */
const LOOKED_AT = 50;

const each = async <T extends Listed>(
  store: Store,
  program: string,
  kind: ListKind,
  read: (item: Item) => T,
  order: '-created_at' | 'created_at' = '-created_at',
): Promise<readonly T[]> => {
  const source = {
    ...({ index: 'gsi1', partitions: listPartitions(kind, program) } as const),
    read: async (entries: readonly Item[]) =>
      (await wholeItems(store, entries)).map((item) => (item === undefined ? undefined : read(item))),
  };
  return (await listPage(store, source, { limit: LOOKED_AT, order_by: order })).items;
};

const newest = (found: { readonly key: string; readonly created_at: number } | undefined): Sight | undefined =>
  found === undefined ? undefined : { at: found.created_at, key: found.key };

/** Customers and sales, whoever sent them. */
const sales = async (store: Store, program: string): Promise<Sights> => {
  const [customers, transactions] = await Promise.all([
    each(store, program, 'CUSTS', readCustomer),
    each(store, program, 'TXNS', (item) => {
      const { key, at } = readSale(item);
      return { key, created_at: at, updated_at: at };
    }),
  ]);
  return {
    customer: newest(customers[0]),
    transaction: newest(transactions[0]),
    customer_by_click: newest(customers.find(({ attribution }) => attribution?.reason === 'click')),
  };
};

/** Partners who can log in, and partners who are active: the latest and the first are looked at. */
const partners = async (store: Store, program: string): Promise<Sights> => {
  const read = (item: Item) => {
    const standing = readStanding(item);
    return { ...standing, created_at: standing.joined_at, updated_at: standing.joined_at };
  };
  const [latest, first] = await Promise.all([
    each(store, program, 'PARTS', read),
    each(store, program, 'PARTS', read, 'created_at'),
  ]);
  const all = [...latest, ...first];
  const keys = [...new Set(all.map(({ key }) => key))];
  const profiles = (await wholeItems(store, keys.map(profileKey))).flatMap((item) =>
    item === undefined ? [] : [readProfile(item)],
  );
  return {
    partner_login: newest(profiles.find(({ user }) => user !== undefined)),
    active_partner: newest(all.find(({ status }) => status === 'active')),
  };
};

/** Where links lead: of a group, or of the program. */
const destinationOf = (head: Program, all: readonly Group[]): Sight | undefined => {
  const leading = all.find((group) => !group.archived && group.destination_url !== undefined);
  if (leading !== undefined) return { key: leading.key, at: leading.updated_at };
  return head.destination_url === undefined ? undefined : { key: head.key };
};

/** What the merchant has decided. */
const settings = async (store: Store, head: Program): Promise<Sights> => {
  const { key: program, default_group: group } = head;
  const [merchant, allGroups, allTriggers, material, look, form] = await Promise.all([
    getMerchant(store, head.merchant),
    groups.all(store, program),
    triggers.all(store, program),
    creatives.all(store, program),
    getLook(store, program),
    getFormHead(store, { program, group, kind: 'application' }),
  ]);
  const live = allTriggers.filter((one) => !one.archived && one.active_to === undefined).at(-1);
  const own = allGroups.find(({ key }) => key === group);
  const isOn = form?.enabled ?? isOnAtFirst('application');
  return {
    billing_details: merchant?.billing === undefined ? undefined : { key: merchant.key },
    payment_method: head.payment_method === undefined ? undefined : { key: head.payment_method },
    destination: destinationOf(head, allGroups),
    offer: newest(live),
    promo_material: newest(material.filter(({ archived }) => !archived).at(-1)),
    welcome_page: look.welcome === undefined ? undefined : { at: look.updated_at },
    application_form: isOn ? { key: group, at: form?.updated_at ?? own?.created_at } : undefined,
    live_program: head.mode === 'live' ? { key: program, at: head.created_at } : undefined,
  };
};

/** What was counted. */
const counted = async (store: Store, program: string): Promise<Sights> => {
  const { clicks = 0, transactions = 0, reward_cost = 0 } = (await inAll(store, program, 'program')).get(program) ?? {};
  return {
    click: clicks > 0 ? { count: clicks } : undefined,
    partner_sale: transactions > 0 ? { count: transactions } : undefined,
    reward: reward_cost > 0 ? { count: reward_cost } : undefined,
  };
};

const applications = async (store: Store, program: string): Promise<Sights> => {
  const found = await each(store, program, 'APPLS', readApplication);
  return { application_from_page: newest(found.find(({ page }) => page !== undefined)) };
};

const money = async (store: Store, program: string): Promise<Sights> => {
  const [invoices, payouts] = await Promise.all([invoicesOf(store, program), each(store, program, 'PAYS', readPayout)]);
  const paid = [...invoices.values()].filter(({ paid_at }) => paid_at !== undefined).at(-1);
  const arrived = payouts.find(({ state }) => state === 'paid');
  return {
    paid_invoice: paid === undefined ? undefined : { key: paid.key, at: paid.paid_at },
    paid_payout: arrived === undefined ? undefined : { key: arrived.key, at: arrived.ended_at },
  };
};

/** What there is to see of a program, in a bounded number of reads. @throws Failure `not_found`. */
export const sightsOf = async (store: Store, program: string): Promise<Sights> => {
  const head = await getProgram(store, program);
  if (head === undefined) throw notFound('program', 'program');
  const parts = await Promise.all([
    settings(store, head),
    ...[sales, partners, counted, applications, money].map((look) => look(store, program)),
  ]);
  return Object.assign({}, ...parts);
};
