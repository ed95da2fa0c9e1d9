import type { GroupDealSettings } from '../../console/api/operations.ts';
import { dealBody, dealStepsOf, finalStages, openStages } from '../../console/areas/merchant/deals/deal-steps.ts';
import { leadBody, stepsOf } from '../../console/areas/merchant/leads/lead-steps.ts';

const settings: GroupDealSettings = {
  ...{ group_key: 'group_1', moved_by: 'both', confirmation: false, closing_amount: true },
  stages: [
    { key: 'new', name: 'New', final: null },
    { key: 'talks', name: 'Talks', final: null },
    { key: 'won', name: 'Won', final: 'won' },
    { key: 'lost', name: 'Lost', final: 'lost' },
  ],
};

test.each([
  ['submitted', ['qualified', 'rejected', 'assign']],
  ['qualified', ['closed', 'rejected', 'assign']],
  ['closed', []],
  ['rejected', []],
  ['withdrawn', []],
] as const)('a %s lead offers only what can be decided about it', (status, steps) => {
  expect(stepsOf({ status, archived: false })).toEqual(steps);
  expect(stepsOf({ status, archived: true })).toEqual([]);
});

test('what is sent of a decision about a lead is what was filled in, and nothing else', () => {
  const values = { reason: ' no budget ', amount: 1_000, customer: 'cathy', partner: 'part_1' };
  const lead = { customer_key: null };
  expect(leadBody('qualified', lead, values)).toEqual({
    status: 'qualified',
    customer_key: 'cathy',
    reason: 'no budget',
  });
  expect(leadBody('closed', { customer_key: 'cathy' }, { ...values, reason: '' })).toEqual({
    status: 'closed',
    amount: 1_000,
  });
  expect(leadBody('rejected', lead, values)).toEqual({ status: 'rejected', reason: 'no budget' });
  expect(leadBody('assign', lead, { ...values, reason: '' })).toEqual({ partnership_key: 'part_1' });
});

const deal = { archived: false, to_confirm: null } as const;

test('a deal offers what is possible: who moves it and what waits decide as well', () => {
  expect(dealStepsOf({ ...deal, status: 'registered' }, settings)).toEqual(['accept', 'reject', 'assign']);
  expect(dealStepsOf({ ...deal, status: 'accepted' }, settings)).toEqual(['won', 'stage', 'lost', 'assign']);
  expect(dealStepsOf({ ...deal, status: 'accepted' }, { ...settings, moved_by: 'partner' })).toEqual(['assign']);
  const waiting = { stage: 'Won', stage_key: 'won', amount: 100, lost_reason: null, at: 0 };
  expect(dealStepsOf({ ...deal, status: 'accepted', to_confirm: waiting }, settings)).toEqual(['assign']);
  expect(dealStepsOf({ ...deal, status: 'won' }, settings)).toEqual([]);
  expect(dealStepsOf({ ...deal, status: 'withdrawn' }, settings)).toEqual([]);
  expect(dealStepsOf({ ...deal, status: 'accepted', archived: true }, settings)).toEqual([]);
});

test('a deal is moved to stages of its group', () => {
  expect(openStages({ stage_key: 'new' }, settings).map(({ key }) => key)).toEqual(['talks']);
  expect(finalStages('lost', settings).map(({ key }) => key)).toEqual(['lost']);
  const values = { reason: 'too dear', amount: 5_000, stage: 'won', partner: '' };
  expect(dealBody('won', values)).toEqual({ stage: 'won', amount: 5_000 });
  expect(dealBody('won', { ...values, stage: '', amount: undefined })).toEqual({ status: 'won' });
  expect(dealBody('lost', { ...values, stage: 'lost' })).toEqual({ stage: 'lost', lost_reason: 'too dear' });
  expect(dealBody('reject', values)).toEqual({ status: 'rejected', reason: 'too dear' });
});
