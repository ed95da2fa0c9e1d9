import type { Payout } from '../../table/payouts.ts';
import type { DataOf } from './contract.ts';
import type { cashOutPortal } from './contracts/portal-payouts.ts';

/** A payout as its partner sees it. */
export const portalPayoutView = (payout: Payout): DataOf<typeof cashOutPortal> => ({
  key: payout.key,
  created_at: payout.created_at,
  updated_at: payout.updated_at,
  amount: payout.amount,
  currency: payout.currency,
  provider: payout.provider,
  status: payout.state,
  reason: payout.reason ?? null,
  period: payout.period ?? null,
  sent_at: payout.first_sent_at,
  ended_at: payout.ended_at ?? null,
});
