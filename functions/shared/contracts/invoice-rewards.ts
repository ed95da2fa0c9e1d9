import * as z from 'zod/mini';
import { ENTRY_STATES } from '../../../domain/statements.ts';
import { operation } from '../contract.ts';
import { externalKey, instant, key, line, listOf, listQuery, signedAmount } from './fields.ts';
import { Reward } from './rewards.ts';

/** One reward of an invoice, a reward that was released into it, or what a refund took back. Amounts in minor units. */
export const InvoiceReward = z.strictObject({
  /** Its place in this list. */
  key: line(255),
  created_at: instant,
  type: z.enum(['reward', 'release', 'clawback']),
  partnership_key: key,
  /** Whether it counts here, and if not, why; `elsewhere` counts in another month. */
  state: z.enum(ENTRY_STATES),
  /** What it adds to the line of its partnership: negative for a clawback, 0 when it does not count. */
  amount: signedAmount,
  reward: Reward,
});

export const listInvoiceRewards = operation({
  id: 'listInvoiceRewards',
  method: 'GET',
  path: '/v2/invoices/{invoice}/rewards',
  tag: 'invoices',
  scope: 'billing:read',
  summary: 'List the rewards and clawbacks of an invoice',
  description:
    'By partnership, in the order of its events. What counts of a partnership sums up to the `net` of its line. Decide about a reward with PATCH /v2/rewards/{reward}: line and invoice follow in the same write.',
  message: 'Invoice rewards retrieved.',
  params: z.strictObject({ invoice: key }),
  query: z.extend(z.pick(listQuery, { limit: true }), {
    starting_after: z.optional(line(255)),
    partnership_key: z.optional(externalKey),
    state: z.optional(z.enum(ENTRY_STATES)),
  }),
  data: listOf(InvoiceReward),
});
