import type { Reading } from '../../../domain/imports/records.ts';
import { takeHost } from '../../../table/domains.ts';
import { Crash } from '../../support/crashing-store.ts';
import { readingsOf } from '../../support/import-fixtures.ts';
import { trigger } from '../../support/merchant.ts';
import { FILES, fileReadings, openImports, visible } from './setting.ts';

type Lists = readonly (readonly [string, readonly Reading[]])[];

const lists: Lists = FILES.map(([kind, path]) => [kind, fileReadings('partnerstack', kind, path)]);

const PARTNERS = { made: 2, exists: 0, skipped: 2 };
const TALLY = {
  counts: {
    groups: { made: 2, exists: 0, skipped: 0 },
    partners: PARTNERS,
    customers: { made: 2, exists: 0, skipped: 2 },
    transactions: { made: 2, exists: 0, skipped: 2 },
    rewards: { made: 2, exists: 0, skipped: 5 },
  },
  sums: expect.arrayContaining([
    { kind: 'transactions', result: 'made', currency: 'GBP', count: 2, amount: 137050 },
    { kind: 'transactions', result: 'other_currency', currency: 'USD', count: 1, amount: 1000 },
    { kind: 'rewards', result: 'made', currency: 'GBP', count: 2, amount: 13705 },
    { kind: 'rewards', result: 'already_paid', currency: 'GBP', count: 1, amount: 900 },
    { kind: 'rewards', result: 'cancelled', currency: 'GBP', count: 1, amount: 700 },
    { kind: 'rewards', result: 'partner_unknown', currency: 'GBP', count: 1, amount: 500 },
  ]),
};

describe('An import', () => {
  it('makes partners, customers, transactions and open rewards, and says what it left out and why', async () => {
    const { run, memory } = await openImports();
    const { tally, report } = await run(lists);
    expect(tally).toMatchObject(TALLY);
    expect(report).toEqual([
      'partners 4 partner_pending',
      'partners 5 not_valid',
      'customers 4 partner_unknown',
      'customers 5 test_data',
      'transactions 4 other_currency',
      'transactions 5 customer_unknown',
      'rewards 4 already_paid',
      'rewards 5 cancelled',
      'rewards 6 other_currency',
      'rewards 7 partner_unknown',
      'rewards 8 not_earned',
    ]);
    expect(visible(memory)).toMatchObject({
      partners: [
        { email: 'nina@roos.example', joined_at: Date.parse('2025-03-01'), lifetime: { total: 12000, quantity: 1 } },
        { email: 'omar@haddad.example', lifetime: { total: 125050, quantity: 1 } },
      ],
      customers: [
        'acct-5521 nina@roos.example 1743500000000',
        `acct-5522 omar@haddad.example ${Date.parse('2025-06-01')}`,
      ],
      sales: [
        `tran_1 12000 nina@roos.example ${Date.parse('2025-07-01T09:30:00Z')}`,
        `tran_2 125050 omar@haddad.example ${Date.parse('2025-07-02')}`,
      ],
      grants: [
        'import:partnerstack:rwrd_1 1200 nina@roos.example Imported from PartnerStack: rwrd_1, earned 2025-07-01.',
        'import:partnerstack:rwrd_2 12505 omar@haddad.example Imported from PartnerStack: rwrd_2, earned 2025-07-02.',
      ],
      earned: ['nina@roos.example 1200', 'omar@haddad.example 12505'],
      marks: 1,
    });
    expect(visible(memory).groups).toEqual(expect.arrayContaining(['Launch', 'Resellers']));
  });

  it('rewards nobody for what happened elsewhere, whatever triggers there are', async () => {
    const { run, memory, must } = await openImports();
    for (const event of ['transaction.accepted', 'customer.created', 'partnership.joined']) {
      const offer = { type: 'flat', value: 500, description: 'Five pounds' };
      await must('POST', '/v2/triggers', trigger({ name: event, event, action: { type: 'reward', offer } }));
    }
    await run(lists);
    // A fact that waited for an earning would be counted in its month.
    expect(visible(memory).partners.map(({ facts }) => facts)).toEqual([0, 0]);
  });

  it('finds everything there when it is repeated, and changes nothing', async () => {
    const { run, memory } = await openImports();
    await run(lists);
    const before = visible(memory);
    const { tally } = await run(lists, { key: 'job_2' });
    expect(visible(memory)).toEqual(before);
    expect(tally.counts).toMatchObject({
      partners: { made: 0, exists: 2, skipped: 2 },
      customers: { made: 0, exists: 2, skipped: 2 },
      transactions: { made: 0, exists: 2, skipped: 2 },
      rewards: { made: 0, exists: 2, skipped: 5 },
    });
    expect(tally.counts['groups']).toBeUndefined();
  });

  it('says in a dry run what it would do, and does nothing of it', async () => {
    const { run, memory } = await openImports();
    const before = visible(memory);
    const { tally, report } = await run(lists, { dry: true });
    expect(visible(memory)).toEqual(before);
    const real = await run(lists, { key: 'job_2' });
    expect(tally).toEqual(real.tally);
    expect(report).toEqual(real.report);
    // And again, when everything is there.
    const again = await run(lists, { dry: true, key: 'job_3' });
    expect(again.tally).toEqual((await run(lists, { key: 'job_4' })).tally);
    expect(again.tally.counts['partners']).toEqual({ made: 0, exists: 2, skipped: 2 });
  });

  it('puts partners into the groups that the merchant names', async () => {
    const { run, memory, must } = await openImports();
    const { key } = await must('POST', '/v2/groups', { name: 'Old friends' });
    await run(lists.slice(0, 1), { groups: { Launch: key } });
    const { groups } = visible(memory);
    expect(groups).toEqual(expect.arrayContaining(['Old friends', 'Resellers']));
    expect(groups).not.toContain('Launch');
    const page = await must('GET', `/v2/partnerships?group_key=${key}`);
    expect(page.items.map((one: { email: string }) => one.email)).toEqual(['nina@roos.example']);
  });

  it('keeps old addresses, once each, and says when one belongs to somebody else', async () => {
    const { run, memory } = await openImports();
    const partners = fileReadings('firstpromoter', 'partners', 'firstpromoter/promoters.csv');
    const more = fileReadings('rewardful', 'partners', 'rewardful/affiliates.csv');
    await run([['partners', partners]], { source: 'firstpromoter' });
    await run([['partners', more]], { source: 'rewardful' });
    expect(visible(memory)).toMatchObject({
      links: ['ann7 ann@promo.example', 'tom-o tom@okafor.example', 'vera vera@lind.example'],
      claims: [
        'coupon ANN7 ann@promo.example',
        'referral ann7 ann@promo.example',
        'referral tom-o tom@okafor.example',
        'referral vera vera@lind.example',
      ],
      customers: [
        expect.stringMatching(/^cus_R1 vera/),
        expect.stringMatching(/^cus_R2 vera/),
        expect.stringMatching(/^cus_R3 tom/),
      ],
    });
    const taken = Buffer.from('partner_email,slug,code\nvera@lind.example,ANN7,ann7\nvera@lind.example,login,v1\n');
    const links = readingsOf('csv', 'links', taken);
    const coupons = readingsOf('csv', 'coupons', taken);
    const { report } = await run([
      ['links', links],
      ['coupons', coupons],
    ]);
    expect(report).toEqual(['links 2 token_taken', 'links 3 token_not_usable', 'coupons 2 coupon_taken']);
    expect(visible(memory).claims).toContain('referral login vera@lind.example');
  });

  it('makes old addresses on the host that the merchant has chosen for them, and finds them there again', async () => {
    const { run, memory, store, program, must } = await openImports();
    await must('POST', '/v2/partnerships', { partner_key: 'vera', email: 'vera@lind.example' });
    const host = 'old.acme.example';
    await store.transact([takeHost({ host, program, domain: 'dom_1' })]);
    const links = readingsOf('csv', 'links', Buffer.from('partner_email,slug\nvera@lind.example,verasclub\n'));
    const first = await run([['links', links]], { source: 'csv', linkHost: host });
    expect(first.tally.counts['links']).toEqual({ made: 1, exists: 0, skipped: 0 });
    expect([...memory.items.values()].filter((item) => item.pk === `LINK#${host}#verasclub`)).toHaveLength(1);
    const again = await run([['links', links]], { key: 'job_2', source: 'csv', linkHost: host });
    expect(again.tally.counts['links']).toEqual({ made: 0, exists: 1, skipped: 0 });
  });

  it('never changes whose a customer is, and takes no other content for the same id', async () => {
    const { run, memory } = await openImports();
    await run(lists);
    const of = (kind: 'customers' | 'transactions' | 'rewards', text: string) =>
      [kind, readingsOf('partnerstack', kind, Buffer.from(text))] as const;
    const before = visible(memory);
    const { report } = await run([
      of('customers', 'customer_key,partner_key\nacct-5521,omar\n'),
      of(
        'transactions',
        'transaction_key,customer_key,amount,created_at\ntran_1,acct-5521,121.00,2025-07-01T09:30:00Z\n',
      ),
      of('rewards', 'reward_key,partner_key,amount,status\nrwrd_1,ninaroos,13.00,approved\n'),
    ]);
    expect(report).toEqual(['customers 2 customer_of_another', 'transactions 2 differs', 'rewards 2 differs']);
    expect(visible(memory)).toEqual(before);
  });

  it('comes to the same end and the same tally, wherever it is cut off', async () => {
    const addresses = fileReadings('firstpromoter', 'partners', 'firstpromoter/promoters.csv');
    const all: Lists = [...lists, ['addresses', addresses]];
    const whole = await openImports();
    const start = whole.store.writes;
    const { tally } = await whole.run(all);
    const writes = whole.store.writes - start;
    const end = visible(whole.memory);
    expect(writes).toBeGreaterThan(30);
    for (const moment of ['before', 'after'] as const) {
      for (let at = 0; at < writes; at += 1) {
        const cut = await openImports();
        cut.store.crashAt(at, moment);
        await expect(cut.run(all)).rejects.toThrow(Crash);
        cut.store.crashAt(undefined);
        const resumed = await cut.run(all);
        expect({ moment, at, ...visible(cut.memory) }).toEqual({ moment, at, ...end });
        expect({ moment, at, tally: resumed.tally }).toEqual({ moment, at, tally });
      }
    }
  });
});
