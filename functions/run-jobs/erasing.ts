import { isDeepStrictEqual } from 'node:util';
import { applicationItem, readApplication } from '../../table/applications.ts';
import { type AuditEvent, type AuditedChange, auditEventItem, readAuditEvent } from '../../table/audit-events.ts';
import type { Item } from '../../table/store.ts';
import type { Person } from '../shared/persons.ts';

/** What stands where something was that cannot be left out. */
const ERASED = 'erased';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** An item without some of its attributes; the same one when it has none of them. */
const pick = (item: Item, names: readonly string[]): Item => {
  const { pk, sk } = item;
  if (names.every((name) => item[name] === undefined)) return item;
  return { ...Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name))), pk, sk };
};

/** An item with other attributes; the same one when they are as they shall be. */
const setting = (item: Item, attributes: Readonly<Record<string, string>>): Item =>
  Object.entries(attributes).every(([name, value]) => item[name] === value) ? item : { ...item, ...attributes };

/** An item without some of its attributes, and its fact without what the merchant told of the customer. */
const without = (item: Item, names: readonly string[]): Item => {
  const left = pick(item, names);
  const { fact } = left;
  if (!isObject(fact) || fact['metadata'] === undefined) return left;
  return { ...left, fact: Object.fromEntries(Object.entries(fact).filter(([name]) => name !== 'metadata')) };
};

const familyOf = (text: string): string => text.split('#', 1)[0] ?? '';

const PROFILE = ['first_name', 'last_name', 'company', 'country', 'user', 'tax', 'payout_method'];
const PROSPECT = [
  ...[
    'email',
    'first_name',
    'last_name',
    'company',
    'phone',
    'reason',
    'answers',
    'files',
    'seen',
    'metadata',
    'lost_reason',
  ],
  ...['to_confirm', 'name', 'account_name', 'account_key', 'contact_email', 'contact_first_name', 'contact_last_name'],
];

const erasedProfile = (item: Item, now: number): Item => {
  const { inactive, key } = item;
  const name = `erased-${String(key)}`;
  const left = setting(without(item, PROFILE), { partner_key: name, email: `${name}@erased.invalid` });
  const { since = now, reason, closed } = isObject(inactive) ? inactive : {};
  return closed === true && reason === undefined ? left : { ...left, inactive: { since, closed: true } };
};

/** Items of a partnership by what their sort keys begin with; what is not named holds nothing personal. */
const erasedPart = (item: Item, now: number): Item | undefined => {
  switch (familyOf(item.sk)) {
    case 'PROFILE':
      return erasedProfile(item, now);
    case 'NOTE':
      return undefined;
    case 'TERMS':
      return without(item, ['address']);
    case 'PAYOUT':
      return setting(without(item, ['reason']), { destination: ERASED });
    case 'LOG':
    case 'MARK':
    case 'PAYLOG':
      return without(item, ['reason', 'note']);
    default:
      return item;
  }
};

/** What the audit log says of an object that names a person. */
const PERSONAL_FIELDS = [
  ...['email', 'first_name', 'last_name', 'name', 'company', 'country', 'phone', 'user', 'tax', 'payout_method'],
  ...['destination', 'inactive', 'text', 'reason', 'note', 'answers', 'seen', 'metadata', 'provider_key', 'value'],
  ...['contact_email', 'contact_first_name', 'contact_last_name', 'account_name', 'account_key', 'lost_reason'],
  ...['to_confirm', 'signs', 'address', 'preview', 'partner_key', 'parameters', 'files'],
];

/** These name the partnership that they count for, and are about somebody else. */
const OF_OTHERS = ['lead', 'deal', 'customer', 'transaction', 'action'];

type Fields = AuditedChange['before'];

const mentions = (value: unknown, word: string): boolean => {
  if (typeof value === 'string') return value.toLowerCase().includes(word);
  if (Array.isArray(value)) return value.some((each) => mentions(each, word));
  return isObject(value) && Object.values(value).some((each) => mentions(each, word));
};

const scrubbed = (value: unknown, word: string): unknown => {
  if (typeof value === 'string') return value.toLowerCase().includes(word) ? ERASED : value;
  if (Array.isArray(value)) return value.map((each) => scrubbed(each, word));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, scrubbed(each, word)]));
};

const isAbout = (change: AuditedChange, person: Person, keys: readonly string[]): boolean => {
  const { partnership, customers, email } = person;
  const states = [change.before, change.after];
  if (keys.includes(change.key)) return true;
  if (email !== undefined && states.some((state) => mentions(state, email.toLowerCase()))) return true;
  const names = ['customer_key', 'target_key', 'value'];
  const isCustomer = (value: unknown) => customers.some(({ customer_key }) => customer_key === value);
  if (states.some((state) => names.some((name) => isCustomer(state?.[name])))) return true;
  if (partnership === undefined || OF_OTHERS.includes(change.type)) return false;
  return states.some((state) => state?.['partnership'] === partnership);
};

/**
 * An audit event without what its changes say of a person; the same event when they say nothing.
 * @param keys further objects that are about the person.
 */
export const erasedAuditEvent = (
  event: AuditEvent,
  person: Person,
  now: number,
  keys: readonly string[] = [],
): AuditEvent => {
  const own = [
    ...keys,
    ...(person.partnership === undefined ? [] : [person.partnership]),
    ...person.customers.map(({ key }) => key),
  ];
  const word = person.email?.toLowerCase();
  const bare = (fields: Fields, about: boolean): Fields => {
    if (fields === null) return null;
    const left = Object.entries(fields).filter(([name]) => !about || !PERSONAL_FIELDS.includes(name));
    return Object.fromEntries(left.map(([name, value]) => [name, word === undefined ? value : scrubbed(value, word)]));
  };
  const changes = event.changes.map((change) => {
    const about = isAbout(change, person, own);
    return { ...change, before: bare(change.before, about), after: bare(change.after, about) };
  });
  return isDeepStrictEqual(changes, event.changes) ? event : { ...event, changes, erased_at: event.erased_at ?? now };
};

/** An application keeps its dates and what became of it. */
const erasedApplication = (item: Item): Item => {
  if (item.sk !== 'A') return item;
  const { reason: _reason, ...application } = readApplication(item);
  const email = `erased-${application.key}@erased.invalid`;
  return application.email === email ? item : applicationItem({ ...application, email, files: [], answers: {} });
};

/** An invitation keeps its dates and what became of it; one that is open is taken back. */
const erasedInvitation = (item: Item): Item => {
  const left = without(item, ['first_name', 'last_name', 'company', 'message']);
  const state = item['state'] === 'open' ? 'revoked' : String(item['state']);
  return setting(left, { email: `erased-${String(item['key'])}@erased.invalid`, state });
};

/** A job forgets whom it was about; what it was asked for stays. */
const erasedJob = (item: Item): Item => {
  const { parameters } = item;
  if (!isObject(parameters) || parameters['person'] === undefined) return item;
  const left = Object.entries(parameters).filter(([name]) => name !== 'person');
  return { ...pick(item, ['cursor']), files: [], parameters: Object.fromEntries(left) };
};

/**
 * What becomes of an item that is about a person: the item as it is put back, the same one when it holds nothing
 * personal (any more), or undefined when it goes. Doing it twice is doing it once.
 */
export const erasedItem = (item: Item, person: Person, now: number, keys: readonly string[]): Item | undefined => {
  switch (familyOf(item.pk)) {
    case 'PART':
      return erasedPart(item, now);
    case 'LINK':
      return without(item, ['name', 'preview']);
    case 'APPL':
      return erasedApplication(item);
    case 'CLAIM':
    case 'APPLNAME':
    case 'NAME':
    case 'PNAME':
    case 'ACTIVE':
    case 'INVITED':
    case 'MAILED':
      return undefined;
    case 'INVITE':
      return erasedInvitation(item);
    case 'CUST':
      return without(item, ['email', 'name', 'provider_key', 'metadata', 'gsi2pk', 'gsi2sk']);
    case 'TXN':
    case 'ACT':
      return without(item, ['metadata']);
    case 'GRANT':
      return without(item, ['note']);
    case 'RSGN':
      return setting(item, { note: ERASED });
    case 'LEAD':
    case 'DEAL': {
      const left = without(item, item.sk === 'A' ? PROSPECT : ['reason']);
      const { signs } = left;
      return Array.isArray(signs) && signs.length > 0 ? { ...left, signs: [] } : left;
    }
    case 'AUDIT': {
      const event = readAuditEvent(item);
      const erased = erasedAuditEvent(event, person, now, keys);
      return erased === event ? item : auditEventItem(erased);
    }
    case 'JOBS':
      return erasedJob(item);
    default:
      return item;
  }
};
