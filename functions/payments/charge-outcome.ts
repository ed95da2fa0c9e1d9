import { nextAttempt } from '../../domain/invoices.ts';
import { nextLookUp } from '../../domain/payouts.ts';
import { addInvoiceEntry, type Charge, changeInvoice, type Invoice } from '../../table/invoices.ts';
import type { Write } from '../../table/store.ts';
import type { ChargeOutcome } from './providers/port.ts';

/** Who asks for a charge: the calendar, or a person who pays now. */
export type ChargedBy = 'calendar' | (string & {});

/** What is stored after an outcome. */
export interface Recorded {
  readonly invoice: Invoice;
  readonly writes: readonly Write[];
}

/** Outcomes after which something is stored; `busy` changes nothing. */
export type KnownOutcome = Exclude<ChargeOutcome, { readonly kind: 'busy' }>;

const without = (invoice: Invoice): Omit<Invoice, 'next_attempt_at'> => {
  const { next_attempt_at: _, ...rest } = invoice;
  return rest;
};

const charged = (charge: Charge, outcome: KnownOutcome): Charge => {
  const { reason: _, ...rest } = charge;
  return {
    ...rest,
    ...(outcome.reference === undefined ? {} : { reference: outcome.reference }),
    ...('reason' in outcome ? { reason: outcome.reason } : {}),
  };
};

/** Declined: the calendar tries again on its days; after the last one the invoice waits for a payment by hand. */
const declined = (invoice: Invoice, charge: Charge | undefined, why: Decline): Recorded => {
  const { now, by, reason, id } = why;
  const next = nextAttempt(invoice.review_ends_at, invoice.time_zone, now);
  const after: Invoice = {
    ...without(invoice),
    ...(charge === undefined ? {} : { charge }),
    state: next === undefined ? 'overdue' : 'declined',
    ...(next === undefined ? {} : { next_attempt_at: next }),
    updated_at: now,
  };
  const details = { reason, attempt: charge?.attempt ?? 0, ...(next === undefined ? {} : { next_attempt_at: next }) };
  const event = next === undefined ? 'invoice.overdue' : 'invoice.declined';
  return {
    invoice: after,
    writes: [changeInvoice(invoice, after), addInvoiceEntry(after, { id, event, at: now, by, details })],
  };
};

interface Decline {
  readonly now: number;
  readonly by: ChargedBy;
  readonly reason: string;
  /** Names the entry in the log. */
  readonly id: string;
}

/** There is nothing to charge the invoice to; this counts as a declined attempt. */
export const withoutMethod = (invoice: Invoice, now: number, by: ChargedBy): Recorded => {
  // A month has five days on which this can happen; each has its own entry.
  const id = `no-method.${new Date(now).toISOString()}`;
  const reason = 'no_payment_method';
  return declined(invoice, invoice.charge, { now, by, reason, id });
};

/** What the invoice becomes by the outcome of its attempt. */
export const recorded = (
  invoice: Invoice,
  charge: Charge,
  outcome: KnownOutcome,
  now: number,
  by: ChargedBy,
): Recorded => {
  const attempt = charged(charge, outcome);
  switch (outcome.kind) {
    case 'paid': {
      const paid: Invoice = { ...without(invoice), charge: attempt, state: 'paid', paid_at: now, updated_at: now };
      const entry = addInvoiceEntry(paid, { id: 'charged', event: 'invoice.charged', at: now, by });
      return { invoice: paid, writes: [changeInvoice(invoice, paid), entry] };
    }
    case 'declined': {
      const id = `declined.${attempt.attempt}`;
      return declined(invoice, attempt, { now, by, reason: outcome.reason, id });
    }
    case 'processing':
    case 'unknown': {
      // A bank may take days to say whether it pays; that it takes long is known, so it is no reason for alarm.
      const next = nextLookUp(charge.first_sent_at, now, outcome.kind === 'processing');
      const after: Invoice = {
        ...without(invoice),
        charge: attempt,
        state: 'unknown',
        ...(next === undefined ? {} : { next_attempt_at: next }),
        updated_at: now,
      };
      return { invoice: after, writes: [changeInvoice(invoice, after)] };
    }
  }
};
