import { portalTier } from '../../../functions/partnerships/portal-tier.ts';
import type { Caller } from '../../../functions/shared/auth.ts';
import { getStanding, standingItem } from '../../../table/partnerships.ts';
import { openMerchant, type TestMerchant } from '../../support/merchant.ts';

const seen = (merchant: TestMerchant, partnership: string, kind: 'partner' | 'key' = 'partner') => {
  const known = { program: merchant.program, mode: 'test', identity: 'i', actor: 'a', scopes: 'all' } as const;
  const caller: Caller = kind === 'partner' ? { ...known, kind, partnership, user: 'u' } : { ...known, kind };
  const context = { requestId: 'r', now: merchant.clock.now(), caller, program: merchant.program };
  return portalTier(merchant.deps, context);
};

const withTiers = async (measurement: string, total: number) => {
  const merchant = await openMerchant();
  await merchant.must('POST', '/v2/tiers', { name: 'Bronze', minimum: 0, measurement });
  await merchant.must('POST', '/v2/tiers', { name: 'Silver', minimum: 1000 });
  const { key } = await merchant.must('POST', '/v2/partnerships', { email: 'a@example.com' });
  const standing = await getStanding(merchant.store, key);
  if (standing === undefined) throw new Error('It is not there.');
  const month = { transactions: 1, sales: total, refunded: 0, quantity: 1, facts: 0 };
  const measured = { ...standing, lifetime: { total, quantity: 1 }, months: { '2026-01': month } };
  merchant.memory.items.set(`PART#${key} | STANDING`, standingItem(measured));
  return { merchant, key };
};

test('A partner sees its own tier, the measure, what is missing and when the month ends', async () => {
  const { merchant, key } = await withTiers('monthly_sales', 400);
  expect(await seen(merchant, key)).toEqual({
    current: { name: 'Bronze', minimum: 0 },
    measurement: 'monthly_sales',
    currency: 'GBP',
    value: 400,
    next: { name: 'Silver', minimum: 1000, missing: 600 },
    ends_at: Date.UTC(2026, 1),
    tiers: [
      { name: 'Bronze', minimum: 0, reached: true },
      { name: 'Silver', minimum: 1000, reached: false },
    ],
  });
});

test('In the highest tier nothing is missing, and a lifetime has no end', async () => {
  const { merchant, key } = await withTiers('lifetime_sales', 1000);
  const shown = await seen(merchant, key);
  expect(shown).toMatchObject({ current: { name: 'Silver' }, next: null, ends_at: null });
  expect(shown.tiers.map((tier) => tier.reached)).toEqual([true, true]);
});

test('A program without tiers shows none, and only partners have a portal', async () => {
  const merchant = await openMerchant();
  const { key } = await merchant.must('POST', '/v2/partnerships', { email: 'a@example.com' });
  expect(await seen(merchant, key)).toMatchObject({ current: null, measurement: null, next: null, tiers: [] });
  await expect(seen(merchant, key, 'key')).rejects.toThrow('Only a partner');
  await expect(seen(merchant, 'part_other')).rejects.toThrow('no such partnership');
});
