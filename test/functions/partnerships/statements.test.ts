import { type Statement, statementItem } from '../../../table/statements.ts';
import { openMerchant } from '../../support/merchant.ts';

const statement = (program: string, partnership: string, period: string, more: Partial<Statement>): Statement => ({
  program,
  partnership,
  period,
  group: 'grp_gone',
  transactions: 2,
  sales: 9000,
  refunded: 1000,
  quantity: 3,
  rewards: 2,
  reward_amount: 500,
  second_tier_amount: 50,
  clawbacks: 1,
  clawback_amount: 100,
  net: 400,
  carried_in: -150,
  carried_out: 0,
  payable: 250,
  created_at: 1,
  updated_at: 2,
  rev: 1,
  ...more,
});

test('The statements of a partnership are listed latest first, with the names of its group and tier', async () => {
  const merchant = await openMerchant();
  const tier = await merchant.must('POST', '/v2/tiers', { name: 'Bronze', minimum: 0, measurement: 'lifetime_sales' });
  const ann = await merchant.must('POST', '/v2/partnerships', { email: 'ann@example.com', partner_key: 'ANN' });
  const put = (period: string, more: Partial<Statement>) => {
    const item = statementItem(statement(merchant.program, ann.key, period, more));
    merchant.memory.items.set(`${item.pk} | ${item.sk}`, item);
  };
  put('2025-11', {});
  put('2025-12', { group: ann.group_key, tier: tier.key });
  const { items, has_more } = await merchant.must('GET', '/v2/partnerships/ANN/statements?limit=1');
  expect(has_more).toBe(true);
  expect(items).toEqual([
    {
      partnership_key: ann.key,
      partner_key: 'ANN',
      period: '2025-12',
      currency: 'GBP',
      created_at: 1,
      updated_at: 2,
      transactions: 2,
      sales_amount: 9000,
      refunded_amount: 1000,
      quantity: 3,
      rewards: 2,
      reward_amount: 500,
      second_tier_amount: 50,
      clawbacks: 1,
      clawback_amount: 100,
      net: 400,
      carried_in: -150,
      carried_out: 0,
      payable: 250,
      group_key: ann.group_key,
      group_name: 'Default',
      tier_key: tier.key,
      tier_name: 'Bronze',
      invoice_key: `inv_${merchant.program.slice(5)}_202512`,
    },
  ]);
  const next = await merchant.must('GET', '/v2/partnerships/ANN/statements?starting_after=2025-12');
  expect(next).toMatchObject({ has_more: false, items: [{ period: '2025-11', group_name: null, tier_name: null }] });
});
