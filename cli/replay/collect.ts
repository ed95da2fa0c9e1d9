import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Progress } from '../progress.ts';
import type { ApiClient } from './client.ts';
import type { ProgramFile } from './files.ts';

const Statement = z.object({
  period: z.string(),
  group_name: z.string(),
  tier_name: z.string().nullable(),
  transactions: z.int(),
  sales_amount: z.int(),
  refunded_amount: z.int(),
  quantity: z.int(),
  rewards: z.int(),
  reward_amount: z.int(),
  second_tier_amount: z.int(),
  clawbacks: z.int(),
  clawback_amount: z.int(),
  net: z.int(),
});

const Invoice = z.object({
  key: z.string(),
  period: z.string(),
  transactions: z.int(),
  sales_amount: z.int(),
  refunded_amount: z.int(),
  quantity: z.int(),
  rewards: z.int(),
  reward_amount: z.int(),
  second_tier_amount: z.int(),
  clawbacks: z.int(),
  clawback_amount: z.int(),
  net: z.int(),
  partnerships_positive: z.int(),
  partnerships_negative: z.int(),
  payables: z.int(),
  carried_out: z.int(),
});

const Payout = z.object({
  key: z.string(),
  period: z.string().nullable(),
  partner_key: z.string(),
  amount: z.int(),
  provider: z.string(),
  status: z.string(),
});

type Cell = string | number;

const csv = (names: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  `${[names, ...rows].map((row) => row.join(',')).join('\n')}\n`;

const PARTNER_COLUMNS = [
  'month',
  'partner',
  'group',
  'tier',
  'transactions',
  'sales_minor',
  'refunded_minor',
  'qty',
  'rewards',
  'reward_minor',
  'second_tier_minor',
  'clawbacks',
  'clawback_minor',
  'net_minor',
];

const partnerRows = async (
  api: ApiClient,
  file: ProgramFile,
  months: readonly string[],
): Promise<readonly (readonly Cell[])[]> => {
  const progress = new Progress('statements', file.partners.length);
  const rows: (readonly Cell[])[] = [];
  const byMonth = new Map<string, (readonly Cell[])[]>(months.map((month) => [month, []]));
  const known = new Set(
    (await api.all('/v2/partnerships', z.object({ key: z.string(), partner_key: z.string() }))).map(
      (p) => p.partner_key,
    ),
  );
  for (const { id } of file.partners) {
    const path = `/v2/partnerships/${encodeURIComponent(id)}/statements`;
    for (const s of known.has(id) ? await api.all(path, Statement) : []) {
      byMonth
        .get(s.period)
        ?.push([
          ...[s.period, id, s.group_name, s.tier_name ?? ''],
          ...[s.transactions, s.sales_amount, s.refunded_amount, s.quantity, s.rewards, s.reward_amount],
          ...[s.second_tier_amount, s.clawbacks, s.clawback_amount, s.net],
        ]);
    }
    progress.step();
  }
  progress.end();
  for (const month of months) rows.push(...(byMonth.get(month) ?? []));
  return rows;
};

const INVOICE_COLUMNS = [
  'month',
  'transactions',
  'sales_minor',
  'refunded_minor',
  'qty',
  'rewards',
  'reward_minor',
  'second_tier_minor',
  'clawbacks',
  'clawback_minor',
  'invoice_total_minor',
  'partners_positive',
  'partners_negative',
  'payable_if_carried_minor',
  'carried_out_minor',
];

const invoiceRow = (invoice: z.infer<typeof Invoice>): readonly Cell[] => [
  ...[invoice.period, invoice.transactions, invoice.sales_amount, invoice.refunded_amount, invoice.quantity],
  ...[invoice.rewards, invoice.reward_amount, invoice.second_tier_amount, invoice.clawbacks, invoice.clawback_amount],
  ...[invoice.net, invoice.partnerships_positive, invoice.partnerships_negative, invoice.payables],
  // The files write a debt as a positive number.
  -invoice.carried_out,
];

/** Writes what the product's statements, invoices and payouts say of these months. Nothing is computed here. */
export const collect = async (
  api: ApiClient,
  file: ProgramFile,
  months: readonly string[],
  folder: string,
): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  const partners = await partnerRows(api, file, months);
  const invoices = (await api.all('/v2/invoices', Invoice))
    .filter((invoice) => months.includes(invoice.period))
    .toSorted((a, b) => (a.period < b.period ? -1 : 1));
  const payouts = (await api.all('/v2/payouts', Payout)).map((payout) => [
    ...[payout.period ?? '', payout.partner_key, payout.amount, payout.provider, payout.status],
  ]);
  writeFileSync(join(folder, 'partners.csv'), csv(PARTNER_COLUMNS, partners));
  writeFileSync(join(folder, 'invoices.csv'), csv(INVOICE_COLUMNS, invoices.map(invoiceRow)));
  const sorted = payouts.toSorted((a, b) => (a.join() < b.join() ? -1 : 1));
  writeFileSync(join(folder, 'payouts.csv'), csv(['month', 'partner', 'amount_minor', 'provider', 'status'], sorted));
};
