import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { readEventFiles, readProgramFile } from '../../cli/replay/files.ts';
import { startOf, timelineOf } from '../../cli/replay/timeline.ts';
import { createRefund, createTransaction } from '../../functions/shared/contracts/transactions.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairshare-replay-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sale = (invoice: string, unitPriceMinor: number | string) => ({
  ...{ invoice, at: '2011-08-12T14:50:00Z', kind: 'sale', customer: null, country: 'United Kingdom' },
  ...{ currency: 'GBP', totalMinor: 0, lines: [{ sku: 'B', qty: 1, unitPriceMinor }] },
});

const program = {
  ...{ program: 'p', currency: 'GBP', groups: ['a'], tags: [], attribution: { noPartnerPercent: 0 }, segments: [] },
  offers: [
    {
      ...{ id: 'O1', description: 'Over', group: null, type: 'flat', valueMinor: 100, rules: [] },
      ...{ activeFrom: null, activeTo: '2009-05-01T00:00:00Z' },
    },
  ],
  partners: [{ id: 'P1', group: 'a', tags: [], referredBy: null, joinedAt: '2010-07-01T00:00:00Z' }],
};

const written = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test('A correction of the books, with a price below 0, is no sale, and everything else is played', () => {
  const lines = [sale('A563185', 1_106_206), sale('A563186', -1_106_206), sale('A563187', '-0.5'), sale('5', '0.1')];
  const path = written('events.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  expect(readEventFiles([path]).map((event) => event.invoice)).toEqual(['A563185', '5']);
});

test('An offer that was over before anybody joined is over in the replay as well', () => {
  const file = readProgramFile(written('program.json', JSON.stringify(program)));
  const start = startOf(file, []);
  const steps = timelineOf(file, readEventFiles([written('one.jsonl', JSON.stringify(sale('1', 100)))]));
  expect(steps.map((step) => step.kind)).toEqual(['end', 'join', 'event']);
  expect(steps.every((step) => step.at > start)).toBe(true);
});

test('An invoice of more than a thousand lines is one transaction, and is refunded as a whole', () => {
  const lines = Array.from({ length: 1_114 }, (_, line) => ({
    product_key: `sku-${line}`,
    quantity: 1,
    unit_amount: 85,
  }));
  const refunded = lines.map((_, line) => ({ line, quantity: 1 }));
  const sold = z.safeParse(createTransaction.body, { external_key: '573585', currency: 'GBP', lines });
  expect(sold.success && sold.data.lines).toHaveLength(1_114);
  expect(z.safeParse(createRefund.body, { external_key: 'C573585', lines: refunded }).success).toBe(true);
});
