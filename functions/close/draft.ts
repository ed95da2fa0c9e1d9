import { addFigures, carriedFrom, figuresOfLines, type InvoiceFigures } from '../../domain/invoices.ts';
import { periodEnd, shiftPeriod } from '../../domain/periods.ts';
import { notedTier } from '../../domain/standing.ts';
import { NO_FACTS } from '../../domain/statements.ts';
import { type Measure, type TierLadder, tierFor } from '../../domain/tiers.ts';
import { getInvoice } from '../../table/invoices.ts';
import type { Standing } from '../../table/partnerships.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import { addStatement, linePage, type Statement, statementsIn } from '../../table/statements.ts';
import { ConditionFailed } from '../../table/store.ts';
import { inParallel } from '../shared/parallel.ts';
import { figuresFor } from '../shared/statements.ts';
import { type CloseDeps, PAGE } from './deps.ts';
import { type PageInput, standingsOf, turned } from './seal.ts';

/** A page of lines: `figures` are the sums of all pages so far, none before the first. */
export interface LinesInput extends PageInput {
  readonly figures: InvoiceFigures | null;
}

export const programOf = async (deps: Pick<CloseDeps, 'store'>, key: string): Promise<Program> => {
  const program = await getProgram(deps.store, key);
  if (program === undefined) throw new Error(`There is no program ${key}.`);
  return program;
};

/** The lifetime measure at the end of the period: without what has been accepted since. */
const lifetimeAtEnd = (standing: Standing, period: string): Measure => {
  let { total, quantity } = standing.lifetime;
  for (const [month, facts] of Object.entries(standing.months)) {
    if (month <= period) continue;
    total -= facts.sales;
    quantity -= facts.quantity;
  }
  return { total, quantity };
};

const tierAtEnd = (ladder: TierLadder, standing: Standing, period: string): string | undefined => {
  const month = standing.months[period] ?? NO_FACTS;
  const measures = {
    lifetime: lifetimeAtEnd(standing, period),
    month: { total: month.sales, quantity: month.quantity },
  };
  return tierFor(ladder, measures, notedTier(ladder, standing))?.key;
};

interface Drafting {
  readonly program: Program;
  readonly period: string;
  readonly ladder: TierLadder;
  readonly carriedIn: (partnership: string) => number;
}

const draft = async (deps: CloseDeps, drafting: Drafting, standing: Standing): Promise<Statement> => {
  const { program, period, ladder } = drafting;
  const month = standing.months[period] ?? NO_FACTS;
  const tier = tierAtEnd(ladder, standing, period);
  const figures = await figuresFor(deps.store, {
    partnership: standing.key,
    period,
    zone: program.time_zone,
    carriedIn: drafting.carriedIn(standing.key),
  });
  const now = deps.clock.now();
  const statement: Statement = {
    program: program.key,
    partnership: standing.key,
    period,
    group: standing.group,
    ...(tier === undefined ? {} : { tier }),
    transactions: month.transactions,
    sales: month.sales,
    refunded: month.refunded,
    quantity: month.quantity,
    ...figures,
    created_at: now,
    updated_at: now,
    rev: 1,
  };
  try {
    await deps.store.write(addStatement(statement));
  } catch (error) {
    // An attempt that was given up may still have written it; from the same facts, so it says the same.
    if (!(error instanceof ConditionFailed)) throw error;
  }
  return statement;
};

/**
 * Draws up the statements of a page of partnerships, one for everybody that had joined by the end of the month, and
 * sums them. Statements of an earlier attempt are taken as they are: the facts are sealed, and no mark is accepted
 * between the seal and the opening of the invoice.
 */
export const draftPage =
  (deps: CloseDeps) =>
  async <I extends LinesInput>(input: I) => {
    const { period } = input;
    const program = await programOf(deps, input.program);
    const { standings, next } = await standingsOf(deps, input);
    const end = periodEnd(period, program.time_zone);
    const joined = standings.filter((standing) => standing.joined_at < end);
    const keys = joined.map((standing) => standing.key);
    const before = shiftPeriod(period, -1);
    const [configuration, invoiceBefore, existing, earlier] = await Promise.all([
      deps.configurations(program.key, program.config),
      getInvoice(deps.store, program.key, before),
      statementsIn(deps.store, keys, period),
      statementsIn(deps.store, keys, before),
    ]);
    const carriedIn = (partnership: string): number => carriedFrom(earlier.get(partnership), invoiceBefore?.state);
    const drafting = { program, period, ladder: configuration.ladder, carriedIn };
    const lines = await inParallel(
      joined,
      async (standing) => existing.get(standing.key) ?? draft(deps, drafting, standing),
    );
    return { ...turned(input, next), figures: added(input.figures, lines) };
  };

const added = (soFar: InvoiceFigures | null, lines: readonly Statement[]): InvoiceFigures => {
  const page = figuresOfLines(lines);
  return soFar === null ? page : addFigures([soFar, page]);
};

/** Sums the lines of a final invoice again, a page at a time, from what is stored. */
export const recountPage =
  (deps: CloseDeps) =>
  async <I extends LinesInput>(input: I) => {
    const { program, period, shard, cursor } = input;
    const page = await linePage(deps.store, program, period, shard, cursor, PAGE);
    return { ...turned(input, page.next), figures: added(input.figures, page.values) };
  };
