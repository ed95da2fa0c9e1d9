import fc from 'fast-check';
import {
  DEFAULT_DEAL_SETTINGS,
  type DealHappening,
  type DealPosition,
  type DealSettings,
  type DealStep,
  dealSettingsProblem,
  isFinalDeal,
  type Mover,
  stepDeal,
} from '../../domain/deals.ts';
import { Failure } from '../../domain/errors.ts';

const merchant: Mover = { kind: 'merchant', name: 'key_1', at: 1 };
const partner: Mover = { kind: 'partner', name: 'part_anna', at: 2 };
const settings = (changes: Partial<DealSettings> = {}): DealSettings => ({ ...DEFAULT_DEAL_SETTINGS, ...changes });
const free = settings({ moved_by: 'both', confirmation: false, closing_amount: false });

const registered: DealPosition = { status: 'registered', reached: [] };
const accepted: DealPosition = { status: 'accepted', stage: 'new', reached: ['new'] };
const won: DealPosition = { status: 'won', stage: 'won', reached: ['new', 'won'], amount: 500 };

const tried = (deal: DealPosition, step: DealStep, how = free, mover = merchant): string => {
  try {
    return stepDeal(deal, step, how, mover).what ?? 'same';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `${error.code} ${error.details.reason}`;
  }
};

const to = (stage: string, amount?: number): DealStep => ({ type: 'move', stage, amount });

describe('one step of a deal', () => {
  test.each([
    ['a registered deal is accepted', registered, { type: 'accept' }, 'accepted'],
    ['an accepted one is as it was', accepted, { type: 'accept' }, 'same'],
    ['a won one cannot be accepted', won, { type: 'accept' }, 'conflict won'],
    ['a registered deal is rejected', registered, { type: 'reject', reason: 'Known' }, 'rejected'],
    ['an accepted one cannot be rejected', accepted, { type: 'reject', reason: 'Known' }, 'conflict accepted'],
    ['a registered deal is in no stage', registered, to('proposal'), 'conflict registered'],
    ['a deal moves by the key of a stage', accepted, to('proposal'), 'stage_changed'],
    ['a deal moves by the name of a stage', accepted, to('PROPOSAL'), 'stage_changed'],
    ['there is no such stage', accepted, to('paid'), 'unprocessable unknown_stage'],
    ['a deal that is there already', accepted, to('new'), 'same'],
    ['a closing amount goes with a final stage', accepted, to('proposal', 5), 'unprocessable not_final'],
    ['a deal is won', accepted, { type: 'move', stage: { final: 'won' } }, 'won'],
    ['a deal is lost', accepted, to('lost'), 'lost'],
    ['a won deal is won again with the same amount', won, to('won', 500), 'same'],
    ['a won deal is won with another amount', won, to('won', 600), 'conflict won'],
    ['a won deal is lost', won, to('lost'), 'conflict won'],
    ['nothing waits', accepted, { type: 'confirm' }, 'conflict not_waiting'],
    ['nothing is sent back', accepted, { type: 'send_back' }, 'same'],
  ] as const)('%s', (_title, deal, step, expected) => {
    expect(tried(deal, step)).toBe(expected);
  });

  test.each([
    ['merchant', merchant, 'stage_changed'],
    ['merchant', partner, 'forbidden moved_by'],
    ['partner', merchant, 'forbidden moved_by'],
    ['partner', partner, 'stage_changed'],
    ['both', merchant, 'stage_changed'],
    ['both', partner, 'stage_changed'],
  ] as const)('deals that are moved by %s: %j', (moved_by, mover, expected) => {
    expect(tried(accepted, to('proposal'), settings({ moved_by }), mover)).toBe(expected);
  });

  test.each([{ type: 'accept' }, { type: 'reject', reason: 'x' }, { type: 'confirm' }, { type: 'send_back' }] as const)(
    'a partner does not decide: %j',
    (step) => {
      expect(tried(registered, step, free, partner)).toBe('forbidden role');
    },
  );

  test('a partner’s last step waits, is asked again, is sent back, and is confirmed with an amount', () => {
    const how = settings({ moved_by: 'both' });
    const asked = stepDeal(accepted, to('won', 900), how, partner);
    expect(asked).toMatchObject({ what: 'to_be_confirmed', deal: { status: 'accepted', to_confirm: { amount: 900 } } });
    expect(stepDeal(asked.deal, to('won', 900), how, partner).what).toBeUndefined();
    expect(stepDeal(asked.deal, to('won', 950), how, partner).what).toBe('to_be_confirmed');
    const back = stepDeal(asked.deal, { type: 'send_back' }, how, merchant);
    expect(back).toMatchObject({ what: 'sent_back', deal: { status: 'accepted', stage: 'new' } });
    expect(back.deal.to_confirm).toBeUndefined();
    expect(stepDeal(asked.deal, to('new'), how, partner).what).toBe('sent_back');
    const confirmed = stepDeal(asked.deal, { type: 'confirm', amount: 800 }, how, merchant);
    expect(confirmed).toMatchObject({ what: 'won', deal: { status: 'won', stage: 'won', amount: 800 } });
    expect(confirmed.deal.to_confirm).toBeUndefined();
    expect(stepDeal(confirmed.deal, { type: 'confirm', amount: 800 }, how, merchant).what).toBeUndefined();
    expect(tried(confirmed.deal, { type: 'confirm', amount: 1 }, how)).toBe('conflict not_waiting');
  });

  test('where a closing amount is asked for, a deal is not won without one', () => {
    const how = settings({ moved_by: 'both' });
    expect(tried({ ...accepted, amount: 100 }, to('won'), how)).toBe('unprocessable amount_missing');
    expect(tried(accepted, to('won', 100), how)).toBe('won');
    expect(tried(accepted, to('lost'), how)).toBe('lost');
    const waiting = stepDeal(accepted, to('won'), how, partner).deal;
    expect(tried(waiting, { type: 'confirm' }, how)).toBe('unprocessable amount_missing');
    expect(tried(waiting, { type: 'confirm', amount: 1 }, how)).toBe('won');
  });
});

const steps: fc.Arbitrary<DealStep> = fc.oneof(
  fc.constant<DealStep>({ type: 'accept' }),
  fc.constant<DealStep>({ type: 'reject', reason: 'Known' }),
  fc.record({
    type: fc.constant('move' as const),
    stage: fc.constantFrom(...DEFAULT_DEAL_SETTINGS.stages.map(({ key }) => key)),
    amount: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  }),
  fc.record({ type: fc.constant('confirm' as const), amount: fc.option(fc.constant(7), { nil: undefined }) }),
  fc.constant<DealStep>({ type: 'send_back' }),
);

const sequences = fc.array(fc.tuple(steps, fc.constantFrom(merchant, partner)), { maxLength: 25 });
const policies = fc.record({
  moved_by: fc.constantFrom('merchant', 'partner', 'both'),
  confirmation: fc.boolean(),
  closing_amount: fc.boolean(),
});

test('no sequence leaves a final state, ends a deal twice, or reaches a stage for the first time twice', () => {
  fc.assert(
    fc.property(policies, sequences, (policy, taken) => {
      let deal = registered;
      const happened: DealHappening[] = [];
      for (const [step, mover] of taken) {
        const before = deal;
        try {
          const change = stepDeal(deal, step, settings(policy), mover);
          deal = change.deal;
          if (change.what === undefined) expect(deal).toEqual(before);
          else happened.push(change.what);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
        if (isFinalDeal(before.status)) expect(deal).toEqual(before);
        if (deal.status === 'won' && policy.closing_amount) expect(deal.amount).toBeDefined();
        expect(new Set(deal.reached).size).toBe(deal.reached.length);
        expect(before.reached).toEqual(deal.reached.slice(0, before.reached.length));
      }
      const ends = happened.filter((what) => what === 'won' || what === 'lost' || what === 'rejected');
      expect(ends.length).toBeLessThanOrEqual(1);
      expect(happened.filter((what) => what === 'accepted').length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 500 },
  );
});

describe('the stages of a group', () => {
  const [first, ...rest] = DEFAULT_DEAL_SETTINGS.stages;
  test.each([
    ['the default ones', DEFAULT_DEAL_SETTINGS.stages, undefined],
    ['the same key twice', [...DEFAULT_DEAL_SETTINGS.stages, { key: 'new', name: 'N', final: null }], 'stages.6.key'],
    ['the same name twice', [...DEFAULT_DEAL_SETTINGS.stages, { key: 'n', name: 'new', final: null }], 'stages.6.name'],
    ['a first stage that is final', rest.slice(3), 'stages.0.final'],
    ['none that is won', [first, { key: 'lost', name: 'Lost', final: 'lost' }], 'stages'],
    ['none that is lost', [first, { key: 'won', name: 'Won', final: 'won' }], 'stages'],
  ] as const)('%s', (_title, stages, param) => {
    const list = stages.flatMap((stage) => (stage === undefined ? [] : [{ ...stage }]));
    expect(dealSettingsProblem(settings({ stages: list }))?.param).toBe(param);
  });
});
