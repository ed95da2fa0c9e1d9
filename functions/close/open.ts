import {
  addFigures,
  figuresOfLines,
  type InvoiceFigures,
  invoiceDates,
  invoiceKeyOf,
  sameFigures,
  totalsOf,
} from '../../domain/invoices.ts';
import { nextPeriod, periodEnd, shiftPeriod } from '../../domain/periods.ts';
import { addInvoice, addInvoiceEntry, changeInvoice, getInvoice, type Invoice } from '../../table/invoices.ts';
import { changeProgram, type Program } from '../../table/programs.ts';
import { SHARDS } from '../../table/shards.ts';
import { ConditionFailed, type Write } from '../../table/store.ts';
import { billedFor, finalised } from '../shared/finalising.ts';
import { untilUncontended } from '../shared/retry.ts';
import { type CloseDeps, TotalsDiffer } from './deps.ts';
import { programOf } from './draft.ts';

/** The actor of everything that the calendar does. */
const CALENDAR = 'calendar';
const MINUTE = 60_000;

/** `close`: the whole month from its seal on; `payout`: what follows a payment by hand. */
export type Phase = 'close' | 'payout';

export interface MonthInput {
  readonly program: string;
  readonly period: string;
}

const iso = (at: number): string => new Date(at).toISOString();

const draftInvoice = (program: Program, period: string, now: number): Invoice => ({
  key: invoiceKeyOf(program.key, period),
  program: program.key,
  period,
  state: 'draft',
  currency: program.currency,
  time_zone: program.time_zone,
  ...figuresOfLines([]),
  fee_bps: program.fee_bps,
  fee_fixed: program.fee_fixed,
  fee: 0,
  total: 0,
  ...invoiceDates(period, program.time_zone, now),
  created_at: now,
  updated_at: now,
  rev: 1,
});

/** Debts are carried from one month to the next, so a month begins when the one before it can no longer change. */
const waitsFor = async (deps: CloseDeps, input: MonthInput): Promise<Invoice | undefined> => {
  const before = await getInvoice(deps.store, input.program, shiftPeriod(input.period, -1));
  return before?.state === 'draft' || before?.state === 'in_review' ? before : undefined;
};

/**
 * Begins a month: says over which shards it is spread, puts the draft of its invoice there, or tells until when it has
 * to wait: for its own end, or for that of the review of the month before.
 */
export const begin = (deps: CloseDeps) => async (input: MonthInput & { readonly phase: Phase }) => {
  const { period, phase } = input;
  const now = deps.clock.now();
  const base = { program: input.program, period, phase, shards: SHARDS, payouts: null };
  const ready = { ...base, waits: false, wait_until: iso(now) };
  if (phase === 'payout') return ready;
  const program = await programOf(deps, input.program);
  if ((await getInvoice(deps.store, program.key, period)) !== undefined) return ready;
  if (program.open_period !== period) throw new Error(`${period} is not the open period of ${program.key}.`);
  if (program.due_at > now) return { ...base, waits: true, wait_until: iso(program.due_at) };
  const earlier = await waitsFor(deps, input);
  if (earlier !== undefined) {
    return { ...base, waits: true, wait_until: iso(Math.max(earlier.review_ends_at, now + MINUTE)) };
  }
  try {
    await deps.store.write(addInvoice(draftInvoice(program, period, now)));
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
  return ready;
};

const invoiceOf = async (deps: CloseDeps, input: MonthInput): Promise<Invoice> => {
  const invoice = await getInvoice(deps.store, input.program, input.period);
  if (invoice === undefined) throw new Error(`There is no invoice of ${input.program} for ${input.period}.`);
  return invoice;
};

const told = (invoice: Invoice) => ({
  state: invoice.state,
  review_ends_at: iso(invoice.review_ends_at),
  payout_at: iso(invoice.payout_at),
});

/** From here on facts count for the next month, and the billing run looks for that one. */
const advanced = (program: Program, period: string, now: number): readonly Write[] => {
  if (program.open_period !== period) return [];
  const open_period = nextPeriod(period);
  const due_at = periodEnd(open_period, program.time_zone);
  return [changeProgram(program, { ...program, open_period, due_at, updated_at: now })];
};

/** Opens the invoice for review with the sums of its lines, and turns the program to the next month. */
export const openInvoice =
  (deps: CloseDeps) => (input: MonthInput & { readonly drafted: readonly { readonly figures: InvoiceFigures }[] }) =>
    untilUncontended(['invoice_changed', 'program_changed', 'entry_exists'], deps.chance, async () => {
      const draft = await invoiceOf(deps, input);
      if (draft.state !== 'draft') return told(draft);
      const program = await programOf(deps, input.program);
      const now = deps.clock.now();
      const figures = addFigures(input.drafted.map((part) => part.figures));
      const totals = totalsOf(figures.payables, draft);
      const state = totals.total === 0 ? 'void' : 'in_review';
      const dates = invoiceDates(draft.period, draft.time_zone, now);
      const opened: Invoice = { ...draft, ...figures, ...totals, ...dates, state, updated_at: now };
      const entry = { id: 'opened', at: now, by: CALENDAR } as const;
      await deps.store.transact([
        changeInvoice(draft, opened),
        // Nobody needs to hear of a month in which nothing is due.
        addInvoiceEntry(opened, state === 'void' ? entry : { ...entry, event: 'invoice.opened' }),
        ...advanced(program, input.period, now),
      ]);
      return told(opened);
    });

/** Ends the review, unless the merchant has ended it already. */
export const finaliseInvoice = (deps: CloseDeps) => (input: MonthInput) =>
  untilUncontended(['invoice_changed', 'entry_exists'], deps.chance, async () => {
    const before = await invoiceOf(deps, input);
    if (before.state !== 'in_review') return told(before);
    const billing = await billedFor(deps.store, input.program);
    const { invoice, writes } = finalised(before, deps.clock.now(), CALENDAR, billing);
    await deps.store.transact(writes);
    return told(invoice);
  });

/**
 * Holds a final invoice against the sums of its lines before it is charged.
 * @throws TotalsDiffer when they are not the same to the cent.
 */
export const verifyInvoice =
  (deps: CloseDeps) =>
  async (input: MonthInput & { readonly recounted: readonly { readonly figures: InvoiceFigures }[] }) => {
    const invoice = await invoiceOf(deps, input);
    const figures = addFigures(input.recounted.map((part) => part.figures));
    const { total } = totalsOf(figures.payables, invoice);
    if (!sameFigures(figures, invoice) || total !== invoice.total) throw new TotalsDiffer(invoice.key);
    return told(invoice);
  };

/** Notes on the invoice that its month stopped, and why; the alarm of the state machine calls a person. */
export const recordFailure =
  (deps: CloseDeps) => async (input: MonthInput & { readonly failure: { readonly error: string } }) => {
    const invoice = await getInvoice(deps.store, input.program, input.period);
    if (invoice === undefined) return { recorded: false };
    const at = deps.clock.now();
    const details = { failure: input.failure.error };
    try {
      await deps.store.write(addInvoiceEntry(invoice, { id: `stopped.${iso(at)}`, at, by: CALENDAR, details }));
    } catch (error) {
      // Recorded by an attempt whose answer was lost.
      if (!(error instanceof ConditionFailed)) throw error;
    }
    return { recorded: true };
  };
