import type { Earning, Mark, Release } from '../../domain/earnings.ts';
import { Failure } from '../../domain/errors.ts';
import { keyInstant } from '../../domain/ids.ts';
import { isFrozen, replaceLine, totalsOf } from '../../domain/invoices.ts';
import { periodOf, shiftPeriod } from '../../domain/periods.ts';
import { readRewardKey } from '../../domain/rewards.ts';
import { entriesOf, figuresOf, type StatementEntry, type StatementFigures } from '../../domain/statements.ts';
import { earningsOf, marksOf } from '../../table/earnings.ts';
import { changeInvoice, getInvoice, type Invoice } from '../../table/invoices.ts';
import { standingKey } from '../../table/keys.ts';
import { getStanding } from '../../table/partnerships.ts';
import { changeStatement, getStatement } from '../../table/statements.ts';
import { type Store, unchanged, type Write } from '../../table/store.ts';

/** A reward lies in the period of its event, in the next one when it came late, or after a delay of up to 90 days. */
const LATEST_PERIOD_OF_REWARD = 4;

const releasesOf = (earning: Earning): readonly Release[] => earning.releases ?? [];

/** The periods in which marks of the rewards may lie that these earnings take back, or that were released into them. */
const periodsOfMarks = (earnings: readonly Earning[], period: string, zone: string): readonly string[] => {
  const periods = new Set([period]);
  for (const { reward } of earnings.flatMap((earning) => [...earning.clawbacks, ...releasesOf(earning)])) {
    const at = keyInstant(readRewardKey(reward)?.event ?? '');
    if (at === undefined) continue;
    for (let months = 0; months <= LATEST_PERIOD_OF_REWARD; months++) {
      const candidate = shiftPeriod(periodOf(at, zone), months);
      if (candidate <= period) periods.add(candidate);
    }
  }
  return [...periods].sort();
};

/** Where a statement belongs, and what it starts from. */
export interface StatementPlace {
  readonly partnership: string;
  readonly period: string;
  readonly zone: string;
  /** Minor units: the debt of the month before, or what its invoice was too small to pay. */
  readonly carriedIn: number;
}

/** Every mark that touches these earnings. */
const marksFor = async (
  store: Store,
  partnership: string,
  earnings: readonly Earning[],
  { period, zone }: Pick<StatementPlace, 'period' | 'zone'>,
): Promise<readonly Mark[]> => {
  // Without an earning there is nothing that a mark could change.
  if (earnings.every((one) => one.rewards.length + one.clawbacks.length + releasesOf(one).length === 0)) return [];
  const marks: Mark[] = [];
  for (const candidate of periodsOfMarks(earnings, period, zone)) {
    marks.push(...(await marksOf(store, partnership, candidate)));
  }
  return marks;
};

/**
 * The figures of a statement as everything stored has it, and with marks and earnings that are about to be stored.
 * Reading the same facts again gives the same figures.
 */
export const figuresFor = async (
  store: Store,
  place: StatementPlace,
  added: Pick<MarkedPartnership, 'marks' | 'earnings'> = { marks: [] },
): Promise<StatementFigures> => {
  const { partnership, period, carriedIn } = place;
  const earnings = [...(await earningsOf(store, partnership, period)), ...(added.earnings ?? [])];
  const marks = await marksFor(store, partnership, earnings, place);
  return figuresOf(earnings, [...marks, ...added.marks], carriedIn);
};

/** The entries of a stored statement; those that count sum up to its figures. */
export const statementEntries = async (
  store: Store,
  place: Omit<StatementPlace, 'carriedIn'>,
): Promise<readonly StatementEntry[]> => {
  const earnings = await earningsOf(store, place.partnership, place.period);
  return entriesOf(earnings, await marksFor(store, place.partnership, earnings, place));
};

/** New marks on rewards of one partnership that count in the period that is restated, and what joins that period. */
export interface MarkedPartnership {
  readonly partnership: string;
  readonly marks: readonly Mark[];
  /** New earnings of the period: the caller writes them. */
  readonly earnings?: readonly Earning[];
}

/** After these a fresh read and another try may succeed (`untilUncontended`). */
export const RESTATEMENT_CONFLICTS: readonly string[] = ['standing_changed', 'statement_changed', 'invoice_changed'];

const closing = (): Failure =>
  new Failure('busy', 'The month is being closed. Try again in a minute.', { retryAfterSeconds: 30 });

const isFinal = (): Failure =>
  new Failure('conflict', 'The invoice of this reward is final.', { reason: 'invoice_final' });

/** While a month is open its marks only have to be there before it is sealed. */
const beforeSealing = async (store: Store, period: string, partnership: string): Promise<Write> => {
  const standing = await getStanding(store, partnership);
  if (standing === undefined) throw new Error('A reward belongs to a partnership that is not there.');
  if (standing.sealed !== undefined && standing.sealed >= period) throw closing();
  const condition = unchanged('standing_changed', standing.rev);
  return { kind: 'check', key: standingKey(partnership), condition };
};

const inReview = async (
  store: Store,
  now: number,
  invoice: Invoice,
  changes: readonly MarkedPartnership[],
): Promise<readonly Write[]> => {
  const writes: Write[] = [];
  let figures: Invoice = invoice;
  for (const { partnership, ...added } of changes) {
    const before = await getStatement(store, partnership, invoice.period);
    if (before === undefined) throw new Error('An invoice in review has no line for a partnership with rewards.');
    const place = { partnership, period: invoice.period, zone: invoice.time_zone, carriedIn: before.carried_in };
    const after = await figuresFor(store, place, added);
    const changed = { ...before, ...after, updated_at: now };
    writes.push(changeStatement(before, changed));
    figures = { ...figures, ...replaceLine(figures, before, changed) };
  }
  const changed = { ...figures, ...totalsOf(figures.payables, invoice), updated_at: now };
  return [...writes, changeInvoice(invoice, changed)];
};

/**
 * What must be written together with new marks so that the invoice of their period agrees with them: nothing but a
 * check while the period is open, new statements and a new total while its invoice is in review. One call takes all
 * partnerships that are marked together (a second-tier reward follows its first tier).
 * @throws Failure `busy` while the month is being closed, `conflict` (`invoice_final`) when it is too late.
 */
export const restatement = async (
  store: Store,
  now: number,
  program: string,
  period: string,
  changes: readonly MarkedPartnership[],
): Promise<readonly Write[]> => {
  const invoice = await getInvoice(store, program, period);
  if (invoice === undefined) {
    return Promise.all(changes.map(({ partnership }) => beforeSealing(store, period, partnership)));
  }
  if (invoice.state === 'draft') throw closing();
  if (isFrozen(invoice.state)) throw isFinal();
  return inReview(store, now, invoice, changes);
};
