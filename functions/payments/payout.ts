import { balanceOf, decidePayout, hasEnded, type NotPaid, payoutReference } from '../../domain/payouts.ts';
import { invoicesOf } from '../../table/invoices.ts';
import type { Profile } from '../../table/partnerships.ts';
import { addPayout, changePayout, type Payout, payoutsOf } from '../../table/payouts.ts';
import { statementsOf } from '../../table/statements.ts';
import { untilUncontended } from '../shared/retry.ts';
import { Busy, type PaymentDeps } from './deps.ts';
import { verifiedMethod } from './payout-method.ts';
import type { PayoutFinding, PayoutOutcome } from './providers/port.ts';

/** What a payout run knows of the program: the same for all its partners. */
export interface PayoutTerms {
  readonly program: string;
  readonly currency: string;
  /** The smallest payout, in minor units. */
  readonly minimum: number;
  readonly paidPeriods: ReadonlySet<string>;
}

/** One partner's turn. */
export interface PayoutTurn {
  readonly partnership: string;
  /** Absent when the partnership is gone: its personal data was erased. */
  readonly profile: Profile | undefined;
  /** The period whose payout run this is; absent for a cash-out. */
  readonly period: string | undefined;
}

export type TurnResult =
  | { readonly kind: 'payout'; readonly payout: Payout }
  | { readonly kind: 'kept'; readonly because: NotPaid | 'had_its_turn' };

/** The periods whose invoices are paid. */
export const paidPeriodsOf = async (deps: PaymentDeps, program: string): Promise<ReadonlySet<string>> => {
  const invoices = await invoicesOf(deps.store, program);
  return new Set([...invoices.values()].filter((invoice) => invoice.state === 'paid').map((invoice) => invoice.period));
};

/** What is available to a partnership: payables of paid invoices less payouts. Minor units. */
export const availableTo = async (
  deps: Pick<PaymentDeps, 'store'>,
  partnership: string,
  paidPeriods: ReadonlySet<string>,
  payouts: readonly Payout[],
): Promise<number> => {
  const statements = await statementsOf(deps.store, partnership);
  const paid = statements.filter((statement) => paidPeriods.has(statement.period));
  return balanceOf(
    paid.map((statement) => statement.payable),
    payouts,
  );
};

const ended = (payout: Payout, state: 'paid' | 'failed' | 'returned', now: number): Payout => ({
  ...payout,
  state,
  ended_at: now,
  updated_at: now,
});

/** What a payout becomes by what its provider says; undefined when nothing was said. */
export const afterOutcome = (payout: Payout, outcome: PayoutOutcome, now: number): Payout | undefined => {
  if (outcome.kind === 'busy') return undefined;
  const { reason: _, ...rest } = payout;
  const known: Payout = {
    ...rest,
    ...(outcome.reference === undefined ? {} : { reference: outcome.reference }),
    ...('reason' in outcome ? { reason: outcome.reason } : {}),
  };
  switch (outcome.kind) {
    case 'paid':
    case 'failed':
    case 'returned':
      return ended(known, outcome.kind, now);
    case 'pending':
      return { ...known, state: 'pending', updated_at: now };
    case 'unknown':
      // What the provider is known to hold stays pending while one look-up fails.
      return { ...known, state: payout.state === 'pending' ? 'pending' : 'unknown', updated_at: now };
  }
};

const record = async (deps: PaymentDeps, payout: Payout, outcome: PayoutOutcome): Promise<Payout> => {
  const after = afterOutcome(payout, outcome, deps.clock.now());
  if (after === undefined) {
    throw new Busy('The provider asks for patience.', outcome.kind === 'busy' ? outcome.retryAfterSeconds : 1);
  }
  await deps.store.transact(changePayout(payout, after));
  return { ...after, rev: payout.rev + 1 };
};

const send = (deps: PaymentDeps, payout: Payout): Promise<PayoutOutcome> =>
  deps.providers.payingOut[payout.provider].pay({
    payoutKey: payoutReference(payout),
    idempotencyKey: payoutReference(payout),
    destination: payout.destination,
    amount: payout.amount,
    currency: payout.currency,
  });

/** Asks the provider what it knows of a payout. */
export const lookUpPayout = (deps: PaymentDeps, payout: Payout): Promise<PayoutFinding> =>
  deps.providers.payingOut[payout.provider].lookUp({
    payoutKey: payoutReference(payout),
    destination: payout.destination,
    firstSentAt: payout.first_sent_at,
    ...(payout.reference === undefined ? {} : { reference: payout.reference }),
  });

/** Asks the provider what became of a payout that was stored; what it has never seen is sent with the same key. */
export const resolvePayout = async (deps: PaymentDeps, payout: Payout): Promise<Payout> => {
  const finding = await lookUpPayout(deps, payout);
  // Only what may never have left is sent again, never what the provider once held.
  if (finding.kind === 'none' && payout.state === 'pending') return payout;
  return record(deps, payout, finding.kind === 'none' ? await send(deps, payout) : finding);
};

/** After these a fresh look at the partner decides anew. */
const CONTENDED: readonly string[] = ['payout_exists', 'payout_changed', 'entry_exists'];

const intend = async (
  deps: PaymentDeps,
  terms: PayoutTerms,
  turn: PayoutTurn,
  payouts: readonly Payout[],
): Promise<Payout | NotPaid> => {
  const newest = payouts.at(-1);
  const decision = decidePayout({
    balance: await availableTo(deps, turn.partnership, terms.paidPeriods, payouts),
    minimum: terms.minimum,
    known: turn.profile !== undefined,
    held: turn.profile?.payouts_held ?? false,
    newest: newest?.state,
  });
  if ('because' in decision) return decision.because;
  const method = turn.profile === undefined ? undefined : await verifiedMethod(deps, turn.profile);
  if (method === undefined) return 'no_method';
  const now = deps.clock.now();
  const payout: Payout = {
    key: deps.ids.key('pay', now),
    program: terms.program,
    partnership: turn.partnership,
    number: (newest?.number ?? 0) + 1,
    ...(turn.period === undefined ? {} : { period: turn.period }),
    amount: decision.amount,
    currency: terms.currency,
    provider: method.provider,
    destination: method.destination,
    state: 'sending',
    first_sent_at: now,
    created_at: now,
    updated_at: now,
    rev: 1,
  };
  await deps.store.transact(addPayout(payout, newest));
  return payout;
};

/**
 * One partner's turn in a payout run, or a cash-out. The intent is stored under the next number before anything is
 * sent, and the number can only be taken when the payout before has ended: two runs at once make one payout. A run makes
 * one payout for a partner, however often it is repeated.
 */
export const payPartner = (deps: PaymentDeps, terms: PayoutTerms, turn: PayoutTurn): Promise<TurnResult> =>
  untilUncontended(CONTENDED, deps.chance, async () => {
    const stored = await payoutsOf(deps.store, turn.partnership);
    const last = stored.at(-1);
    const mayHaveLeft = last?.state === 'sending' || last?.state === 'unknown';
    const newest = last !== undefined && mayHaveLeft ? await resolvePayout(deps, last) : last;
    if (newest !== undefined && (!hasEnded(newest.state) || (mayHaveLeft && newest.period === turn.period))) {
      return { kind: 'payout', payout: newest };
    }
    if (turn.period !== undefined && stored.some((payout) => payout.period === turn.period)) {
      return { kind: 'kept', because: 'had_its_turn' };
    }
    const payouts = newest === undefined ? [] : [...stored.slice(0, -1), newest];
    const intent = await intend(deps, terms, turn, payouts);
    if (typeof intent === 'string') return { kind: 'kept', because: intent };
    return { kind: 'payout', payout: await record(deps, intent, await send(deps, intent)) };
  });
