import { NO_FACTS } from '../../domain/statements.ts';
import { earningsOf } from '../../table/earnings.ts';
import { standingKey } from '../../table/keys.ts';
import { changeStanding, readStanding, type Standing } from '../../table/partnerships.ts';
import { partnershipPage } from '../../table/statements.ts';
import { readMany } from '../../table/store.ts';
import { inParallel } from '../shared/parallel.ts';
import { untilUncontended } from '../shared/retry.ts';
import { type CloseDeps, FactsPending, PAGE } from './deps.ts';

/** One page of a step that goes through the partnerships of a shard; its output is the input of the next page. */
export interface PageInput {
  readonly program: string;
  readonly period: string;
  readonly shard: number;
  /** The last partnership of the page before; '' for the first page. */
  readonly cursor: string;
}

/** The standings of a page, in order of the partnerships' keys. */
export const standingsOf = async (
  deps: Pick<CloseDeps, 'store'>,
  input: PageInput,
): Promise<{ readonly standings: readonly Standing[]; readonly next: string | undefined }> => {
  const page = await partnershipPage(deps.store, input.program, input.shard, input.cursor, PAGE);
  const standings = (await readMany(deps.store, page.values.map(standingKey))).map(readStanding);
  return { standings, next: page.next };
};

/** What a page answers: the input of the next one. */
export const turned = <I extends PageInput>(input: I, next: string | undefined) => ({
  ...input,
  cursor: next ?? '',
  more: next !== undefined,
});

/** After this no fact of the period is accepted for the partnership any more; earlier months are forgotten. */
const seal = (deps: CloseDeps, standing: Standing, period: string): Promise<Standing> => {
  let read: Standing | undefined = standing;
  return untilUncontended(['standing_changed'], deps.chance, async () => {
    const before = read ?? (await freshly(deps, standing.key));
    read = undefined;
    if (before.sealed !== undefined && before.sealed >= period) return before;
    const months = Object.fromEntries(Object.entries(before.months).filter(([month]) => month >= period));
    const after = { ...before, months, sealed: period };
    await deps.store.write(changeStanding(before, after));
    return after;
  });
};

const freshly = async (deps: CloseDeps, partnership: string): Promise<Standing> => {
  const item = await deps.store.get(standingKey(partnership));
  if (item === undefined) throw new Error('A partnership has lost its standing.');
  return readStanding(item);
};

/** Seals the period for a page of partnerships. */
export const sealPage =
  (deps: CloseDeps) =>
  async <I extends PageInput>(input: I) => {
    const { standings, next } = await standingsOf(deps, input);
    await inParallel(standings, (standing) => seal(deps, standing, input.period));
    return turned(input, next);
  };

const isEvaluated = async (deps: CloseDeps, standing: Standing, period: string): Promise<boolean> => {
  const { facts } = standing.months[period] ?? NO_FACTS;
  if (facts === 0) return true;
  const earnings = await earningsOf(deps.store, standing.key, period);
  return earnings.filter((earning) => earning.own).length >= facts;
};

/**
 * Checks for a page of partnerships that every accepted fact of the period has its earning.
 * @throws FactsPending when one has not: events are still on their way.
 */
export const checkFactsPage =
  (deps: CloseDeps) =>
  async <I extends PageInput>(input: I) => {
    const { standings, next } = await standingsOf(deps, input);
    const evaluated = await inParallel(standings, async (standing) =>
      // A partnership that joined while the others were sealed is sealed now.
      isEvaluated(deps, await seal(deps, standing, input.period), input.period),
    );
    const pending = evaluated.filter((done) => !done).length;
    if (pending > 0) throw new FactsPending(pending);
    return turned(input, next);
  };
