import fc from 'fast-check';
import { priceOf, share } from '../../cli/recount/arithmetic.ts';
import { monthOf, withinMonths } from '../../cli/recount/calendar.ts';
import { holds as holdsAgain } from '../../cli/recount/conditions.ts';
import type { Book, Offer, Refund, Sale } from '../../cli/recount/facts.ts';
import { recountBook } from '../../cli/recount/statements.ts';
import { applyRate, lineAmount } from '../../domain/money.ts';
import { addMonths, periodOf } from '../../domain/periods.ts';
import { addRefund, clawbackOf, NOTHING_REFUNDED, priceRefund, type Refunded } from '../../domain/refunds.ts';
import { evaluate } from '../../domain/rewards.ts';
import { type Fact, holds, OPERATORS, type RuleExpression } from '../../domain/rules.ts';
import { type Line, priceTransaction } from '../../domain/transactions.ts';
import type { Configuration, Trigger } from '../../domain/triggers.ts';

const ZONES = ['UTC', 'Europe/London', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'] as const;
const instant = fc.integer({ min: Date.UTC(2009, 0), max: Date.UTC(2030, 0) });
const word = fc.constantFrom('', 'a', 'ab', 'b', 'Germany', '10');
const scalar = fc.oneof(word, fc.integer({ min: -2, max: 12 }));
const FIELDS = ['amount', 'country', 'action', 'tag', 'product_key', 'quantity'] as const;

const rule = fc
  .record({
    field: fc.constantFrom(...FIELDS),
    op: fc.constantFrom(...OPERATORS),
    one: scalar,
    two: scalar,
    is: fc.boolean(),
  })
  .map(({ field, op, one, two, is }): RuleExpression => {
    const isList = op === 'in' || op === 'not_in' || op === 'between';
    return { field, op, value: op === 'exists' ? is : isList ? [one, two] : one };
  });
const expression = fc.letrec<{ tree: RuleExpression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    rule,
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((or) => ({ or })),
  ),
})).tree;
const seen: fc.Arbitrary<Fact> = fc.oneof(scalar, fc.array(word, { maxLength: 3 }), fc.constant(undefined));

describe('The recount and the product come to the same by different ways', () => {
  test('whether rules hold, with every operator', () => {
    fc.assert(
      fc.property(expression, fc.record(Object.fromEntries(FIELDS.map((field) => [field, seen]))), (rules, facts) => {
        expect(holdsAgain(rules, (field) => facts[field])).toBe(holds(rules, (field) => facts[field]));
      }),
      { numRuns: 2000 },
    );
  });

  test('what a line costs, and what a rate gives', () => {
    const decimals = fc.tuple(fc.nat(99_999), fc.nat(9999), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        decimals,
        fc.nat(10_000),
        (quantity, [whole, rest, places], bps) => {
          const fraction = String(rest).padStart(4, '0').slice(0, places);
          const unit = places === 0 ? `${whole}` : `${whole}.${fraction}`;
          expect(Number(priceOf(BigInt(quantity), unit))).toBe(lineAmount(quantity, unit));
          expect(Number(share(BigInt(whole), BigInt(bps)))).toBe(applyRate(whole, bps));
        },
      ),
    );
  });

  test('in which month an instant lies, and when months after a sign-up are over', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 1, max: 30 }),
        fc.nat(400 * 86_400_000),
        fc.constantFrom(...ZONES),
        (at, months, later, zone) => {
          expect(monthOf(at, zone)).toBe(periodOf(at, zone));
          const end = addMonths(at, months, zone);
          // An hour that is shown twice in autumn is the same on the wall clock.
          if (Math.abs(at + later - end) > 3_600_000) {
            expect(withinMonths(at, months, at + later, zone)).toBe(at + later < end);
          }
        },
      ),
    );
  });
});

const AT = Date.UTC(2011, 2, 10);
const audience: Trigger['audience'] = { type: 'all' };
const lineInput = fc.record({
  product_key: fc.constantFrom('a', 'ab', 'b'),
  quantity: fc.integer({ min: 1, max: 6 }),
  unit_amount: fc.constantFrom('0', '0.3', '1', '33.5', '250', '1999.9999'),
  commissionable: fc.boolean(),
});
const trigger = fc
  .record({
    rules: fc.option(expression, { nil: undefined }),
    flat: fc.boolean(),
    value: fc.integer({ min: 1, max: 5000 }),
    cap: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
    end: fc.boolean(),
  })
  .map(
    ({ rules, flat, value, cap, end }): Omit<Trigger, 'key' | 'created_at'> => ({
      version: 1,
      name: 'offer',
      event: 'transaction.accepted',
      rules,
      audience,
      offer: {
        description: '',
        ...(flat ? { type: 'flat', value } : { type: 'percentage', bps: value }),
        ...(cap === undefined ? {} : { cap_per_reward: cap }),
      },
      active_from: 0,
      ...(end ? { active_to: AT } : {}),
    }),
  );

const configurationOf = (
  stacking: 'all' | 'best',
  of: 'reward' | 'sale',
  triggers: readonly Trigger[],
): Configuration => ({
  version: 1,
  stacking,
  second_tier_bps: 1000,
  second_tier_of: of,
  ladder: { measurement: 'lifetime_sales', movement: 'live', levels: [] },
  segments: [],
  triggers: [...triggers],
  approval_delay_days: 0,
  group_delays: {},
});

const offerOf = ({ key, rules, offer, created_at, active_from, active_to }: Trigger): Offer => ({
  key,
  event: 'transaction.accepted',
  conditions: rules,
  audience: {},
  forNobody: false,
  flat: offer.value === undefined ? undefined : BigInt(offer.value),
  bps: offer.bps === undefined ? undefined : BigInt(offer.bps),
  capPerReward: offer.cap_per_reward === undefined ? undefined : BigInt(offer.cap_per_reward),
  capMonth: undefined,
  capTransactions: undefined,
  capMonths: undefined,
  createdAt: created_at,
  from: active_from,
  to: active_to,
});

const bookOf = (configuration: Configuration, sale: Sale, refunds: readonly Refund[]): Book => ({
  terms: {
    ...{ currency: 'GBP', zone: 'UTC', stacking: configuration.stacking, feeBps: 0n, feeFixed: 0n, delayDays: 0 },
    ...{ secondTierBps: 1000n, secondTierOf: configuration.second_tier_of, groupDelays: new Map() },
    ...{ measured: 'sales', monthly: false, ratchet: false, levels: [], segments: new Map() },
    offers: configuration.triggers.map(offerOf),
  },
  partners: ['one', 'two'].map((key) => ({
    ...{ key, name: key, group: 'g', groupName: 'g', tags: ['a'], joinedAt: 0, active: true },
    recruiter: key === 'one' ? 'two' : undefined,
  })),
  facts: [sale, ...refunds],
  verdicts: new Map(),
  finalAt: new Map(),
});

type Request = { amount: number } | { lines: { line: number; quantity: number }[] };

const refundFact = (index: number, request: Request): Refund => ({
  ...{ kind: 'refund', key: `r${index}`, at: AT + index + 1, sale: 's' },
  amount: 'amount' in request ? BigInt(request.amount) : undefined,
  lines: ('lines' in request ? request.lines : []).map(({ line, quantity }) => ({ line, quantity: BigInt(quantity) })),
});

const saleFact = (lines: readonly Line[], total: number): Sale => ({
  ...{ kind: 'sale', key: 's', at: AT, partner: 'one', buyer: undefined, currency: 'GBP', country: 'Germany' },
  ...{ action: undefined, metadata: {}, amount: BigInt(total), happenedAt: undefined },
  lines: lines.map((line) => ({
    ...{ product: line.product_key, category: line.category_key, unit: line.unit_amount },
    ...{ quantity: BigInt(line.quantity), amount: BigInt(line.amount), commissionable: line.commissionable },
  })),
});

/** What the domain makes of a sale and the refunds of it that it accepts. */
const byTheDomain = (
  configuration: Configuration,
  lines: readonly Line[],
  total: number,
  wanted: readonly Request[],
) => {
  const { first, second } = evaluate(configuration, {
    ...{ key: 's', type: 'transaction.accepted', at: AT, zone: 'UTC', amount: total, lines, country: 'Germany' },
    ...{ currency: 'GBP', partnership: { key: 'one', group: 'g', tags: ['a'], recruiter: 'two' } },
  });
  const rewards = [...first, ...second];
  const entries = rewards.map((reward) => `reward ${reward.trigger} ${reward.level} ${reward.amount}`);
  const refunds: Refund[] = [];
  let before = NOTHING_REFUNDED;
  for (const [index, request] of wanted.entries()) {
    const now = accepted({ lines, total }, before, request);
    if (now === undefined) continue;
    for (const reward of rewards) {
      const amount = clawbackOf({ lines, total }, reward, { before, now }, reward.amount);
      if (amount > 0) entries.push(`clawback ${reward.trigger} ${reward.level} ${amount}`);
    }
    before = addRefund(before, now);
    refunds.push(refundFact(index, request));
  }
  return { entries: entries.toSorted(), refunds };
};

const accepted = (...[sale, before, request]: Parameters<typeof priceRefund>): Refunded | undefined => {
  try {
    return priceRefund(sale, before, request);
  } catch {
    return undefined;
  }
};

describe('The recount of one sale with refunds', () => {
  const line = fc.record({ line: fc.nat(3), quantity: fc.integer({ min: 1, max: 4 }) });
  const asked: fc.Arbitrary<Request[]> = fc.array(
    fc.oneof(
      fc.record({ amount: fc.integer({ min: 1, max: 3000 }) }),
      fc.record({ lines: fc.array(line, { minLength: 1, maxLength: 3 }) }),
    ),
    { maxLength: 5 },
  );

  test('gives the rewards and clawbacks of the domain, whatever the offers, lines and refunds are', () => {
    fc.assert(
      fc.property(
        fc.array(trigger, { minLength: 1, maxLength: 4 }),
        fc.array(lineInput, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('all' as const, 'best' as const),
        fc.constantFrom('reward' as const, 'sale' as const),
        asked,
        (drafts, inputs, stacking, secondTierOf, wanted) => {
          const triggers = drafts.map((draft, index) => ({ ...draft, key: `trg_${index}`, created_at: index }));
          const configuration = configurationOf(stacking, secondTierOf, triggers);
          const { lines, total } = priceTransaction({ lines: inputs });
          const expected = byTheDomain(configuration, lines, total, wanted);
          const recounted = recountBook(bookOf(configuration, saleFact(lines, total), expected.refunds));
          const own = recounted.entries.map(({ kind, reward, amount }) => {
            const [, key, level] = reward.split('.');
            return `${kind} ${key} ${level} ${amount}`;
          });
          expect(recounted.contradictions).toEqual([]);
          expect(own.toSorted()).toEqual(expected.entries);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
