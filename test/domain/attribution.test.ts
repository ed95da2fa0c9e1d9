import fc from 'fast-check';
import {
  type AttributionEvidence,
  type AttributionModel,
  attribute,
  type Candidate,
  partnershipsIn,
} from '../../domain/attribution.ts';
import type { Click } from '../../domain/clicks.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-01-15T12:00:00Z');
const ACTIVE: Candidate = { status: 'active', joined_at: 0 };

const click = (partnership: string, daysAgo: number): Click => ({
  link: `link_${partnership}`,
  partnership,
  at: NOW - daysAgo * DAY,
});

const decide = (
  evidence: Partial<AttributionEvidence>,
  known: Readonly<Record<string, Candidate>> = {},
  model: AttributionModel = 'last_click',
  windowDays = 90,
) =>
  attribute(
    { clicks: [], ...evidence },
    { model, windowDays, now: NOW, partnership: (key) => known[key] ?? (key.startsWith('x') ? undefined : ACTIVE) },
  );

describe('Attribution', () => {
  it.each([
    [
      'what the merchant names goes before everything',
      { named: 'a', tagged: 'b', email: 'c', coupon: 'd' },
      'a',
      'api',
    ],
    ['a tag of the customer goes before its e-mail', { tagged: 'b', email: 'c', coupon: 'd' }, 'b', 'manual'],
    ['a tagged e-mail goes before a coupon', { email: 'c', coupon: 'd' }, 'c', 'email'],
    ['a coupon goes before clicks', { coupon: 'd', clicks: [click('e', 1)] }, 'd', 'coupon'],
    ['a click counts where nothing else speaks', { clicks: [click('e', 1)] }, 'e', 'click'],
  ])('%s', (_title, evidence, partnership, reason) => {
    expect(decide(evidence).bound).toMatchObject({ partnership, reason });
  });

  it('follows the last click, or the first where the program says so', () => {
    const clicks = [click('early', 20), click('late', 2)];
    expect(decide({ clicks }).bound).toMatchObject({
      partnership: 'late',
      link: 'link_late',
      clickedAt: NOW - 2 * DAY,
    });
    expect(decide({ clicks }, {}, 'first_click').bound).toMatchObject({ partnership: 'early' });
  });

  it('weighs a visit to an old address like a click, by its time', () => {
    const referrals = [{ partnership: 'old', at: NOW - 5 * DAY, link: 'link_old' }];
    expect(decide({ referrals }).bound).toMatchObject({ partnership: 'old', reason: 'referral', link: 'link_old' });
    expect(decide({ referrals, clicks: [click('late', 2)] }).bound).toMatchObject({ partnership: 'late' });
    expect(decide({ referrals, clicks: [click('late', 2)] }, {}, 'first_click').bound).toMatchObject({
      partnership: 'old',
    });
    expect(decide({ referrals, coupon: 'd' }).bound).toMatchObject({ reason: 'coupon' });
    expect(decide({ referrals }, {}, 'last_click', 4).bound).toBeUndefined();
  });

  it.each([
    [0, true],
    [89, true],
    [90, true],
    [90.001, false],
    [400, false],
    [-1, false],
    [-1 / 1440, true],
  ])('with a window of 90 days follows a click of %d days ago: %s', (daysAgo, follows) => {
    const decision = decide({ clicks: [click('e', daysAgo)] });
    expect(decision.bound !== undefined).toBe(follows);
    if (!follows) expect(decision.passedOver).toMatchObject([{ partnership: 'e', because: 'outside_window' }]);
  });

  it('takes the last click inside the window when the first one is outside', () => {
    const decision = decide({ clicks: [click('early', 100), click('late', 2)] }, {}, 'first_click');
    expect(decision.bound).toMatchObject({ partnership: 'late' });
    expect(decision.passedOver).toMatchObject([{ partnership: 'early', because: 'outside_window' }]);
  });

  it.each([
    ['unknown', undefined],
    ['inactive', { status: 'inactive', joined_at: 0 }],
    ['joined_later', { status: 'active', joined_at: NOW + 1 }],
  ] as const)('passes over a partnership that is %s and says so', (because, candidate) => {
    const known: Record<string, Candidate> = candidate === undefined ? {} : { xx: candidate };
    const decision = decide({ coupon: 'xx', clicks: [click('e', 1)] }, known);
    expect(decision.bound).toMatchObject({ partnership: 'e', reason: 'click' });
    expect(decision.passedOver).toEqual([{ partnership: 'xx', reason: 'coupon', because }]);
  });

  it('binds a customer to nobody where nothing leads to a partnership', () => {
    expect(decide({})).toEqual({ bound: undefined, passedOver: [] });
  });

  it('depends only on partnerships that are named beforehand, and never credits one that cannot be', () => {
    const key = fc.constantFrom('a', 'b', 'xgone', 'i');
    const evidence = fc.record(
      {
        named: key,
        tagged: key,
        email: key,
        coupon: key,
        clicks: fc.array(
          fc.tuple(key, fc.integer({ min: -2, max: 120 })).map(([who, days]) => click(who, days)),
          { maxLength: 4 },
        ),
      },
      { requiredKeys: ['clicks'] },
    );
    fc.assert(
      fc.property(evidence, fc.constantFrom<AttributionModel>('last_click', 'first_click'), (given, model) => {
        const asked = new Set<string>();
        const { bound } = attribute(given, {
          model,
          windowDays: 90,
          now: NOW,
          partnership: (name) => {
            asked.add(name);
            return name === 'xgone' ? undefined : { status: name === 'i' ? 'inactive' : 'active', joined_at: 0 };
          },
        });
        expect(partnershipsIn(given)).toEqual(expect.arrayContaining([...asked]));
        expect(bound === undefined || ['a', 'b'].includes(bound.partnership)).toBe(true);
      }),
    );
  });
});
