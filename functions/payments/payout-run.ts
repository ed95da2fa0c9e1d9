import { hasEnded, nextLookUp } from '../../domain/payouts.ts';
import { profileKey } from '../../table/keys.ts';
import { type Profile, readProfile } from '../../table/partnerships.ts';
import { newestPayout, type Payout } from '../../table/payouts.ts';
import { getProgram } from '../../table/programs.ts';
import { partnershipPage } from '../../table/statements.ts';
import { readMany } from '../../table/store.ts';
import { inParallel } from '../shared/parallel.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { PaymentDeps } from './deps.ts';
import { type PayoutTerms, paidPeriodsOf, payPartner, resolvePayout } from './payout.ts';

/** A page of partners of one shard; its output is the input of the next page. */
export interface PayoutPageInput {
  readonly program: string;
  readonly period: string;
  readonly shard: number;
  readonly cursor: string;
  /** How many payouts of the pages so far have not ended, and how many of these may or may not have left. */
  readonly open: number;
  readonly unknown: number;
}

const PAGE = 500;
/** Partners that are dealt with at once before the clock is looked at again. */
const CHUNK = 8;
/** A page that takes longer than this ends early, so that the function answers in time even if the provider hangs. */
const PAGE_MS = 12_000;

interface Walk {
  readonly open: number;
  readonly unknown: number;
  /** The last partner that was dealt with; undefined when there are none. */
  readonly last: string | undefined;
  readonly complete: boolean;
}

const isOpen = (payout: Payout | undefined): payout is Payout => payout !== undefined && !hasEnded(payout.state);

/** Goes through the partners of a page. One that the provider puts off ends the page there, after what runs is done. */
const walk = async (
  deps: PaymentDeps,
  partnerships: readonly string[],
  act: (partnerships: readonly string[]) => Promise<readonly (Payout | undefined)[]>,
): Promise<Walk> => {
  const began = deps.clock.real();
  let [open, unknown] = [0, 0];
  let last: string | undefined;
  for (let start = 0; start < partnerships.length; start += CHUNK) {
    if (start > 0 && deps.clock.real() - began > PAGE_MS) return { open, unknown, last, complete: false };
    const chunk = partnerships.slice(start, start + CHUNK);
    const payouts = (await act(chunk)).filter(isOpen);
    open += payouts.length;
    unknown += payouts.filter((payout) => payout.state !== 'pending').length;
    last = chunk.at(-1);
  }
  return { open, unknown, last, complete: true };
};

const turned = (input: PayoutPageInput, next: string | undefined, walked: Walk) => {
  const cursor = walked.complete ? next : walked.last;
  return {
    ...input,
    open: input.open + walked.open,
    unknown: input.unknown + walked.unknown,
    cursor: cursor ?? '',
    more: cursor !== undefined,
  };
};

/** The terms on which the partners of a program are paid. */
export const payoutTerms = async (deps: PaymentDeps, key: string): Promise<PayoutTerms> => {
  const program = await getProgram(deps.store, key);
  if (program === undefined) throw new Error(`There is no program ${key}.`);
  return {
    program: key,
    currency: program.currency,
    minimum: program.minimum_payout,
    paidPeriods: await paidPeriodsOf(deps, key),
  };
};

const profilesOf = async (deps: PaymentDeps, keys: readonly string[]): Promise<ReadonlyMap<string, Profile>> => {
  const items = await readMany(deps.store, keys.map(profileKey));
  return new Map(items.map(readProfile).map((profile) => [profile.key, profile]));
};

/** The step `payout` of billing-month: pays the partners of a page who have enough and a method to be paid by. */
export const payPage = (deps: PaymentDeps) => async (input: PayoutPageInput) => {
  const { program, period, shard, cursor } = input;
  const page = await partnershipPage(deps.store, program, shard, cursor, PAGE);
  const terms = await payoutTerms(deps, program);
  const walked = await walk(deps, page.values, async (chunk) => {
    const profiles = await profilesOf(deps, chunk);
    return inParallel(chunk, async (partnership) => {
      const result = await payPartner(deps, terms, { partnership, profile: profiles.get(partnership), period });
      return result.kind === 'payout' ? result.payout : undefined;
    });
  });
  return turned(input, page.next, walked);
};

/** Asks the provider about the newest payout of a partnership, if that has not ended. */
const reconcile = (deps: PaymentDeps, partnership: string): Promise<Payout | undefined> =>
  untilUncontended(['payout_changed', 'entry_exists'], deps.chance, async () => {
    const newest = await newestPayout(deps.store, partnership);
    return isOpen(newest) ? resolvePayout(deps, newest) : newest;
  });

/** The step `reconcile` of billing-month: looks up the payouts of a page that are still open. */
export const reconcilePage = (deps: PaymentDeps) => async (input: PayoutPageInput) => {
  const page = await partnershipPage(deps.store, input.program, input.shard, input.cursor, PAGE);
  const walked = await walk(deps, page.values, (chunk) =>
    inParallel(chunk, (partnership) => reconcile(deps, partnership)),
  );
  return turned(input, page.next, walked);
};

/** How far the look-ups of a payout run have come. */
export interface LookUpPlan {
  readonly began_at: string;
}

/** The step `plan` of billing-month: whether payouts are still open, and when they are looked up next. */
export const planLookUps =
  (deps: PaymentDeps) =>
  async (input: {
    readonly results: readonly { readonly open: number; readonly unknown: number }[];
    readonly payouts: LookUpPlan | null;
  }) => {
    const now = deps.clock.now();
    const began = input.payouts === null ? now : Date.parse(input.payouts.began_at);
    const count = (field: 'open' | 'unknown'): number => input.results.reduce((sum, result) => sum + result[field], 0);
    const next = nextLookUp(began, now, count('unknown') === 0);
    const state = count('open') === 0 ? 'ended' : next === undefined ? 'unresolved' : 'open';
    return {
      state,
      open: count('open'),
      began_at: new Date(began).toISOString(),
      next_at: new Date(next ?? now).toISOString(),
    };
  };
