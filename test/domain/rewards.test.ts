import { capRest, evaluate, type Happening, readRewardKey, rewardKey } from '../../domain/rewards.ts';
import { segmentProblem } from '../../domain/segments.ts';
import { tierFor } from '../../domain/tiers.ts';
import { triggerProblem } from '../../domain/triggers.ts';
import { configuration, NOW, trigger } from '../support/setting.ts';

const line = (product_key: string, amount: number, more = {}) => ({
  product_key,
  quantity: 1,
  amount,
  commissionable: true,
  ...more,
});

const event = (changes: Partial<Happening> = {}): Happening => ({
  key: 'txn_1',
  type: 'transaction.accepted',
  at: NOW,
  zone: 'UTC',
  amount: 10_000,
  lines: [line('mug', 4000), line('bag', 6000)],
  partnership: { key: 'part_b', group: 'grp_main', tags: ['eu'], recruiter: 'part_r' },
  ...changes,
});

const offer = { type: 'percentage', bps: 500, description: '' } as const;
const first = (changes: Parameters<typeof trigger>[0], happening = event(), config = {}) =>
  evaluate(configuration({ triggers: [trigger(changes)], ...config }), happening).first.map((r) => r.amount);

describe('what an event earns', () => {
  test.each([
    { case: 'all commissionable lines without rules', rules: undefined, expected: [500] },
    {
      case: 'only the lines that rules on lines select',
      rules: { field: 'product_key', op: 'eq', value: 'mug' },
      expected: [200],
    },
    {
      case: 'nothing when no line is selected',
      rules: { field: 'product_key', op: 'eq', value: 'hat' },
      expected: [],
    },
    {
      case: 'all lines when a rule on the whole holds',
      rules: { field: 'amount', op: 'gte', value: 10_000 },
      expected: [500],
    },
    {
      case: 'nothing when a rule on the whole does not hold',
      rules: { field: 'amount', op: 'gt', value: 10_000 },
      expected: [],
    },
    {
      case: 'per line with the other facts the same',
      rules: {
        or: [
          { field: 'product_key', op: 'eq', value: 'bag' },
          { field: 'amount', op: 'lt', value: 1 },
        ],
      },
      expected: [300],
    },
  ] as const)('a base is $case', ({ rules, expected }) => {
    expect(first(rules === undefined ? {} : { rules: JSON.parse(JSON.stringify(rules)) })).toEqual(expected);
  });

  test('tax and shipping stay out of the base, and a sale of nothing earns nothing, a flat offer neither', () => {
    expect(first({}, event({ lines: [line('mug', 4000), line('post', 600, { commissionable: false })] }))).toEqual([
      200,
    ]);
    const free = event({ amount: 0, lines: [line('mug', 0)] });
    expect(first({ offer: { type: 'flat', value: 250, description: '' } }, free)).toEqual([]);
  });

  test('a trigger is active from its start and up to, not at, its end', () => {
    expect(first({ active_from: NOW })).toEqual([500]);
    expect(first({ active_from: NOW + 1 })).toEqual([]);
    expect(first({ active_to: NOW })).toEqual([]);
    expect(first({ active_to: NOW + 1 })).toEqual([500]);
  });

  test('an audience is everybody, a group or segments, from a tier upwards', () => {
    const ladder = {
      measurement: 'lifetime_sales',
      movement: 'live',
      levels: [
        { key: 'tier_a', name: 'A', minimum: 0 },
        { key: 'tier_b', name: 'B', minimum: 10 },
      ],
    } as const;
    const config = { segments: [{ key: 'seg_eu', match: 'eu' }], ladder: { ...ladder, levels: [...ladder.levels] } };
    const at = (tier: string) => event({ partnership: { ...event().partnership, tier } });
    expect(first({ audience: { type: 'group', group: 'grp_main' } })).toEqual([500]);
    expect(first({ audience: { type: 'group', group: 'grp_other' } })).toEqual([]);
    expect(first({ audience: { type: 'segments', segments: ['seg_eu'] } }, event(), config)).toEqual([500]);
    expect(first({ audience: { type: 'segments', segments: [] } }, event(), config)).toEqual([]);
    expect(first({ audience: { type: 'segments', segments: ['seg_gone'] } }, event(), config)).toEqual([]);
    expect(first({ audience: { type: 'all', from_tier: 'tier_b' } }, at('tier_b'), config)).toEqual([500]);
    expect(first({ audience: { type: 'all', from_tier: 'tier_b' } }, at('tier_a'), config)).toEqual([]);
    expect(first({ audience: { type: 'all', from_tier: 'tier_gone' } }, at('tier_b'), config)).toEqual([]);
  });

  test("caps cut a reward, end with a customer's transactions or months, and count by partnership and month", () => {
    const customer = (ordinal: number, created_at = NOW) => event({ customer: { key: 'ann', ordinal, created_at } });
    expect(first({ offer: { ...offer, cap_per_reward: 120 } })).toEqual([120]);
    expect(first({ offer: { ...offer, cap_customer_transactions: 2 } }, customer(2))).toEqual([500]);
    expect(first({ offer: { ...offer, cap_customer_transactions: 2 } }, customer(3))).toEqual([]);
    const lastYear = Date.parse('2025-10-15T12:00:00Z');
    expect(first({ offer: { ...offer, cap_customer_months: 3 } }, customer(1, lastYear))).toEqual([]);
    expect(first({ offer: { ...offer, cap_customer_months: 3 } }, customer(1, lastYear + 1))).toEqual([500]);
    const capped = { offer: { ...offer, cap_month: 700 } };
    const rest = capRest(configuration({ triggers: [trigger(capped)] }), { trg_5percent: 600 });
    expect(first(capped, event({ cap_rest: rest }))).toEqual([100]);
  });

  test('offers stack, or only the best counts, on a tie the oldest trigger', () => {
    const triggers = [
      trigger({ key: 'trg_new', created_at: 2 }),
      trigger({ key: 'trg_old', created_at: 1 }),
      trigger({ key: 'trg_less', offer: { ...offer, bps: 100 } }),
    ];
    expect(evaluate(configuration({ triggers }), event()).first).toHaveLength(3);
    const best = evaluate(configuration({ triggers, stacking: 'best' }), event()).first;
    expect(best.map((reward) => reward.trigger)).toEqual(['trg_old']);
  });

  test('a recruiter earns on each reward, or once on the whole sale, and never below a penny', () => {
    const second = (config = {}, happening = event()) =>
      evaluate(configuration(config), happening).second.map((reward) => [reward.amount, reward.base]);
    expect(second()).toEqual([[50, 10_000]]);
    expect(second({ second_tier_of: 'sale' })).toEqual([[1000, 10_000]]);
    expect(second({ triggers: [trigger({ offer: { type: 'flat', value: 4, description: '' } })] })).toEqual([]);
    const alone = event({ partnership: { ...event().partnership, recruiter: undefined } });
    expect(second({}, alone)).toEqual([]);
  });

  test('a reward is found again from its key', () => {
    const event26 = 'txn_01jhq3z4k5m6n7p8q9r0s1t2v3';
    const key = rewardKey(event26, 'trg_01jhq3z4k5m6n7p8q9r0s1t2v4', 2);
    expect(readRewardKey(key)).toEqual({ event: event26, trigger: 'trg_01jhq3z4k5m6n7p8q9r0s1t2v4', level: 2 });
    expect(readRewardKey('rwd_x')).toBeUndefined();
  });
});

describe('tiers', () => {
  const ladder = (
    movement: 'live' | 'ratchet',
    measurement: 'lifetime_sales' | 'monthly_quantity' = 'lifetime_sales',
  ) => ({
    measurement,
    movement,
    levels: [
      { key: 'a', name: 'A', minimum: 0 },
      { key: 'b', name: 'B', minimum: 100 },
      { key: 'c', name: 'C', minimum: 200 },
    ],
  });
  const measures = (total: number, quantity = 0) => ({
    lifetime: { total, quantity: 0 },
    month: { total: 0, quantity },
  });

  test.each([
    { measure: -5, expected: 'a' },
    { measure: 0, expected: 'a' },
    { measure: 99, expected: 'a' },
    { measure: 100, expected: 'b' },
    { measure: 199, expected: 'b' },
    { measure: 200, expected: 'c' },
  ])('a measure of $measure is in tier $expected', ({ measure, expected }) => {
    expect(tierFor(ladder('live'), measures(measure), 'c')?.key).toBe(expected);
    expect(tierFor(ladder('ratchet'), measures(measure), 'c')?.key).toBe('c');
    expect(tierFor(ladder('live', 'monthly_quantity'), measures(0, measure), undefined)?.key).toBe(expected);
  });

  test('a program without tiers has none', () => {
    expect(tierFor({ ...ladder('live'), levels: [] }, measures(1), undefined)).toBeUndefined();
  });
});

describe('what a trigger and a segment may be', () => {
  const draft = (changes = {}) => ({ ...trigger(), ...changes });
  test.each([
    ['a percentage of an event without an amount', { event: 'customer.created' }, 'action.offer.type'],
    ['a flat offer without a value', { offer: { type: 'flat', description: '' } }, 'action.offer.value'],
    ['a percentage without a rate', { offer: { type: 'percentage', description: '' } }, 'action.offer.bps'],
    ['a group audience without a group', { audience: { type: 'group' } }, 'audience.group'],
    ['segments on an audience of all', { audience: { type: 'all', segments: ['seg'] } }, 'audience.segments'],
    ['an end before the start', { active_from: 5, active_to: 4 }, 'active_to'],
    ['a list where one value belongs', { rules: { field: 'amount', op: 'eq', value: [1] } }, 'rules'],
  ])('%s is refused', (_name, changes, param) => {
    expect(triggerProblem(draft(changes))?.param).toBe(param);
  });

  test('a segment combines ten tags and no more', () => {
    const tags = Array.from({ length: 11 }, (_, i) => `tag_${i}`);
    expect(segmentProblem({ or: tags.slice(0, 10) })).toBeUndefined();
    expect(segmentProblem({ or: ['tag_0', { and: tags.slice(1) }] })?.reason).toBe('too_many_tags');
  });
});
