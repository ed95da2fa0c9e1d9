import type { RuleExpression } from '../../domain/rules.ts';
import { groups, segments, tags, tiers, triggers } from '../../table/definitions.ts';
import { getLevelWalk, moveLevelWalk, startLevelWalk } from '../../table/level-walks.ts';
import { addMerchant, addMerchantProgram, getMerchant, programsOf } from '../../table/merchants.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';
import { openRealTable } from '../functions/shared/fakes/real-table.ts';

let table: { readonly store: Store; readonly close: () => Promise<void> };
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

const base = { program: 'prog_1', name: 'Größe', created_at: 1, updated_at: 2, rev: 1 };
const offer = { type: 'percentage', bps: 500, description: '5 %' } as const;
const rules: RuleExpression = {
  and: [{ field: 'amount', op: 'gte', value: 1 }, { or: [{ field: 'tag', op: 'in', value: ['tag_1'] }] }],
};

const group = { ...base, key: 'grp_1', archived: false, destination_url: 'https://a.example/', approval_delay_days: 7 };
const tag = { ...base, key: 'tag_1' };
const segment = { ...base, key: 'seg_1', match: { and: ['tag_1', { or: ['tag_2', 'tag_3'] }] } };
const tier = { ...base, key: 'tier_1', minimum: 0 };
const trigger = {
  ...base,
  key: 'trg_1',
  version: 3,
  event: 'transaction.accepted',
  rules,
  audience: { type: 'segments', segments: ['seg_1'], from_tier: 'tier_1' },
  offer,
  active_from: 5,
  active_to: 9,
  archived: false,
} as const;

test('Every kind of definition comes back as it was stored', async () => {
  const { store } = table;
  await store.transact([...groups.add(group), ...tags.add(tag), ...segments.add(segment), ...tiers.add(tier)]);
  await store.transact([...triggers.add({ ...trigger, audience: { ...trigger.audience, segments: ['seg_1'] } })]);
  expect(await groups.get(store, 'prog_1', 'grp_1')).toEqual(group);
  expect(await tags.get(store, 'prog_1', 'tag_1')).toEqual(tag);
  expect(await segments.get(store, 'prog_1', 'seg_1')).toEqual(segment);
  expect(await tiers.all(store, 'prog_1')).toEqual([tier]);
  expect(await triggers.get(store, 'prog_1', 'trg_1')).toEqual(trigger);
  expect(await triggers.get(store, 'prog_2', 'trg_1')).toBeUndefined();
});

const failure = (writes: Promise<unknown>) =>
  writes.then(
    () => undefined,
    (error: unknown) => (error instanceof ConditionFailed ? error.condition : error),
  );

test('A name is guarded in its kind and program, and a stale change is refused', async () => {
  const { store } = table;
  const first = { ...tag, program: 'prog_3', name: 'VIP' };
  await store.transact(tags.add(first));
  expect(await failure(store.transact(tags.add({ ...first, key: 'tag_9', name: 'vip' })))).toBe('name_taken');
  const other = { ...first, name: 'Gold' };
  await store.transact(tags.change(first, other));
  expect(await failure(store.transact(tags.change(first, other)))).toBe('definition_changed');
  const keyOf = await tags.keysOfNames(store, 'prog_3', ['GOLD', 'vip']);
  expect([keyOf('gold'), keyOf('Gold'), keyOf('vip')]).toEqual(['tag_1', 'tag_1', undefined]);
  await store.transact(tags.remove({ ...other, rev: 2 }));
  expect(await tags.all(store, 'prog_3')).toEqual([]);
  await store.transact(tags.add({ ...first, key: 'tag_2', name: 'Gold' }));
});

test('A merchant comes back with its programs', async () => {
  const { store } = table;
  const merchant = { key: 'mer_1', name: 'Acme', email: 'a@example.com', created_at: 1, updated_at: 1, rev: 1 };
  await store.transact([addMerchant(merchant), addMerchantProgram('mer_1', 'prog_1')]);
  expect(await getMerchant(store, 'mer_1')).toEqual(merchant);
  expect(await programsOf(store, 'mer_1')).toEqual(['prog_1']);
});

test('A walk over levels runs once at a time and remembers how far it came', async () => {
  const { store } = table;
  const ladder = { measurement: 'lifetime_sales', movement: 'ratchet', levels: [], successors: { a: 'b' } } as const;
  const kept = { ...ladder, levels: [], successors: { a: 'b' } };
  await store.transact([startLevelWalk('prog_1', kept, '2026-01')]);
  expect(await failure(store.transact([startLevelWalk('prog_1', kept, '2026-01')]))).toBe('level_walk_runs');
  const walk = await getLevelWalk(store, 'prog_1');
  expect(walk).toEqual({ program: 'prog_1', ladder: kept, period: '2026-01', shard: 0, rev: 1 });
  if (walk === undefined) return;
  await store.write(moveLevelWalk(walk, { ...walk, cursor: 'part_1' }));
  expect(await getLevelWalk(store, 'prog_1')).toMatchObject({ cursor: 'part_1', rev: 2 });
  expect(await failure(store.write(moveLevelWalk(walk, walk)))).toBe('level_walk_moved');
});
