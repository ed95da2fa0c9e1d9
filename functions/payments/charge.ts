import { Failure } from '../../domain/errors.ts';
import { isChargeable } from '../../domain/invoices.ts';
import { type Charge, changeInvoice, getInvoice, type Invoice } from '../../table/invoices.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import { untilUncontended } from '../shared/retry.ts';
import { type ChargedBy, type KnownOutcome, type Recorded, recorded, withoutMethod } from './charge-outcome.ts';
import { Busy, ChargeUnresolved, type PaymentDeps } from './deps.ts';
import type { ChargeFinding, ChargeOutcome } from './providers/port.ts';

/** Which invoice, and who wants it charged. */
export interface ChargeInput {
  readonly program: string;
  readonly period: string;
  readonly by: ChargedBy;
}

const CALENDAR = 'calendar';
const HOUR = 3_600_000;
/** Stripe remembers a key for at least a day; an hour is kept back for clocks and requests under way. */
const KEY_MS = 23 * HOUR;

type ChargingInvoice = Invoice & { readonly charge: Charge };

const invoiceOf = async (deps: PaymentDeps, input: ChargeInput): Promise<Invoice> => {
  const invoice = await getInvoice(deps.store, input.program, input.period);
  if (invoice === undefined) throw new Error(`There is no invoice of ${input.program} for ${input.period}.`);
  return invoice;
};

const isUnderWay = (invoice: Invoice): invoice is ChargingInvoice =>
  (invoice.state === 'charging' || invoice.state === 'unknown') && invoice.charge !== undefined;

const store = async (deps: PaymentDeps, { invoice, writes }: Recorded): Promise<Invoice> => {
  await deps.store.transact(writes);
  return { ...invoice, rev: invoice.rev + 1 };
};

/** The attempt as it is frozen before the first call. It rises only after a proved decline. */
const frozen = (invoice: Invoice, program: Program, now: number): Charge | undefined => {
  const { payment_customer: customer, payment_method: method } = program;
  if (customer === undefined || method === undefined) return undefined;
  const earlier = invoice.charge;
  return {
    provider: 'stripe',
    idempotency_key: invoice.key,
    customer,
    method,
    amount: invoice.total,
    currency: invoice.currency,
    attempt: (earlier?.attempt ?? 0) + 1,
    first_sent_at: now,
    ...(earlier?.reference === undefined ? {} : { reference: earlier.reference }),
  };
};

const send = (deps: PaymentDeps, invoice: ChargingInvoice): Promise<ChargeOutcome> => {
  const { charge } = invoice;
  return deps.providers.charging.charge({
    invoiceKey: invoice.key,
    idempotencyKey: charge.idempotency_key,
    customer: charge.customer,
    paymentMethod: charge.method,
    amount: charge.amount,
    currency: charge.currency,
    attempt: charge.attempt,
    ...(charge.reference === undefined ? {} : { intentReference: charge.reference }),
  });
};

const record = (
  deps: PaymentDeps,
  invoice: ChargingInvoice,
  outcome: ChargeOutcome,
  by: ChargedBy,
): Promise<Invoice> => {
  // Whatever was stored before stays: the next call looks the attempt up before anything is sent again.
  if (outcome.kind === 'busy') throw new Busy('The provider asks for patience.', outcome.retryAfterSeconds);
  const known: KnownOutcome = outcome;
  return store(deps, recorded(invoice, invoice.charge, known, deps.clock.now(), by));
};

const lookUp = (deps: PaymentDeps, invoice: ChargingInvoice): Promise<ChargeFinding> => {
  const { customer, reference } = invoice.charge;
  return deps.providers.charging.lookUpCharge({
    invoiceKey: invoice.key,
    customer,
    ...(reference === undefined ? {} : { intentReference: reference }),
  });
};

const withReference = (invoice: ChargingInvoice, reference: string | undefined): ChargingInvoice =>
  reference === undefined ? invoice : { ...invoice, charge: { ...invoice.charge, reference } };

/**
 * An attempt that was stored and whose outcome is not: the provider is asked first, and only what it has never seen is
 * sent again. A decline may be that of the attempt before, when this one never left; while its key still protects it,
 * it is sent again and either charged for the first time or answered as before.
 */
const resolve = async (deps: PaymentDeps, invoice: ChargingInvoice, by: ChargedBy): Promise<Invoice> => {
  const finding = await lookUp(deps, invoice);
  const found = withReference(invoice, finding.reference);
  const { attempt, first_sent_at } = invoice.charge;
  const mayBeEarlier = finding.kind === 'declined' && attempt > 1 && deps.clock.now() - first_sent_at < KEY_MS;
  if (finding.kind === 'none' || mayBeEarlier) return record(deps, found, await send(deps, found), by);
  return record(deps, found, finding, by);
};

/** Stores the attempt, and only then sends it. */
const attempt = async (deps: PaymentDeps, invoice: Invoice, by: ChargedBy): Promise<Invoice> => {
  const program = await getProgram(deps.store, invoice.program);
  if (program === undefined) throw new Error(`There is no program ${invoice.program}.`);
  const now = deps.clock.now();
  const charge = frozen(invoice, program, now);
  if (charge === undefined) {
    if (by === CALENDAR) return store(deps, withoutMethod(invoice, now, by));
    throw new Failure('unprocessable', 'The program has no payment method.', { reason: 'no_payment_method' });
  }
  const { next_attempt_at: _, ...rest } = invoice;
  const charging = { ...rest, charge, state: 'charging', updated_at: now } as const;
  await deps.store.write(changeInvoice(invoice, charging));
  const stored = { ...charging, rev: invoice.rev + 1 };
  return record(deps, stored, await send(deps, stored), by);
};

/** Whether the calendar has nothing to do: the next attempt is later, or none follows by itself. */
const waits = (invoice: Invoice, now: number): boolean =>
  invoice.state === 'overdue' || (invoice.state === 'declined' && (invoice.next_attempt_at ?? 0) > now);

/**
 * Charges an invoice once, however often this is called and wherever it is interrupted: an intent is stored before each
 * call to the provider, and an outcome that is not known is looked up before anything is sent again.
 */
export const chargeInvoice =
  (deps: PaymentDeps) =>
  (input: ChargeInput): Promise<Invoice> =>
    untilUncontended(['invoice_changed', 'entry_exists'], deps.chance, async () => {
      const invoice = await invoiceOf(deps, input);
      if (isUnderWay(invoice)) return resolve(deps, invoice, input.by);
      if (!isChargeable(invoice.state)) return invoice;
      if (input.by === CALENDAR && waits(invoice, deps.clock.now())) return invoice;
      return attempt(deps, invoice, input.by);
    });

/**
 * Asks the provider about an attempt whose outcome is not known, because it announced something. Only a payment is
 * taken from it: what else there is to know, the look-up on schedule finds out, and nothing is sent from here.
 */
export const hearOfCharge = (deps: PaymentDeps) => (input: { readonly program: string; readonly period: string }) =>
  untilUncontended(['invoice_changed', 'entry_exists'], deps.chance, async () => {
    const invoice = await getInvoice(deps.store, input.program, input.period);
    if (invoice === undefined || !isUnderWay(invoice)) return;
    const finding = await lookUp(deps, invoice);
    if (finding.kind === 'busy') throw new Busy('The provider asks for patience.', finding.retryAfterSeconds);
    if (finding.kind === 'paid') await record(deps, invoice, finding, 'provider');
  });

const iso = (at: number): string => new Date(at).toISOString();

/** The step `charge` of billing-month: one attempt or one look-up, and when to come back. */
export const chargeStep =
  (deps: PaymentDeps) => async (input: { readonly program: string; readonly period: string }) => {
    const invoice = await chargeInvoice(deps)({ ...input, by: CALENDAR });
    const base = { payout_at: iso(invoice.payout_at), next_at: iso(invoice.next_attempt_at ?? deps.clock.now()) };
    switch (invoice.state) {
      case 'paid':
        return { ...base, state: 'paid' };
      case 'declined':
        return { ...base, state: 'waits' };
      case 'charging':
      case 'unknown':
        if (invoice.next_attempt_at === undefined) throw new ChargeUnresolved(invoice.key);
        return { ...base, state: 'waits' };
      case 'overdue':
        return { ...base, state: 'overdue' };
      case 'draft':
      case 'in_review':
      case 'final':
      case 'void':
      case 'carried':
        throw new Error(`An invoice in state ${invoice.state} is not charged.`);
    }
  };
