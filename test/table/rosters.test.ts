import fc from 'fast-check';
import { previewSegment } from '../../domain/memberships.ts';
import { inSegment, type SegmentExpression } from '../../domain/segments.ts';
import { changeStanding, getStanding } from '../../table/partnerships.ts';
import { addMembership, changeMembership, membershipsOf } from '../../table/rosters.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { PROGRAM, standing } from '../support/setting.ts';

const names = Array.from({ length: 12 }, (_, index) => `part_${String(index).padStart(26, '0')}`);
const tags = ['tag_a', 'tag_b', 'tag_c'];
const change = fc.record({
  name: fc.constantFrom(...names),
  tags: fc.uniqueArray(fc.constantFrom(...tags)),
  status: fc.constantFrom('active' as const, 'inactive' as const),
});

/** The same from the standings themselves, one by one. */
const recounted = async (store: MemoryStore) => {
  const standings = await Promise.all(names.map((name) => getStanding(store, name)));
  return standings
    .filter((one) => one !== undefined)
    .filter((one) => one.tags.length > 0)
    .map((one) => ({ key: one.key, active: one.status === 'active', tags: [...one.tags].sort() }));
};

test('After any changes of tags and status the rosters hold what a recount of the standings gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 40 }), async (changes) => {
      const store = new MemoryStore();
      for (const { name, tags: own, status } of changes) {
        const before = await getStanding(store, name);
        const after = { ...(before ?? standing(name)), tags: own, status };
        await store.transact(
          before === undefined ? await addMembership(store, after) : await changeMembership(store, before, after),
        );
      }
      const held = await membershipsOf(store, PROGRAM);
      expect(held.map((one) => ({ ...one, tags: [...one.tags].sort() }))).toEqual(await recounted(store));
    }),
  );
});

test('Of two partnerships of one roster that are tagged at the same moment, one is tried again', async () => {
  const store = new MemoryStore();
  const first = standing('part_0', { tags: ['tag_a'] });
  const writes = await addMembership(store, first);
  await store.transact(writes);
  const untagged = { ...first, tags: [] };
  const stale = await changeMembership(store, first, untagged);
  await store.transact(await changeMembership(store, first, { ...first, tags: ['tag_b'] }));
  await expect(store.transact(stale)).rejects.toThrow('standing_changed');
  await expect(store.transact(stale.slice(1))).rejects.toThrow('roster_changed');
});

test('A change that concerns neither tags nor status writes no roster, and no other way changes them', async () => {
  const store = new MemoryStore();
  const before = standing('part_1', { tags: ['tag_a'] });
  expect(await changeMembership(store, before, { ...before, group: 'grp_other' })).toHaveLength(1);
  expect(() => changeStanding(before, { ...before, tags: [] })).toThrow('together with the roster');
  expect(() => changeStanding(before, { ...before, status: 'inactive' })).toThrow('together with the roster');
});

const { expression } = fc.letrec<{ expression: SegmentExpression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...tags),
    fc.record({ and: fc.array(tie('expression'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('expression'), { minLength: 1, maxLength: 3 }) }),
  ),
}));
const membership = fc.record({ active: fc.boolean(), tags: fc.uniqueArray(fc.constantFrom(...tags)) });

test('A preview holds exactly those whose tags fulfil the expression, and counts whom two segments share', () => {
  fc.assert(
    fc.property(fc.array(membership, { maxLength: 80 }), expression, expression, (list, match, other) => {
      const members = list.map((one, index) => ({ key: `part_${index}`, ...one }));
      const matching = members.filter((one) => inSegment(match, one.tags));
      const active = matching.filter((one) => one.active);
      const preview = previewSegment(members, match, [{ key: 'seg_other', match: { or: [other, match] } }]);
      expect(preview.active).toEqual(active.map((one) => one.key));
      expect(preview.inactive).toBe(matching.length - active.length);
      const others = members.filter((one) => one.active && inSegment({ or: [other, match] }, one.tags));
      expect(preview.overlaps).toEqual([{ segment: 'seg_other', both: active.length, other: others.length }]);
    }),
  );
});

test('A segment that uses none of the tags is not compared', () => {
  expect(previewSegment([], 'tag_a', [{ key: 'seg_other', match: 'tag_b' }]).overlaps).toEqual([]);
});
