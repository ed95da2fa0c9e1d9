import fc from 'fast-check';
import { evaluate } from '../../../domain/rewards.ts';
import type { Configuration } from '../../../domain/triggers.ts';
import { getConfiguration } from '../../../table/programs.ts';
import { openMerchant, type TestMerchant, trigger } from '../../support/merchant.ts';
import { openRealTable } from '../shared/fakes/real-table.ts';

type Step =
  | { readonly what: 'trigger'; readonly bps: number }
  | { readonly what: 'change' | 'delete'; readonly which: number; readonly bps: number }
  | { readonly what: 'setting'; readonly bps: number }
  | { readonly what: 'segment' | 'tier' | 'tag' | 'group' | 'wait'; readonly amount: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constant('trigger' as const), bps: fc.integer({ min: 1, max: 10_000 }) }),
  fc.record({
    what: fc.constantFrom('change' as const, 'delete' as const),
    which: fc.nat(5),
    bps: fc.integer({ min: 1, max: 10_000 }),
  }),
  fc.record({ what: fc.constant('setting' as const), bps: fc.nat(10_000) }),
  fc.record({
    what: fc.constantFrom('segment' as const, 'tier' as const, 'tag' as const, 'group' as const, 'wait' as const),
    amount: fc.integer({ min: 1, max: 100_000 }),
  }),
);

const percentage = (bps: number) => ({
  action: { type: 'reward', offer: { type: 'percentage', bps, description: '' } },
});

/** Carries out a step. Refusals are part of life: a name may be taken, a minimum too. */
const take = async (merchant: TestMerchant, one: Step, at: number): Promise<void> => {
  const name = `${one.what} ${at}`;
  switch (one.what) {
    case 'trigger':
      await merchant.must('POST', '/v2/triggers', trigger({ name, ...percentage(one.bps) }));
      return;
    case 'change':
    case 'delete': {
      const { items } = await merchant.must('GET', '/v2/triggers');
      const found = items[one.which % Math.max(1, items.length)];
      if (found === undefined) return;
      if (one.what === 'delete') await merchant.must('DELETE', `/v2/triggers/${found.key}`);
      else await merchant.must('PATCH', `/v2/triggers/${found.key}`, percentage(one.bps));
      return;
    }
    case 'setting':
      await merchant.must('PATCH', '/v2/programs', {
        second_tier_bps: one.bps,
        stacking: one.bps % 2 ? 'all' : 'best',
      });
      return;
    case 'segment':
      await merchant.must('POST', '/v2/tags', { name });
      await merchant.must('POST', '/v2/segments', { name, match: name });
      return;
    case 'tier':
      await merchant.call('POST', '/v2/tiers', { name, minimum: 0, measurement: 'monthly_sales' });
      await merchant.call('POST', '/v2/tiers', { name, minimum: one.amount });
      return;
    case 'tag':
      await merchant.must('POST', '/v2/tags', { name });
      return;
    case 'group':
      await merchant.must('POST', '/v2/groups', { name, approval_delay_days: one.amount % 91 });
      return;
    case 'wait':
      merchant.clock.pass(one.amount);
  }
};

/** A sale of 200.00 by a recruited partnership, accepted at this instant. */
const sale = (at: number) => ({
  key: 'txn_1',
  type: 'transaction.accepted',
  at,
  zone: 'UTC',
  amount: 20_000,
  lines: [{ quantity: 2, amount: 20_000, commissionable: true }],
  partnership: { key: 'part_1', group: 'grp_1', tags: [], recruiter: 'part_2' },
});

test('Whatever is changed, versions have no gap and an old sale earns what it earned', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const merchant = await openMerchant();
      const remembered: { version: number; at: number; rewards: unknown }[] = [];
      for (const [at, one] of steps.entries()) {
        await take(merchant, one, at);
        const now = merchant.clock.now();
        const configuration = await merchant.configuration();
        const { config } = await merchant.head();
        expect(configuration.version).toBe(config);
        remembered.push({ version: config, at: now, rewards: evaluate(configuration, sale(now)) });
      }
      const stored = [...merchant.memory.items.values()].filter((item) => item.sk.startsWith('CONFIG#'));
      expect((await merchant.head()).config).toBe(stored.length);
      for (const { version, at, rewards } of remembered) {
        const old: Configuration = await getConfiguration(merchant.store, merchant.program, version);
        expect(evaluate(old, sale(at))).toEqual(rewards);
      }
    }),
    { numRuns: 40 },
  );
});

test('Changes at the same moment follow each other: none is lost, and no version is skipped', async () => {
  const table = await openRealTable();
  try {
    const merchant = await openMerchant({}, table.store);
    const bodies = Array.from({ length: 8 }, (_, number) => trigger({ name: `Trigger ${number}` }));
    await Promise.all(bodies.map((body) => merchant.must('POST', '/v2/triggers', body)));
    expect((await merchant.head()).config).toBe(9);
    expect((await merchant.configuration()).triggers).toHaveLength(8);
    for (let version = 1; version <= 9; version++) {
      expect((await merchant.configuration(version)).triggers).toHaveLength(version - 1);
    }
  } finally {
    await table.close();
  }
});
