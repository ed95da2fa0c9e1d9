import { Failure } from '../../domain/errors.ts';
import { readInvoiceKey } from '../../domain/invoices.ts';
import { payoutMayMove, readPayoutReference } from '../../domain/payouts.ts';
import { providerEventKey } from '../../table/keys.ts';
import { programOfSetUp } from '../../table/payment-methods.ts';
import { changePayout, getPayout } from '../../table/payouts.ts';
import { remember, wasSeen } from '../../table/seen.ts';
import type { OpenAnswer } from '../shared/api.ts';
import type { Request } from '../shared/request.ts';
import { untilUncontended } from '../shared/retry.ts';
import { hearOfCharge } from './charge.ts';
import { Busy, type PaymentDeps } from './deps.ts';
import { finishSetUp } from './payment-methods.ts';
import { afterOutcome, lookUpPayout } from './payout.ts';
import type { ProviderNews } from './providers/port.ts';

/** Longer than a provider repeats or lists its events. */
const REMEMBERED_DAYS = 35;

/** What the provider says of a payout now; only what it is sure of, and only steps that a payout can take. */
const hearOfPayout = (deps: PaymentDeps, reference: string): Promise<void> =>
  untilUncontended(['payout_changed', 'entry_exists'], deps.chance, async () => {
    const named = readPayoutReference(reference);
    const payout = named === undefined ? undefined : await getPayout(deps.store, named.partnership, named.number);
    if (payout === undefined) return;
    const finding = await lookUpPayout(deps, payout);
    if (finding.kind === 'busy') throw new Busy('The provider asks for patience.', finding.retryAfterSeconds);
    if (finding.kind === 'none' || finding.kind === 'unknown') return;
    const after = afterOutcome(payout, finding, deps.clock.now());
    if (after === undefined || after.state === payout.state || !payoutMayMove(payout.state, after.state)) return;
    await deps.store.transact(changePayout(payout, after));
  });

const act = async (deps: PaymentDeps, news: ProviderNews): Promise<void> => {
  switch (news.about) {
    case 'charge': {
      const named = readInvoiceKey(news.invoiceKey);
      if (named !== undefined) await hearOfCharge(deps)(named);
      return;
    }
    case 'payout':
      return hearOfPayout(deps, news.payoutKey);
    case 'payment method': {
      const program = await programOfSetUp(deps.store, news.setUp);
      if (program !== undefined) await finishSetUp(deps, program, news.setUp, deps.clock.now());
      return;
    }
    // A destination is looked at when the partner is to be paid.
    case 'payout method':
    case 'nothing':
      return;
  }
};

const RECEIVED: OpenAnswer = { status: 200, contentType: 'application/json', body: '{"received":true}' };

/**
 * Receives the news of a provider. They are only a reason to ask the provider itself; acting on them twice changes
 * nothing, so an event is remembered after it was acted on, and a crash in between only repeats the question.
 */
export const receiveNews =
  (deps: PaymentDeps, provider: 'stripe' | 'paypal') =>
  async (_context: unknown, request: Request): Promise<OpenAnswer> => {
    const news = await deps.providers.announcing[provider].readWebhook(request.headers, request.body);
    if (news === undefined) throw new Failure('unauthorized', 'The signature is not valid.');
    const key = providerEventKey(provider, news.eventId);
    if (await wasSeen(deps.store, key)) return RECEIVED;
    try {
      await act(deps, news);
    } catch (error) {
      if (!(error instanceof Busy)) throw error;
      const { retryAfterSeconds } = error;
      throw new Failure('busy', 'The provider cannot be asked now. Send it again.', { retryAfterSeconds });
    }
    await remember(deps.store, key, deps.clock.now(), REMEMBERED_DAYS);
    return RECEIVED;
  };
