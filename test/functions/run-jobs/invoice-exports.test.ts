import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type InvoiceDocument, type InvoiceFacts, invoiceDocument } from '../../../domain/invoice-document.ts';
import { drawInvoice } from '../../../functions/run-jobs/draw-invoice.ts';
import { exportStep } from '../../../functions/run-jobs/export.ts';
import type { ExportRequest } from '../../../functions/shared/export-requests.ts';
import type { Job } from '../../../table/jobs.ts';
import { addMerchant } from '../../../table/merchants.ts';
import { getProgram } from '../../../table/programs.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { PROGRAM } from '../../support/setting.ts';
import { openShop } from '../rewards/shop.ts';

const fontFile = (name: string): Buffer =>
  readFileSync(createRequire(__filename).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
const FONTS = { regular: fontFile('DejaVuSans'), bold: fontFile('DejaVuSans-Bold') };

const BILLING = {
  ...{ name: '=Acme GmbH', address_line_1: 'Lindenstraße 5', postal_code: '10969', city: 'Berlin', country: 'DE' },
  vat_number: 'DE123456789',
};

/** January in review: a sale with a refund, one that is on hold, and who is billed. */
const openExports = async () => {
  const shop = openShop();
  await shop.sell('o1', 10_000);
  await shop.refund('o1', 2_000);
  const held = await shop.sell('o2', 4_000, 'bob');
  await shop.decide(shop.rewardOf(held), { action: 'hold', note: '=HYPERLINK("https://evil.example")' });
  await shop.closeMonth('2026-01');
  const key = (await getProgram(shop.store, PROGRAM))?.merchant ?? '';
  const merchant = { key, name: 'Acme', billing: BILLING, created_at: 0, updated_at: 0, rev: 1 };
  await shop.store.transact([addMerchant(merchant)]);
  const files = new MemoryFiles();
  const drawn: InvoiceDocument[] = [];
  const step = exportStep({
    ...{ store: shop.store, files, configurations: shop.deps.configurations, publicUrl: 'https://a.example' },
    draw: async (document, at) => {
      drawn.push(document);
      return drawInvoice(document, FONTS, at);
    },
  });
  let jobs = 0;
  const run = async (request: Partial<ExportRequest>) => {
    jobs += 1;
    let job: Job = {
      ...{ key: `job_${jobs}`, program: PROGRAM, kind: 'export', asked_by: 'key_test', state: 'running' },
      parameters: { kind: 'invoice_lines', format: 'csv', byte_order_mark: false, period: '2026-01', ...request },
      ...{ done: 0, run: 1, tries: 0, files: [], created_at: shop.time.now, updated_at: shop.time.now, rev: 1 },
    };
    for (let steps = 0; steps < 20; steps++) {
      const { finished, files: made = [], ...result } = await step(job);
      job = { ...job, ...result, files: [...made], rev: job.rev + 1 };
      if (finished) break;
    }
    const [file] = job.files;
    return { name: file?.name, body: files.stored.get(file?.key ?? '')?.body ?? Buffer.alloc(0) };
  };
  return { shop, run, drawn };
};

const cellsOf = (body: Buffer): readonly string[][] =>
  body
    .toString('utf8')
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));

const column = (rows: readonly string[][], name: string): readonly (string | undefined)[] => {
  const at = rows[0]?.indexOf(name) ?? -1;
  return rows.slice(1).map((row) => row[at]);
};

/** The sum in minor units of amounts as files have them. */
const sum = (cells: readonly (string | undefined)[]): number =>
  cells.reduce((total, cell) => total + Math.round(Number(cell) * 100), 0);

describe('An export of an invoice', () => {
  it('by partnership and by reward comes to what the invoice says', async () => {
    const { shop, run } = await openExports();
    const invoice = await shop.invoice('2026-01');
    const lines = cellsOf((await run({ kind: 'invoice_lines' })).body);
    expect(sum(column(lines, 'payable'))).toBe(invoice.payables);
    expect(column(lines, 'partner_key')).toEqual(['anna', 'bert', 'cleo', 'dora']);
    const { name, body } = await run({ kind: 'invoice_rewards' });
    expect(name).toMatch(/^invoice_rewards-\d{4}-\d\d-\d\d\.csv$/);
    const rewards = cellsOf(body);
    expect(sum(column(rewards, 'amount'))).toBe(invoice.net);
    expect(column(rewards, 'type')).toEqual(['clawback', 'reward', 'reward', 'clawback', 'reward', 'reward']);
    expect(column(rewards, 'state')).toContain('on_hold');
    expect(column(rewards, 'reward.transaction.external_key')).toContain('o1');
    expect(body.toString('utf8')).not.toMatch(/(?:^|,)=/m);
  });

  it('as a PDF shows who is billed and every line, in the language of the merchant’s country', async () => {
    const { run, drawn } = await openExports();
    const { name, body } = await run({ kind: 'invoice_pdf', format: 'pdf' });
    expect(name).toBe('invoice-2026-01-de.pdf');
    expect(body.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
    const [document] = drawn;
    expect(document?.billedTo.lines).toEqual([
      ...['=Acme GmbH', 'Lindenstraße 5', '10969 Berlin', 'Deutschland', 'USt-IdNr.: DE123456789'],
    ]);
    expect(document?.table.rows.map(([partner, ...amounts]) => [partner, amounts.at(-1)])).toEqual([
      ['anna', '4,00 GBP'],
      ['cleo', '0,40 GBP'],
    ]);
    const english = await run({ kind: 'invoice_pdf', format: 'pdf', language: 'en' });
    expect(english.name).toBe('invoice-2026-01-en.pdf');
  });

  it('as a PDF has a title, a language and a structure, and is the same to the byte when it is drawn again', async () => {
    const { run } = await openExports();
    const { body } = await run({ kind: 'invoice_pdf', format: 'pdf' });
    expect((await run({ kind: 'invoice_pdf', format: 'pdf' })).body.equals(body)).toBe(true);
    const text = body.toString('latin1');
    expect(text).toContain('/Lang (de)');
    expect(text).toContain('/DisplayDocTitle true');
    expect(text).toContain('/MarkInfo');
    expect(text).toContain('/S /H1');
  });

  it('as a PDF of many lines has pages, and letters of every alphabet that is at hand', async () => {
    const line = { name: 'Łukasz Ωmega', ...{ reward_amount: 1, clawback_amount: 0, carried_in: 0, carried_out: 0 } };
    const facts: InvoiceFacts = {
      ...{ program: 'Acme', key: 'inv_1', period: '2026-01', from: '2026-01-01', to: '2026-01-31' },
      state: 'paid',
      ...{ currency: 'JPY', opened: '2026-02-01', charged: '2026-02-08', paid: '2026-02-08' },
      ...{ reward_amount: 150, second_tier_amount: 0, clawback_amount: 0, carried_in: 0, carried_out: 0 },
      ...{ payables: 150, fee: 0, total: 150, left_out: { lines: 3, payable: 3 } },
      lines: Array.from({ length: 150 }, () => ({ ...line, payable: 1 })),
    };
    const drawn = await drawInvoice(invoiceDocument(facts, 'en'), FONTS, 0);
    expect(/\/Count (\d+)/.exec(drawn.toString('latin1'))?.[1]).toBe('3');
  });
});
