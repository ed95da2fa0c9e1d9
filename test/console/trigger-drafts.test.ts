import fc from 'fast-check';
import type { RuleExpression, Trigger } from '../../console/api/operations.ts';
import { changedParts } from '../../console/areas/merchant/triggers/changes.ts';
import {
  changePart,
  countRules,
  draftOf,
  emptyRule,
  expressionOf,
  isGroup,
  lackingIn,
  type RuleDraft,
  refit,
} from '../../console/areas/merchant/triggers/rule-draft.ts';
import {
  changeBody,
  createBody,
  emptyTrigger,
  formOf,
  termsOf,
} from '../../console/areas/merchant/triggers/trigger-form.ts';

const counter = () => {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
};

const rule: fc.Arbitrary<RuleExpression> = fc.oneof(
  fc.record({ field: fc.constant('amount'), op: fc.constantFrom('gte' as const, 'lt' as const), value: fc.nat() }),
  fc.record({ field: fc.constant('country'), op: fc.constant('in' as const), value: fc.constant(['DE', 'AT']) }),
  fc.record({ field: fc.constant('tag'), op: fc.constant('exists' as const), value: fc.boolean() }),
  fc.record({ field: fc.constant('metadata.plan'), op: fc.constant('eq' as const), value: fc.constant('pro') }),
  fc.record({ field: fc.constant('metadata.seats'), op: fc.constant('between' as const), value: fc.constant([1, 9]) }),
);

const expression: fc.Arbitrary<RuleExpression> = fc.letrec<{ tree: RuleExpression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    rule,
    fc.record({ and: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
  ),
})).tree;

describe('rules that are being built', () => {
  test('stored rules come out of the builder as they went in', () => {
    fc.assert(
      fc.property(expression, (stored) => {
        const draft = draftOf(stored, counter());
        expect(lackingIn(draft).size).toBe(0);
        // A rule alone stands in a group of its own.
        expect(expressionOf(draft)).toEqual('field' in stored ? { and: [stored] } : stored);
      }),
    );
  });

  test('what is not complete is left out, and told by what it lacks', () => {
    const newId = counter();
    const amount = { ...emptyRule(newId, 'amount'), values: [500] };
    const empty = emptyRule(newId, 'product_key');
    const named = { ...emptyRule(newId, 'metadata_text'), values: ['x'] };
    const range: RuleDraft = { ...emptyRule(newId, 'quantity'), operator: 'between', values: [5, 2] };
    const draft = {
      id: newId(),
      all: false,
      parts: [amount, { id: newId(), all: true, parts: [empty, named, range] }],
    };
    expect(expressionOf(draft)).toEqual({ or: [{ field: 'amount', op: 'eq', value: 500 }] });
    expect([...lackingIn(draft).values()]).toEqual(['value', 'metadata', 'range']);
    expect(countRules(draft)).toBe(4);
    expect(expressionOf({ ...draft, parts: [] })).toBeNull();
  });

  test('a part is changed or taken away wherever it is nested', () => {
    const draft = draftOf({ and: [{ or: [{ field: 'amount', op: 'gt', value: 1 }] }] }, counter());
    const [inner] = draft.parts;
    if (inner === undefined || !isGroup(inner)) throw new Error('The group is nested.');
    const id = inner.parts[0]?.id ?? 0;
    const changed = changePart(draft, id, (part) => (isGroup(part) ? part : { ...part, values: [2] }));
    expect(expressionOf(changed)).toEqual({ and: [{ or: [{ field: 'amount', op: 'gt', value: 2 }] }] });
    expect(expressionOf(changePart(draft, id, () => undefined))).toBeNull();
  });

  test('another field or operator keeps what still fits', () => {
    const one = { ...emptyRule(counter(), 'product_key'), values: ['PRO'] };
    const many = refit(one, { operator: 'in' });
    expect(many.values).toEqual(['PRO']);
    expect(refit(many, { field: 'category_key' })).toMatchObject({ operator: 'in', values: ['PRO'] });
    expect(refit(many, { field: 'quantity' }).values).toEqual([]);
    expect(refit({ ...one, operator: 'starts_with' }, { field: 'amount' })).toMatchObject({
      operator: 'eq',
      values: [undefined],
    });
    expect(refit(one, { operator: 'missing' }).values).toEqual([]);
  });
});

const STORED: Trigger = {
  key: 'trg_1',
  created_at: 1,
  updated_at: 1,
  name: 'Ten',
  event: 'transaction.accepted',
  rules: null,
  audience: { type: 'segments', segments: ['seg_gone', 'seg_a'] },
  action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 %' } },
  version: 1,
  active_from: Date.UTC(2026, 0, 1),
  active_to: null,
  archived: false,
  status: 'active',
  matches_nobody: false,
};

describe('a trigger as a form', () => {
  const zone = 'Europe/Berlin';

  test('what is not touched is not sent: an audience may still name a segment that was deleted', () => {
    const form = formOf(STORED, zone, counter());
    expect(changeBody(form, form, zone)).toEqual({});
    expect(changeBody(form, { ...form, bps: 1200 }, zone)).toEqual({
      action: { type: 'reward', offer: expect.objectContaining({ bps: 1200 }) },
    });
    expect(changeBody(form, { ...form, audience: 'group', group: ['grp_1'] }, zone)).toEqual({
      audience: { type: 'group', group: 'grp_1' },
    });
  });

  test('days are those of the program’s zone, the last one included', () => {
    const form = {
      ...emptyTrigger(counter()),
      name: ' New ',
      value: 500,
      type: 'flat' as const,
      from: '2026-03-29',
      to: '2026-03-31',
    };
    const body = createBody(form, zone);
    expect(body).toMatchObject({
      name: 'New',
      active_from: Date.UTC(2026, 2, 28, 23),
      active_to: Date.UTC(2026, 2, 31, 22),
    });
    expect(body.action.offer).toMatchObject({ type: 'flat', value: 500, bps: undefined });
    const stored: Trigger = {
      ...STORED,
      status: 'planned',
      active_from: body.active_from ?? 0,
      active_to: body.active_to ?? null,
    };
    expect(formOf(stored, zone, counter())).toMatchObject({ from: '2026-03-29', to: '2026-03-31' });
    const before = formOf(stored, zone, counter());
    expect(changeBody(before, { ...before, to: '' }, zone)).toEqual({ active_to: null });
  });

  test('its summary says what the form says', () => {
    const terms = termsOf({ ...emptyTrigger(counter()), bps: 700, fromTier: 'tier_1' }, zone);
    expect(terms).toMatchObject({ audience: { type: 'all', from_tier: 'tier_1' }, offer: { bps: 700 }, rules: null });
  });

  test('a version says what it changed', () => {
    const next: Trigger = {
      ...STORED,
      version: 2,
      name: 'Eleven',
      rules: { field: 'amount', op: 'gt', value: 1 },
      active_from: 9,
    };
    expect(changedParts({ ...STORED, active_to: 9 }, next)).toEqual(['name', 'rules']);
    expect(changedParts({ ...STORED, active_to: 9 }, { ...STORED, active_from: 9, active_to: 99 })).toEqual([]);
  });
});
