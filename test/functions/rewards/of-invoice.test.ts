import { openShop } from './shop.ts';

type Shop = ReturnType<typeof openShop>;

interface Row {
  readonly key: string;
  readonly type: string;
  readonly state: string;
  readonly amount: number;
  readonly partnership_key: string;
  readonly reward: { readonly key: string; readonly status: string; readonly description: string };
}

const rowsOf = async (shop: Shop, query = '', period = '2026-01'): Promise<readonly Row[]> =>
  (await shop.must('GET', `/v2/invoices/${period}/rewards?limit=250${query}`)).items;

/** What the counted rows of each partnership come to. */
const sumsOf = (rows: readonly Row[]): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const { partnership_key: key, amount } of rows) sums[key] = (sums[key] ?? 0) + amount;
  return sums;
};

const netsOf = async (shop: Shop, period = '2026-01'): Promise<Readonly<Record<string, number>>> => {
  const nets: Record<string, number> = {};
  for (const item of shop.store.items.values()) {
    if (item.sk === `STMT#${period}` && item['net'] !== 0) nets[String(item['partnership'])] = Number(item['net']);
  }
  return nets;
};

const withoutZeros = (sums: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));

const openJanuary = async () => {
  const shop = openShop();
  const first = await shop.sell('o1', 10_000);
  const second = await shop.sell('o2', 20_000, 'bob');
  const third = await shop.sell('o3', 4_000);
  await shop.refund('o1', 2_000);
  await shop.decide(shop.rewardOf(third), { action: 'hold', note: 'Waiting for the delivery.' });
  await shop.decide(shop.rewardOf(second), { action: 'adjust', amount: 900, note: 'Less than that.' });
  await shop.closeMonth('2026-01');
  return { shop, first, second, third };
};

describe('The rewards of an invoice', () => {
  test('are everything that counts, and what does not with its state; they sum up to the lines', async () => {
    const { shop, first, third } = await openJanuary();
    const rows = await rowsOf(shop);
    expect(withoutZeros(sumsOf(rows))).toEqual(await netsOf(shop));
    const own = rows.filter((row) => row.partnership_key === 'part_anna');
    expect(own.map(({ type, state, amount, reward }) => [type, state, amount, reward.key])).toEqual([
      ['clawback', 'counted', -100, shop.rewardOf(first)],
      ['reward', 'counted', 500, shop.rewardOf(first)],
      ['reward', 'on_hold', 0, shop.rewardOf(third)],
    ]);
    expect(own[1]?.reward).toMatchObject({ status: 'approved', description: '5 % of everything' });
  });

  test('are narrowed to a partnership and to a state', async () => {
    const { shop, third } = await openJanuary();
    const rows = await rowsOf(shop);
    expect(await rowsOf(shop, '&partnership_key=bert')).toEqual(
      rows.filter((row) => row.partnership_key === 'part_bert'),
    );
    const held = (await rowsOf(shop, '&state=on_hold')).map(({ reward }) => reward.key);
    expect(held).toEqual([shop.rewardOf(third), shop.rewardOf(third, 2)]);
    expect(await rowsOf(shop, '&partnership_key=nobody')).toEqual([]);
  });

  test('come page by page, each once', async () => {
    const { shop } = await openJanuary();
    const all = await rowsOf(shop);
    const paged: Row[] = [];
    for (let after = ''; ; ) {
      const page = await shop.must('GET', `/v2/invoices/2026-01/rewards?limit=2${after}`);
      paged.push(...page.items);
      if (!page.has_more) break;
      after = `&starting_after=${page.next_cursor}`;
    }
    expect(paged).toEqual(all);
  });

  test('follow each decision at once, and so do line and total', async () => {
    const { shop, first } = await openJanuary();
    const before = await shop.invoice('2026-01');
    await shop.decide(shop.rewardOf(first), { action: 'decline', note: 'Own purchase.' });
    const rows = await rowsOf(shop, '&partnership_key=anna');
    expect(rows.filter(({ state }) => state === 'declined').map(({ amount }) => amount)).toEqual([0, 0]);
    expect(withoutZeros(sumsOf(await rowsOf(shop)))).toEqual(await netsOf(shop));
    const after = await shop.invoice('2026-01');
    expect(before.payables - after.payables).toBe(400 + 40);
  });

  test('that were released late count in the month that they joined', async () => {
    const { shop, third } = await openJanuary();
    await shop.finalise('2026-01');
    await shop.decide(shop.rewardOf(third), { action: 'release' });
    await shop.closeMonth('2026-02');
    const february = await rowsOf(shop, '', '2026-02');
    expect(february.map(({ type, state, amount, reward }) => [type, state, amount, reward.key])).toEqual([
      ['release', 'counted', 200, shop.rewardOf(third)],
      ['release', 'counted', 20, shop.rewardOf(third, 2)],
    ]);
    const january = await rowsOf(shop, '&state=elsewhere');
    expect(january.map(({ amount, reward }) => [amount, reward.key])).toEqual([
      [0, shop.rewardOf(third)],
      [0, shop.rewardOf(third, 2)],
    ]);
    expect(withoutZeros(sumsOf(february))).toEqual(await netsOf(shop, '2026-02'));
  });

  test('are those of the own program', async () => {
    const { shop } = await openJanuary();
    shop.asProgram('prog_00000000000000000000000002');
    expect(await shop.call('GET', '/v2/invoices/2026-01/rewards')).toMatchObject({ status: 404 });
  });
});
