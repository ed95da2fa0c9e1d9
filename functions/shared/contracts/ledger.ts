import * as z from 'zod/mini';
import { LEDGER_TYPES } from '../../../domain/ledger.ts';
import { operation } from '../contract.ts';
import { currency, externalKey, instant, key, line, listOf, listQuery, period, signedAmount } from './fields.ts';

/** One move of money between accounts: its postings sum to zero. Amounts in minor units, debits positive. */
export const LedgerTransaction = z.strictObject({
  key: line(200),
  created_at: instant,
  type: z.enum(LEDGER_TYPES),
  period: z.nullable(period),
  partnership_key: z.nullable(key),
  /** The invoice or payout that it comes from. */
  source_key: key,
  currency,
  /** Accounts are `merchant`, `cash`, `fees` and `partner:<partnership>`. */
  postings: z.array(z.strictObject({ account: line(200), amount: signedAmount })),
});

export const listLedger = operation({
  id: 'listLedger',
  method: 'GET',
  path: '/v2/ledger',
  tag: 'ledger',
  scope: 'billing:read',
  summary: 'List ledger transactions with their postings',
  description:
    'Invoices in order of their periods, each with its charge, fee and lines, then payouts in order of time, each with what came back.',
  message: 'Ledger retrieved.',
  query: z.extend(z.pick(listQuery, { limit: true }), {
    starting_after: z.optional(line(200)),
    period: z.optional(period),
    partnership_key: z.optional(externalKey),
    invoice_key: z.optional(key),
  }),
  data: listOf(LedgerTransaction),
});
