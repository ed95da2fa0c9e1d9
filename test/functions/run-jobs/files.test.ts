import { append, complete, newOutput } from '../../../functions/run-jobs/output.ts';
import { csvHeader, csvRows } from '../../../functions/run-jobs/rows.ts';
import { addToEntry, beginEntry, EMPTY_ARCHIVE, endArchive, endEntry } from '../../../functions/run-jobs/zip.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { readZip } from '../../support/zip-reader.ts';

const AT = Date.parse('2026-01-15T12:00:00Z');

describe('A file that grows step by step', () => {
  it('is joined from parts, and holds no more than one of them back', async () => {
    const files = new MemoryFiles();
    const chunks = Array.from({ length: 9 }, (_, index) => Buffer.alloc(1_500_000, `${index}`));
    let output = newOutput('jobs/p/j/x', 'text/csv');
    for (const [index, chunk] of chunks.entries()) output = await append(files, output, chunk, index * 3 + 2);
    expect(output.parts.map(({ number }) => number)).toEqual([11, 23]);
    await complete(files, output, 99);
    await complete(files, output, 101);
    expect(files.stored.get('jobs/p/j/x')?.body.equals(Buffer.concat(chunks))).toBe(true);
    expect(output.size).toBe(9 * 1_500_000);
    expect([...files.stored.keys()]).toEqual(['jobs/p/j/x']);
    expect(files.uploads.size).toBe(0);
  });

  it('may be empty', async () => {
    const files = new MemoryFiles();
    await complete(files, newOutput('jobs/p/j/x', 'text/csv'), 1);
    expect(files.stored.get('jobs/p/j/x')?.body).toHaveLength(0);
  });
});

describe('An archive', () => {
  it('holds its files whole, under their names', () => {
    const parts: Buffer[] = [];
    let archive = EMPTY_ARCHIVE;
    const add = (packed: ReturnType<typeof endEntry>): void => {
      archive = packed.archive;
      parts.push(packed.bytes);
    };
    add(beginEntry(archive, 'größe.csv', AT));
    add(addToEntry(archive, Buffer.from('one\r\n')));
    add(addToEntry(archive, Buffer.from('')));
    add(addToEntry(archive, Buffer.from('two\r\n'.repeat(10_000))));
    add(endEntry(archive));
    add(beginEntry(archive, 'empty.csv', AT));
    add(endEntry(archive));
    add(endArchive(archive, AT));
    expect([...readZip(Buffer.concat(parts))]).toEqual([
      ['größe.csv', `one\r\n${'two\r\n'.repeat(10_000)}`],
      ['empty.csv', ''],
    ]);
  });
});

describe('A row of CSV', () => {
  it('has a cell for each column, with objects flattened, lists joined and formulas disarmed', () => {
    const customer = {
      ...{ key: 'cust_1', customer_key: '@c', email: null, name: 'Ann "A", B', country: 'GB', provider_key: '-1+2' },
      attribution: { partnership_key: 'part_1', reason: 'click', link_key: null, at: -5 },
      ...{ metadata: { plan: 'pro' }, created_at: 1, updated_at: 2 },
    };
    expect(csvHeader('customers').split(',')).toHaveLength(13);
    expect(csvRows('customers', [customer])).toBe(
      `cust_1,'@c,,"Ann ""A"", B",GB,'-1+2,part_1,click,,-5,"{""plan"":""pro""}",1,2\r\n`,
    );
    expect(csvRows('tags', [{ key: 'tag_1', name: 'a' }])).toBe('tag_1,a,,\r\n');
    expect(csvRows('partnerships', [{ tags: ['a', 'b'] }])).toContain(',a|b,');
  });
});
