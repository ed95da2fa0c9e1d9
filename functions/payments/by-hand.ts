import { Failure, notFound, unprocessable } from '../../domain/errors.ts';
import type { NotPaid } from '../../domain/payouts.ts';
import type { Invoice } from '../../table/invoices.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { getProfile, type Profile } from '../../table/partnerships.ts';
import type { Payout } from '../../table/payouts.ts';
import type { Context } from '../shared/api.ts';
import { invoiceNamed, invoiceView, payoutView, wrongState } from '../shared/billing-views.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { cashOut, payInvoice } from '../shared/contracts/payments.ts';
import { chargeInvoice } from './charge.ts';
import { Busy, type PaymentDeps } from './deps.ts';
import { payPartner } from './payout.ts';
import { payoutTerms } from './payout-run.ts';

const patient = async <T>(act: () => Promise<T>): Promise<T> => {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Busy)) throw error;
    const { retryAfterSeconds } = error;
    throw new Failure('busy', 'The payment provider asks for patience. Try again.', { retryAfterSeconds });
  }
};

/**
 * Payouts after a payment by hand: the month's own execution may be over. Both may run; a payout is made once.
 * An outcome that is not known yet is looked up there as well.
 */
const payOutLater = async (deps: PaymentDeps, invoice: Invoice, now: number): Promise<void> => {
  const settled = invoice.state === 'paid' || invoice.state === 'unknown' || invoice.state === 'charging';
  if (!settled || now < invoice.review_ends_at) return;
  const name = `pay-${invoice.program}-${invoice.period}`;
  const input = { program: invoice.program, period: invoice.period, phase: 'payout' };
  if ((await deps.startMonth(name, input)) === 'running') return;
  await deps.startMonth(`${name}-${invoice.charge?.attempt ?? 0}`, input);
};

/** Charges an invoice now that is final, declined or overdue. Calling it again charges nothing twice. */
export const payNow =
  (deps: PaymentDeps) =>
  async (context: Context, { params }: InputOf<typeof payInvoice>): Promise<DataOf<typeof payInvoice>> => {
    const { program, period, state } = await invoiceNamed(deps.store, context.program, params.invoice);
    if (state === 'draft' || state === 'in_review') {
      throw wrongState('The invoice is in review. Approve it first.', 'in_review');
    }
    if (state === 'void' || state === 'carried') throw wrongState('There is nothing to pay.', 'nothing_to_pay');
    const by = context.caller.actor;
    const invoice = await patient(() => chargeInvoice(deps)({ program, period, by }));
    await payOutLater(deps, invoice, context.now);
    return invoiceView(invoice);
  };

const REFUSALS: Readonly<Record<NotPaid | 'had_its_turn', string>> = {
  below_minimum: 'The available balance is below the smallest payout.',
  no_method: 'The partner has no verified payout method.',
  held: 'The payouts of this partner are held back.',
  earlier_payout_open: 'An earlier payout is still on its way.',
  gone: 'There is nobody to pay.',
  had_its_turn: 'The partner was paid already.',
};

/**
 * Pays out the available balance of a partnership now.
 * @throws Failure `not_found`, `unprocessable` with why nothing is paid, `busy`.
 */
export const cashOutOf = async (
  deps: PaymentDeps,
  program: string,
  name: string,
): Promise<{ readonly payout: Payout; readonly profile: Profile }> => {
  const standing = await findPartnership(deps.store, program, name);
  const profile = standing === undefined ? undefined : await getProfile(deps.store, standing.key);
  if (standing === undefined || profile === undefined) throw notFound('partnership', 'partnership');
  const terms = await payoutTerms(deps, program);
  const turn = { partnership: standing.key, profile, period: undefined };
  const result = await patient(() => payPartner(deps, terms, turn));
  if (result.kind === 'kept') throw unprocessable(result.because, REFUSALS[result.because], 'partnership');
  return { payout: result.payout, profile };
};

/** The merchant pays a partner out. */
export const cashOutNow =
  (deps: PaymentDeps) =>
  async (context: Context, { params }: InputOf<typeof cashOut>): Promise<DataOf<typeof cashOut>> => {
    const { payout, profile } = await cashOutOf(deps, context.program, params.partnership);
    return payoutView(payout, profile.partner_key);
  };
