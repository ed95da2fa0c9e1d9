import { talliesOf } from '../../../domain/statistics.ts';
import { addTally } from '../../../table/statistics.ts';
import { PROGRAM } from '../../support/setting.ts';
import { openWorker } from './worker.ts';

const LINK = 'link_0000000000aaaaaaaaaaaaaaaa';

/** An export of statistics over two partnerships, with clicks on one link and sales on several days. */
const exported = async (by: 'program' | 'group' | 'partnership' | 'link', per: 'day' | 'period') => {
  const days = { from: '2026-01-01', to: '2026-01-31' };
  const worker = await openWorker({ kind: 'statistics', by, per, ...days });
  const facts = [
    { day: '2025-12-31', partnership: 'part_a', group: 'grp_a', counters: { revenue: 9_999, transactions: 1 } },
    { day: '2026-01-02', partnership: 'part_a', group: 'grp_a', counters: { clicks: 4 }, link: LINK },
    { day: '2026-01-02', partnership: 'part_a', group: 'grp_a', counters: { revenue: 500, transactions: 1 } },
    { day: '2026-01-31', partnership: 'part_a', group: 'grp_a', counters: { revenue: 250, transactions: 1 } },
    { day: '2026-01-31', partnership: 'part_b', group: 'grp_b', counters: { revenue: 100, transactions: 1 } },
  ];
  for (const [number, { link, ...fact }] of facts.entries()) {
    for (const tally of talliesOf({ ...fact, link, program: PROGRAM })) {
      await worker.memory.transact([addTally(tally, number % 4)]);
    }
  }
  const job = await worker.finish();
  const [file] = job.files;
  const text = worker.files.stored.get(file?.key ?? '')?.body.toString('utf8') ?? '';
  const [header = '', ...rows] = text.trimEnd().split('\r\n');
  const names = header.split(',');
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, index) => [names[index], cell])));
};

describe('An export of statistics', () => {
  it('has a row for each partnership with what it came to in the period', async () => {
    expect(await exported('partnership', 'period')).toMatchObject([
      {
        from: '2026-01-01',
        to: '2026-01-31',
        partnership_key: 'part_a',
        clicks: '4',
        revenue: '7.50',
        currency: 'GBP',
      },
      { partnership_key: 'part_b', transactions: '1', revenue: '1.00', day: '' },
    ]);
  });

  it('has a row for each day and group on which something happened', async () => {
    const rows = await exported('group', 'day');
    expect(rows.map((row) => [row['day'], row['group_key'], row['revenue']])).toEqual([
      ['2026-01-02', 'grp_a', '5.00'],
      ['2026-01-31', 'grp_a', '2.50'],
      ['2026-01-31', 'grp_b', '1.00'],
    ]);
  });

  it('has the program by day', async () => {
    const rows = await exported('program', 'day');
    expect(rows.map((row) => [row['day'], row['revenue'], row['partnership_key']])).toEqual([
      ['2026-01-02', '5.00', ''],
      ['2026-01-31', '3.50', ''],
    ]);
  });

  it('has links with whose they are', async () => {
    expect(await exported('link', 'period')).toMatchObject([
      { link_key: LINK, partnership_key: 'part_a', clicks: '4', revenue: '0.00' },
    ]);
  });
});
