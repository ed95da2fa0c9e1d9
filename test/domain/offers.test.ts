import { offersFor } from '../../domain/offers.ts';
import type { RuleExpression } from '../../domain/rules.ts';
import type { Trigger } from '../../domain/triggers.ts';
import { configuration, NOW, trigger } from '../support/setting.ts';

const LEVELS = [
  { key: 'tier_one', name: 'Starter', minimum: 0 },
  { key: 'tier_two', name: 'Star', minimum: 1000 },
];

const anna = { group: 'grp_main', tags: ['tag_blog'], tier: 'tier_one' };

/** The descriptions of what is offered to somebody by triggers that differ in one respect. */
const offered = (changes: Partial<Trigger>, to: typeof anna = anna): readonly boolean[] => {
  const program = configuration({
    ladder: { measurement: 'lifetime_sales', movement: 'live', levels: LEVELS },
    segments: [{ key: 'seg_bloggers', match: 'tag_blog' }],
    triggers: [trigger(changes)],
  });
  return offersFor(program, to, NOW).map(({ reached }) => reached);
};

const rules = (field: string, value: string): { readonly rules: RuleExpression } => ({
  rules: { and: [{ field, op: 'eq', value }] },
});

const OFFERED: readonly (readonly [string, Partial<Trigger>, readonly boolean[]])[] = [
  ['everybody', {}, [true]],
  ['the own group', { audience: { type: 'group', group: 'grp_main' } }, [true]],
  ['another group', { audience: { type: 'group', group: 'grp_other' } }, []],
  ['a segment that the partnership is in', { audience: { type: 'segments', segments: ['seg_bloggers'] } }, [true]],
  ['a segment that is gone', { audience: { type: 'segments', segments: ['seg_gone'] } }, []],
  ['the own tier', { audience: { type: 'all', from_tier: 'tier_one' } }, [true]],
  ['a higher tier, which is shown before it is reached', { audience: { type: 'all', from_tier: 'tier_two' } }, [false]],
  ['a tier that was deleted', { audience: { type: 'all', from_tier: 'tier_gone' } }, []],
  ['a time that is over', { active_to: NOW }, []],
  ['a time to come', { active_from: NOW + 1 }, []],
  ['what nobody knows before a sale', rules('product_key', 'shoes'), [true]],
  ['a tag that the partnership has', rules('tag', 'tag_blog'), [true]],
  ['a tag that the partnership does not have', rules('tag', 'tag_other'), []],
  ['another group by a rule', rules('group', 'grp_other'), []],
];

test.each(OFFERED)('An offer for %s', (_name, changes, expected) => {
  expect(offered(changes)).toEqual(expected);
});

test('One of several rules is enough where they are joined by or', () => {
  const either: RuleExpression = {
    or: [
      { field: 'group', op: 'eq', value: 'grp_other' },
      { field: 'amount', op: 'gte', value: 100 },
    ],
  };
  expect(offered({ rules: either })).toEqual([true]);
  expect(offered({ rules: { or: [either.or[0] ?? either] } })).toEqual([]);
});
