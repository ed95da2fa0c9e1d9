import * as z from 'zod/mini';
import { readApplication } from '../../table/applications.ts';
import { claimSpelling } from '../../table/claims.ts';
import { deals } from '../../table/deals.ts';
import * as keys from '../../table/keys.ts';
import { leads } from '../../table/leads.ts';
import { readPartnerInvitation } from '../../table/partner-invitations.ts';
import type { Item, ItemKey, QueryInput, Store } from '../../table/store.ts';
import { wholeItems } from '../shared/paging.ts';
import { type Person, PersonTask } from '../shared/persons.ts';
import { erasedItem } from './erasing.ts';

/** Where a page goes on. */
export const Start = z.record(z.string(), z.unknown());
type Start = z.infer<typeof Start>;

/** Items that belong together, in the order in which they are erased: the one by which they are found comes last. */
interface Found {
  readonly items: readonly Item[];
  /** Objects that are about the person, whose audit events are among the items. */
  readonly keys: readonly string[];
}

/** One place where something about a person may lie. */
interface PersonPlace {
  /** The kind of data, as reports and files name it. */
  readonly name: string;
  /** Only guards that it exists, or repeats what stands elsewhere: an export leaves it out. */
  readonly guard?: true;
  page(store: Store, start: Start | undefined): Promise<Found & { readonly next: Start | undefined }>;
}

/** How much a step looks at: each item may need a write. */
const PAGE = 100;

const atKeys = (name: string, all: readonly ItemKey[], keep: (item: Item) => boolean = () => true): PersonPlace => ({
  name,
  page: async (store) => ({ items: (await store.batchGet(all)).filter(keep), keys: [], next: undefined }),
});

type Query = Pick<QueryInput, 'index' | 'pk' | 'prefix'>;

const atQuery = (
  name: string,
  query: Query,
  keep: (item: Item) => boolean = () => true,
  more: (store: Store, item: Item) => Promise<Found> = async (_store, item) => ({ items: [item], keys: [] }),
): PersonPlace => ({
  name,
  async page(store, start) {
    const page = await store.query({ ...query, limit: PAGE, start });
    const whole = query.index === undefined ? page.items : await wholeItems(store, page.items);
    const found: Found[] = [];
    for (const item of whole) if (item !== undefined && keep(item)) found.push(await more(store, item));
    return { items: found.flatMap((each) => each.items), keys: found.flatMap((each) => each.keys), next: page.next };
  },
});

const inList = (
  name: string,
  kind: keys.ListKind,
  program: string,
  ...rest: readonly [(item: Item) => boolean, ((store: Store, item: Item) => Promise<Found>)?]
): readonly PersonPlace[] =>
  keys.listPartitions(kind, program).map((pk) => atQuery(name, { index: 'gsi1', pk }, ...rest));

/** Everything of a short query: the entries of one history, the audit events of one object. */
const allOf = async (store: Store, query: Query): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let start: Start | undefined;
  do {
    const page = await store.query({ ...query, limit: PAGE, start });
    const whole = query.index === undefined ? page.items : await wholeItems(store, page.items);
    items.push(...whole.filter((item) => item !== undefined));
    start = page.next;
  } while (start !== undefined);
  return items;
};

const same = (value: unknown, email: string | undefined): boolean =>
  typeof value === 'string' && value.toLowerCase() === email?.toLowerCase();

/** Leads and deals of a prospect with the address, or of the customer, with all that hangs on them. */
const prospects = (person: Person): readonly PersonPlace[] => {
  const { program, email, customers } = person;
  const isOurs = (item: Item): boolean =>
    same(item['email'], email) ||
    same(item['contact_email'], email) ||
    customers.some(({ customer_key }) => customer_key === item['customer_key']);
  const withRest =
    (kind: keys.ProspectKind) =>
    async (store: Store, item: Item): Promise<Found> => {
      const { key, signs = [] } = kind === 'LEAD' ? { ...leads.read(item), signs: [] } : deals.read(item);
      const audits = await allOf(store, { index: 'gsi2', pk: keys.auditSubjectPartition(program, key) });
      const entries = await allOf(store, { pk: item.pk, prefix: keys.PROSPECT_ENTRIES_PREFIX });
      const taken = await store.batchGet(signs.map((sign) => keys.dealSignKey(program, sign)));
      const ours = taken.filter((sign) => sign['deal'] === key);
      return { items: [...audits, ...entries, ...ours, item], keys: [key] };
    };
  return [
    ...inList('leads', 'LEADS', program, isOurs, withRest('LEAD')),
    ...inList('deals', 'DEALS', program, isOurs, withRest('DEAL')),
  ];
};

/** Applications of the address, or of which the partnership came. */
const applications = ({ program, email, partnership }: Person): readonly PersonPlace[] =>
  inList(
    'applications',
    'APPLS',
    program,
    (item) => same(item['email'], email) || (partnership !== undefined && item['partnership'] === partnership),
    async (store, item) => {
      const { key, email: address } = readApplication(item);
      const audits = await allOf(store, { index: 'gsi2', pk: keys.auditSubjectPartition(program, key) });
      const names = await store.batchGet([keys.applicationNameKey(program, address)]);
      return { items: [...audits, ...names.filter((name) => name['application'] === key), item], keys: [key] };
    },
  );

/** Invitations of the address, or by which the partnership came. */
const invitations = ({ program, email, partnership }: Person): readonly PersonPlace[] =>
  inList(
    'invitations',
    'INVITES',
    program,
    (item) =>
      same(item['email'], email) ||
      (partnership !== undefined && [item['partnership'], item['joined']].includes(partnership)),
    async (store, item) => {
      const { key, email: address, hash } = readPartnerInvitation(item);
      const audits = await allOf(store, { index: 'gsi2', pk: keys.auditSubjectPartition(program, key) });
      const guards = await store.batchGet([keys.invitedKey(program, address)]);
      const links = hash === undefined ? [] : await store.batchGet([keys.mailedLinkKey(hash)]);
      const own = guards.filter((guard) => guard['invitation'] === key);
      return { items: [...audits, ...own, ...links, item], keys: [key] };
    },
  );

const partnerPlaces = (person: Person, partnership: string): readonly PersonPlace[] => {
  const { program, merchant, mode, email } = person;
  const isOurs = (item: Item): boolean => item['partnership'] === partnership;
  const addresses = email === undefined ? [] : [email];
  const guards = [
    ...addresses.map((address) => keys.partnerNameKey(program, 'EMAIL', address.toLowerCase())),
    ...addresses.map((address) => keys.activePartnerKey(merchant, mode, address)),
  ];
  const byPartnerKey: PersonPlace = {
    name: 'names',
    guard: true,
    async page(store) {
      const profile = await store.get(keys.profileKey(partnership));
      const name = String(profile?.['partner_key'] ?? '');
      const items = await store.batchGet([keys.partnerNameKey(program, 'KEY', name)]);
      return { items: items.filter(isOurs), keys: [], next: undefined };
    },
  };
  const reassigned = (item: Item): boolean =>
    item['from'] === partnership || JSON.stringify(item['partnership'] ?? '').includes(partnership);
  return [
    { ...atKeys('names', guards, isOurs), guard: true },
    byPartnerKey,
    atQuery('links', { index: 'gsi2', pk: keys.partnershipLinksPartition(partnership) }),
    ...inList('reservations', 'CLAIMS', program, isOurs),
    ...inList('grants', 'GRANTS', program, isOurs),
    ...inList('reassignments', 'RSGNS', program, reassigned),
    atQuery('partnership', { pk: keys.profileKey(partnership).pk }),
  ];
};

const customerPlaces = (person: Person): readonly PersonPlace[] => {
  const { program, customers } = person;
  const isTarget = (item: Item): boolean =>
    item['target_type'] === 'customer' && customers.some(({ customer_key }) => customer_key === item['target_key']);
  return [
    ...customers.map(({ customer_key }) =>
      atQuery('transactions', { index: 'gsi2', pk: keys.customerTransactionsPartition(program, customer_key) }),
    ),
    ...(customers.length === 0 ? [] : inList('actions', 'ACTS', program, isTarget)),
    atKeys(
      'customers',
      customers.map(({ customer_key }) => keys.customerKey(program, customer_key)),
    ),
  ];
};

const claims = ({ program, email, customers }: Person): PersonPlace => {
  const values = [
    ...(email === undefined ? [] : [['email', email] as const]),
    ...customers.map(({ customer_key }) => ['customer', customer_key] as const),
  ];
  return atKeys(
    'reservations',
    values.map(([kind, value]) => keys.claimKey(program, kind, claimSpelling(kind, value))),
  );
};

/** Exports of the person and erasures that ended early: they remember who it is. */
const jobs = (person: Person, own: string): PersonPlace => ({
  ...atQuery('exports', { pk: keys.jobsPartition(person.program) }, (item) => {
    const task = z.safeParse(PersonTask, item['parameters']);
    const other = task.success ? task.data.person : undefined;
    if (other === undefined || item['key'] === own) return false;
    if (other.partnership !== undefined && other.partnership === person.partnership) return true;
    if (same(other.email, person.email)) return true;
    return other.customers.some(({ key }) => person.customers.some((customer) => customer.key === key));
  }),
  guard: true,
});

/** Every place where something about a person may lie. @param job the job that looks. */
export const placesOf = (person: Person, job: string): readonly PersonPlace[] => [
  ...(person.partnership === undefined ? [] : partnerPlaces(person, person.partnership)),
  claims(person),
  ...applications(person),
  ...invitations(person),
  ...prospects(person),
  ...customerPlaces(person),
  ...(person.user === undefined ? [] : [atKeys('login', [keys.userKey(person.user)])]),
  // The last ones: they are found by what the other places say, and say it once more.
  ...inList('audit_events', 'AUDITS', person.program, (item) => erasedItem(item, person, 0, []) !== item),
  jobs(person, job),
];
