import { addActivePartner, getActivePartner, removeActivePartner } from '../../table/active-partners.ts';
import { addPartnershipLogEntry, readPartnershipLogEntry } from '../../table/partnership-log.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';
import { openRealTable } from '../functions/shared/fakes/real-table.ts';

let table: { readonly store: Store; readonly close: () => Promise<void> };
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

const acme = { merchant: 'mer_1', mode: 'test' } as const;
const ann = { program: 'prog_1', partnership: 'part_1' };

const failure = (writes: Promise<unknown>) =>
  writes.then(
    () => undefined,
    (error: unknown) => (error instanceof ConditionFailed ? error.condition : error),
  );

test('A partner is active once in a merchant’s programs, whatever the spelling, and leaves by its own partnership', async () => {
  const { store } = table;
  await store.transact([addActivePartner(acme, 'Ann@example.com', ann)]);
  expect(await getActivePartner(store, acme, 'ann@EXAMPLE.com')).toEqual(ann);
  const other = { program: 'prog_2', partnership: 'part_2' };
  expect(await failure(store.transact([addActivePartner(acme, 'ann@example.com', other)]))).toBe('partner_active');
  const stranger = removeActivePartner(acme, 'ann@example.com', 'part_2');
  expect(await failure(store.transact([stranger]))).toBe('partner_not_active');
  await store.transact([removeActivePartner(acme, 'ann@example.com', 'part_1')]);
  expect(await getActivePartner(store, acme, 'ann@example.com')).toBeUndefined();
  await store.transact([addActivePartner(acme, 'ann@example.com', other)]);
  await store.transact([addActivePartner({ ...acme, mode: 'live' }, 'ann@example.com', ann)]);
});

test('An entry of a partnership’s log comes back as it was stored, is announced, and never changes', async () => {
  const { store } = table;
  const entry = {
    ...{ key: 'evt_1', program: 'prog_1', partnership: 'part_1', at: 5, by: 'key_1' },
    ...{ type: 'partnership.moved' as const, from: 'grp_1', to: 'grp_2' },
  };
  const base = { key: 'evt_1', program: 'prog_1', at: 5, period: '2026-01', zone: 'UTC', config: 1 };
  const fact = { ...base, partnership: { key: 'part_1', group: 'grp_2', tags: [] }, counted: true };
  await store.transact([addPartnershipLogEntry(entry, fact)]);
  const item = await store.get({ pk: 'PART#part_1', sk: 'LOG#evt_1' });
  expect(item).toMatchObject({ announces: 'partnership.moved', fact });
  expect(item === undefined ? undefined : readPartnershipLogEntry(item)).toEqual(entry);
  expect(await failure(store.transact([addPartnershipLogEntry(entry, fact)]))).toBe('log_entry_exists');
});
