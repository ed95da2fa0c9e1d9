import { isDeepStrictEqual } from 'node:util';
import { KEY_PREFIXES } from '../../domain/ids.ts';
import { type AuditEvent, type AuditedChange, addAuditEvent } from '../../table/audit-events.ts';
import type { Item, ItemKey, Store, Write } from '../../table/store.ts';
import { type Author, currentAuthor, type Observed } from './author.ts';
import type { Ids } from './ids.ts';
import { untilUncontended } from './retry.ts';

/** Items that follow from the change of another one, guard a name, or hold a hash: nobody changes them as such. */
const FOLLOWERS = [
  'NAME',
  'PNAME',
  'ACTIVE',
  'INVITED',
  'RECRUITS',
  'IDEM',
  'RATE',
  'STAT',
  'MARKER',
  'AUDIT',
  'HOOK',
  'MAIL',
  'CLICK',
  'SETUP',
  'USER',
  'USEREMAIL',
  'MAILED',
  'JOBRUN',
  'IMPORTED',
  'FORMV',
  'PFORM',
  'PCREA',
  'UPLOAD',
  'IMPORTACCESS',
  'HANDOVER',
];
const FOLLOWING_PARTS = ['CONFIG', 'EARN', 'STMT', 'LOG', 'LEVELWALK', 'COUNTS', 'EMAIL'];

/** Where an item lies, how it is linked to others, and what must not be shown: no field of the object itself. */
const INTERNAL =
  /^(pk|sk|gsi\d[ps]k|rev|v|expires_at|key|program|fact|announces|asked|awaited)$|hash|secret|token|password/;

const familyOf = (text: string): string => text.split('#', 1)[0] ?? '';

const isFollower = ({ pk, sk }: ItemKey): boolean =>
  FOLLOWERS.includes(familyOf(pk)) || FOLLOWING_PARTS.includes(familyOf(sk));

const TYPES = new Map(
  Object.entries(KEY_PREFIXES).map(([type, prefix]): [string, string] => [
    prefix,
    type.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  ]),
);

/** Objects whose keys begin with that of another one. */
const FAMILY_TYPES: ReadonlyMap<string, string> = new Map([['FORM', 'form']]);

/** What an object is, by the prefix of its key; by its place in the table where it has none. */
const typeOf = (item: Item, key: string): string =>
  FAMILY_TYPES.get(familyOf(item.pk)) ??
  TYPES.get(/^([a-z]+)_/.exec(key)?.[1] ?? '') ??
  familyOf(item.sk.length > 1 ? item.sk : item.pk).toLowerCase();

/** The object's own key; a decision about a reward is a change of the reward. */
const keyOf = (item: Item): string => {
  const named = item['key'] ?? item['reward'];
  return typeof named === 'string' ? named : item.sk;
};

const fieldsOf = (item: Item | undefined): ReadonlyMap<string, unknown> =>
  new Map(
    Object.entries(item ?? {}).filter(
      ([name, value]) => !INTERNAL.test(name) && value !== undefined && !(value instanceof Uint8Array),
    ),
  );

const changeOf = (before: Item | undefined, after: Item | undefined): AuditedChange | undefined => {
  const item = after ?? before;
  if (item === undefined) return undefined;
  const [old, fresh] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (name) => !isDeepStrictEqual(old.get(name), fresh.get(name)),
  );
  if (names.every((name) => name === 'updated_at')) return undefined;
  const only = (fields: ReadonlyMap<string, unknown>) =>
    Object.fromEntries(names.filter((name) => fields.has(name)).map((name) => [name, fields.get(name)]));
  const key = keyOf(item);
  return {
    type: typeOf(item, key),
    key,
    before: before === undefined ? null : only(old),
    after: after === undefined ? null : only(fresh),
  };
};

const idOf = ({ pk, sk }: ItemKey): string => `${pk}\n${sk}`;

/** What the writes change in the eyes of a person. Counters and checks change nothing that somebody decided. */
const changesOf = ({ read }: Observed, writes: readonly Write[]): readonly AuditedChange[] =>
  writes.flatMap((write) => {
    if (write.kind === 'check' || write.kind === 'update') return [];
    const after = write.kind === 'put' ? write.item : undefined;
    const place = write.kind === 'put' ? write.item : write.key;
    if (isFollower(place)) return [];
    return changeOf(read.get(idOf(place)), after) ?? [];
  });

const eventOf = (ids: Ids, author: Author, changes: readonly AuditedChange[]): AuditEvent => ({
  key: ids.key('aud', author.at),
  program: author.program,
  at: author.at,
  actor: author.actor,
  operation: author.operation,
  request_id: author.requestId,
  // A change that also touches its program (a counter of versions, a default) is about the other object.
  subject: (changes.find((change) => change.type !== 'program') ?? changes[0])?.key ?? author.program,
  changes,
});

/** DynamoDB takes so many writes in one transaction. */
const MOST_WRITES = 100;

/**
 * The store, with a record of who changed what: the writes of a request carry an audit event in the same transaction,
 * so that none is without the other (docs/decisions.md, "Audit"). Whoever changes an item reads it first, as its
 * condition needs; that is where the state before comes from. Without an author it is the store as it is.
 */
export const auditing = (store: Store, ids: Ids): Store => {
  const remember = <T extends readonly Item[]>(items: T): T => {
    const current = currentAuthor();
    if (current !== undefined) for (const item of items) current.read.set(idOf(item), item);
    return items;
  };
  const record = (current: Observed, writes: readonly Write[]): readonly Write[] => {
    const changes = changesOf(current, writes);
    if (changes.length === 0) return writes;
    if (writes.length >= MOST_WRITES) throw new Error('A change of this size leaves no room for its audit event.');
    return [...writes, addAuditEvent(eventOf(ids, current.author, changes))];
  };
  const written = (current: Observed, writes: readonly Write[]): void => {
    for (const write of writes) {
      if (write.kind === 'put') current.read.set(idOf(write.item), write.item);
      if (write.kind === 'delete') current.read.delete(idOf(write.key));
    }
  };
  return {
    async get(key) {
      const item = await store.get(key);
      if (item !== undefined) remember([item]);
      return item;
    },
    batchGet: async (keys) => remember(await store.batchGet(keys)),
    async query(input) {
      const page = await store.query(input);
      // An index holds keys only: what it gives says nothing about the state before.
      if (input.index === undefined) remember(page.items);
      return page;
    },
    async write(write) {
      const current = currentAuthor();
      const recorded = current === undefined ? [write] : record(current, [write]);
      if (recorded.length === 1) await store.write(write);
      // One write waits for others at the same item; a transaction is refused, and tried again.
      else await untilUncontended([], ids.chance, () => store.transact(recorded));
      if (current !== undefined) written(current, [write]);
    },
    async transact(writes) {
      const current = currentAuthor();
      await store.transact(current === undefined ? writes : record(current, writes));
      if (current !== undefined) written(current, writes);
    },
  };
};
