import { invoiceRoutes } from '../../../functions/invoices/invoices.ts';
import { ledgerRoutes } from '../../../functions/invoices/ledger.ts';
import { lineRoutes } from '../../../functions/invoices/lines.ts';
import { payoutRoutes } from '../../../functions/invoices/payouts.ts';
import { serve } from '../../../functions/shared/api.ts';
import { statementItem, statementsOf } from '../../../table/statements.ts';
import { earning, openBilling, PARTNERS, PERIOD } from '../../support/billing.ts';
import { PROGRAM } from '../../support/setting.ts';
import { openTestEdge } from '../shared/fakes/edge.ts';
import { bodyOf, httpEvent } from '../shared/fakes/http-event.ts';

const INVOICE = 'inv_00000000000000000000000001_202601';

const openMonths = async () => {
  const billing = openBilling({ fee_bps: 1000, minimum_payout: 100 });
  for (const key of PARTNERS) billing.addPartner(key);
  billing.earn(
    earning('part_anna', 1, [1000]),
    earning('part_bert', 2, [2000]),
    earning('part_cleo', 3, [], [300]),
    earning('part_dana', 4, [400]),
  );
  const { edge, addKey, clock } = openTestEdge(billing.memory);
  const { secret: key } = await addKey(PROGRAM);
  const { secret: foreign } = await addKey('prog_00000000000000000000000002');
  const deps = { store: billing.memory, chance: () => 0 };
  const handler = serve({ ...edge, clock: { now: () => billing.time.now, real: () => clock.real() } }, [
    ...invoiceRoutes(deps),
    ...lineRoutes(deps),
    ...payoutRoutes(deps),
    ...ledgerRoutes(deps),
  ]);
  const ask = async (method: string, path: string, body?: unknown, secret = key) => {
    const [rawPath = '', query = ''] = path.split('?');
    const answer = await handler(
      httpEvent({ method, path: rawPath, query, key: secret, ...(body === undefined ? {} : { body }) }),
    );
    return { status: answer.statusCode, data: bodyOf(answer).data, error: bodyOf(answer).error };
  };
  const inReview = async (act: () => Promise<void>) => {
    billing.onTime.act = async () => {
      if (billing.states.at(-1) !== 'WaitForEndOfReview') return;
      billing.onTime.act = async () => {};
      await act();
    };
    return billing.play();
  };
  return { ...billing, ask, foreign, inReview };
};

describe('An invoice', () => {
  it('is found by its key and its period, with its figures and dates, by its own program only', async () => {
    const billing = await openMonths();
    await billing.play();
    const { data } = await billing.ask('GET', `/v2/invoices/${INVOICE}`);
    expect(data).toMatchObject({
      key: INVOICE,
      period: PERIOD,
      status: 'paid',
      reward_amount: 3400,
      clawback_amount: 300,
      net: 3100,
      carried_out: -300,
      payables: 3400,
      fee: 340,
      total: 3740,
      partnerships: 5,
      partnerships_positive: 3,
      partnerships_negative: 1,
      review_ends_at: Date.parse('2026-02-08T00:00:00Z'),
      payout_at: Date.parse('2026-02-13T00:00:00Z'),
      charge_attempts: 1,
      from: '2026-01-01',
      to: '2026-01-31',
    });
    expect((await billing.ask('GET', `/v2/invoices/${PERIOD}`)).data).toEqual(data);
    for (const path of [INVOICE, `${INVOICE}/lines`, `${INVOICE}/csv`, `${INVOICE}/log`]) {
      expect(await billing.ask('GET', `/v2/invoices/${path}`, undefined, billing.foreign)).toMatchObject({
        status: 404,
      });
    }
    expect((await billing.ask('GET', '/v2/invoices', undefined, billing.foreign)).data.items).toEqual([]);
  });

  it('is listed latest first, page by page, and by status', async () => {
    const billing = await openMonths();
    await billing.play();
    billing.time.now = Date.parse('2026-03-01T00:00:00Z');
    await billing.play('2026-02');
    const first = await billing.ask('GET', '/v2/invoices?limit=1');
    expect(first.data).toMatchObject({ items: [{ period: '2026-02', status: 'void' }], has_more: true });
    const second = await billing.ask('GET', `/v2/invoices?limit=1&starting_after=${first.data.items[0].key}`);
    expect(second.data).toMatchObject({ items: [{ period: '2026-01' }], has_more: false });
    const paid = await billing.ask('GET', '/v2/invoices?status=paid');
    expect(paid.data.items).toHaveLength(1);
  });

  it('takes a note in review, and can be approved early: then it is final, but waits for the 8th', async () => {
    const billing = await openMonths();
    await billing.inReview(async () => {
      expect((await billing.ask('PATCH', `/v2/invoices/${INVOICE}`, { note: 'Looks right' })).data.note).toBe(
        'Looks right',
      );
      billing.time.now += 1000;
      const approved = await billing.ask('PATCH', `/v2/invoices/${INVOICE}`, { action: 'approve' });
      expect(approved.data).toMatchObject({ status: 'final', note: 'Looks right', approved_at: billing.time.now });
      expect(await billing.ask('PATCH', `/v2/invoices/${INVOICE}`, { action: 'approve' })).toMatchObject({
        status: 200,
      });
      expect(await billing.ask('PATCH', `/v2/invoices/${INVOICE}`, { note: null })).toMatchObject({
        status: 409,
        error: { reason: 'not_in_review' },
      });
      expect(billing.providers.charges.size).toBe(0);
    });
    const { data } = await billing.ask('GET', `/v2/invoices/${INVOICE}/log`);
    expect(data.items.map((entry: { type: string }) => entry.type.replace(/\d{4}-.*/, ''))).toEqual([
      'opened',
      'noted.',
      'final',
      'charged',
    ]);
  });

  it('has a line for each partnership, in pages, filtered, and as CSV', async () => {
    const billing = await openMonths();
    await billing.play();
    const { data } = await billing.ask('GET', `/v2/invoices/${PERIOD}/lines?limit=2`);
    expect(data).toMatchObject({
      items: [{ partner_key: 'anna', payable: 1000 }, { partner_key: 'bert' }],
      has_more: true,
    });
    const next = await billing.ask('GET', `/v2/invoices/${PERIOD}/lines?starting_after=part_bert`);
    expect(next.data.items.map((line: { partnership_key: string }) => line.partnership_key)).toEqual([
      'part_cleo',
      'part_dana',
      'part_emil',
    ]);
    for (const [balance, count] of [
      ['payable', 3],
      ['debt', 1],
      ['zero', 1],
    ]) {
      expect((await billing.ask('GET', `/v2/invoices/${PERIOD}/lines?balance=${balance}`)).data.items).toHaveLength(
        Number(count),
      );
    }
    const csv = await billing.ask('GET', `/v2/invoices/${PERIOD}/csv`);
    const rows = csv.data.content.trim().split('\r\n');
    expect(rows).toHaveLength(6);
    expect(rows[3]).toBe(
      '2026-01,part_cleo,cleo,,grp_main,,0,0.00,0.00,0,0,0.00,0.00,1,3.00,-3.00,0.00,-3.00,0.00,GBP',
    );
    expect(csv.data).toMatchObject({ file_name: 'invoice-2026-01.csv', has_more: false, next_cursor: null });
  });
});

describe('Payouts', () => {
  it('are listed, filtered, and found by their key', async () => {
    const billing = await openMonths();
    billing.providers.fates.pay.push('decline');
    await billing.play();
    const { data } = await billing.ask('GET', '/v2/payouts');
    expect(data.items).toHaveLength(3);
    const failed = await billing.ask('GET', '/v2/payouts?status=failed');
    expect(failed.data.items).toMatchObject([{ reason: 'account_closed', currency: 'GBP', period: PERIOD }]);
    expect((await billing.ask('GET', `/v2/payouts/${failed.data.items[0].key}`)).data).toEqual(failed.data.items[0]);
    const anna = await billing.ask('GET', '/v2/payouts?partnership_key=part_anna');
    expect(anna.data.items).toMatchObject([{ partner_key: 'anna', amount: 1000 }]);
    expect(await billing.ask('GET', `/v2/payouts/${data.items[0].key}`, undefined, billing.foreign)).toMatchObject({
      status: 404,
    });
  });
});

describe('The ledger', () => {
  it('can be walked page by page, sums to zero, and says what everybody is owed', async () => {
    const billing = await openMonths();
    billing.providers.fates.pay.push('decline');
    await billing.play();
    const whole = (await billing.ask('GET', '/v2/ledger?limit=100')).data;
    expect(whole.has_more).toBe(false);
    const types = whole.items.map((entry: { type: string }) => entry.type);
    expect([...types].sort()).toEqual([
      'charge',
      'fee',
      'payout',
      'payout',
      'payout',
      'payout_reversal',
      'statement',
      'statement',
      'statement',
    ]);
    const walked: unknown[] = [];
    let cursor = '';
    do {
      const { data } = await billing.ask('GET', `/v2/ledger?limit=1${cursor}`);
      walked.push(...data.items);
      cursor = data.has_more ? `&starting_after=${data.items[0].key}` : '';
    } while (cursor !== '');
    expect(walked).toEqual(whole.items);
    const balances = new Map<string, number>();
    for (const { postings } of whole.items) {
      let sum = 0;
      for (const { account, amount } of postings) {
        sum += amount;
        balances.set(account, (balances.get(account) ?? 0) + amount);
      }
      expect(sum).toBe(0);
    }
    const failed = (await billing.ask('GET', '/v2/payouts?status=failed')).data.items[0];
    expect(balances.get('merchant')).toBe(0);
    expect(balances.get('fees')).toBe(-340);
    expect(balances.get(`partner:${failed.partnership_key}`)).toBe(-failed.amount);
    expect(balances.get('cash')).toBe(340 + failed.amount);
  });

  it('can be narrowed to a period, an invoice, a partnership', async () => {
    const billing = await openMonths();
    await billing.play();
    const count = async (query: string): Promise<number> =>
      (await billing.ask('GET', `/v2/ledger?limit=100&${query}`)).data.items.length;
    expect(await count(`period=${PERIOD}`)).toBe(8);
    expect(await count('period=2026-02')).toBe(0);
    expect(await count(`invoice_key=${INVOICE}`)).toBe(5);
    expect(await count('partnership_key=part_bert')).toBe(2);
    expect(await billing.ask('GET', '/v2/ledger?partnership_key=part_x')).toMatchObject({ status: 404 });
  });

  it('has nothing of an invoice in review, whose lines are not even read', async () => {
    const billing = await openMonths();
    const seen: unknown[] = [];
    await billing.inReview(async () => {
      const query = jest.spyOn(billing.memory, 'query');
      seen.push((await billing.ask('GET', `/v2/ledger?invoice_key=${INVOICE}`)).data);
      expect(query.mock.calls.filter(([{ index }]) => index === 'gsi2')).toEqual([]);
      query.mockRestore();
    });
    expect(seen).toEqual([{ items: [], has_more: false }]);
  });

  it('says where to go on when it has looked at many lines that owe nothing', async () => {
    const billing = await openMonths();
    await billing.play();
    const whole = (await billing.ask('GET', `/v2/ledger?limit=100&invoice_key=${INVOICE}`)).data.items;
    const [statement] = await statementsOf(billing.memory, 'part_anna');
    if (statement === undefined) throw new Error('There is no statement.');
    for (let number = 0; number < 1_500; number++) {
      const partnership = `part_b${String(number).padStart(4, '0')}`;
      billing.put(statementItem({ ...statement, partnership, payable: 0 }));
    }
    const walked: unknown[] = [];
    let pages = 0;
    for (let cursor: string | undefined = ''; cursor !== undefined; pages++) {
      const after: string = cursor === '' ? '' : `&starting_after=${cursor}`;
      const { data } = await billing.ask('GET', `/v2/ledger?limit=100&invoice_key=${INVOICE}${after}`);
      walked.push(...data.items);
      cursor = data.has_more ? data.next_cursor : undefined;
    }
    expect(walked).toEqual(whole);
    expect(pages).toBe(2);
  });
});
