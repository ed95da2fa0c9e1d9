import { notFound } from '../../domain/errors.ts';
import type { EventType } from '../../domain/events.ts';
import type { Customer } from '../../table/customers.ts';
import type { Fact } from '../../table/facts.ts';
import { addHistoryEntry } from '../../table/histories.ts';
import type { ProspectKind } from '../../table/keys.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { changeStanding, getStanding, type Standing } from '../../table/partnerships.ts';
import { getProgram } from '../../table/programs.ts';
import type { Prospect } from '../../table/prospects.ts';
import type { Store, Write } from '../../table/store.ts';
import type { Origin } from './attribution.ts';
import { countedFact } from './counted-facts.ts';
import { earns, type SalesDeps, type Situation, standpointOf } from './situation.ts';

/** What everything that happens to leads and deals works with. */
export type ProspectDeps = Pick<SalesDeps, 'store' | 'clock' | 'ids' | 'chance' | 'configurations'>;

/** Failed conditions after which a fresh look may succeed. */
export const PROSPECT_CONFLICTS = [
  'prospect_changed',
  'standing_changed',
  'customer_changed',
  'claim_taken',
  'sign_taken',
  'sign_gone',
] as const;

/** Whether a partnership is the one that a repeated request names; one that names none says nothing. */
export const isOrigin = async (
  store: Store,
  program: string,
  { partnership }: Pick<Origin, 'partnership'>,
  credited: string | undefined,
): Promise<boolean> =>
  partnership === undefined || (await findPartnership(store, program, partnership))?.key === credited;

/** One thing that happened: what the history says, and the event that it announces, if any. */
export interface Occurrence {
  readonly what: string;
  readonly event?: EventType;
  /** Whether it can make rewards: a deal that comes back to a stage is announced, and rewarded no second time. */
  readonly counts?: boolean;
  readonly status: string;
  readonly stage?: string | undefined;
  readonly reason?: string | undefined;
  readonly amount?: number | undefined;
}

/** Everything that a fact of a prospect depends on: its partnership, if it can earn now, and the recruiter. */
export const prospectSituation = async (
  deps: ProspectDeps,
  program: string,
  partnership: string | undefined,
): Promise<Situation> => {
  const settings = await getProgram(deps.store, program);
  if (settings === undefined) throw notFound('program', 'program');
  const now = deps.clock.now();
  const read = async (key: string | undefined): Promise<Standing | undefined> =>
    key === undefined ? undefined : earns(await getStanding(deps.store, key), now);
  const standing = await read(partnership);
  const recruiter = await read(standing?.recruiter);
  const configuration = await deps.configurations(program, settings.config);
  return { program: settings, configuration, customer: undefined, standing, recruiter, others: [] };
};

const customerThen = (customer: Customer) => ({
  key: customer.customer_key,
  created_at: customer.created_at,
  ...(customer.country === undefined ? {} : { country: customer.country }),
});

const factOf = (
  deps: ProspectDeps,
  situation: Situation,
  kind: ProspectKind,
  prospect: Prospect & { readonly country?: string | undefined },
  { amount, stage, counts = true }: Occurrence,
  customer: Customer | undefined,
): Fact => {
  const { base, partnership } = standpointOf(deps, situation);
  const metadata = { ...prospect.seen, ...prospect.metadata };
  return {
    ...base,
    key: deps.ids.key(kind === 'LEAD' ? 'lev' : 'dev', base.at),
    ...(partnership === undefined ? {} : { partnership }),
    ...(customer === undefined ? {} : { customer: customerThen(customer) }),
    ...(amount === undefined ? {} : { amount, currency: situation.program.currency }),
    ...(prospect.country === undefined ? {} : { country: prospect.country }),
    ...(stage === undefined ? {} : { stage }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    counted: false,
    ...(counts ? {} : { unrewarded: true }),
  };
};

/**
 * What happened to a lead or deal, as entries of its history that announce themselves, and the standing that counts
 * those for which a trigger waits. To be written in one transaction with the prospect.
 */
export const recordOccurrences = (
  deps: ProspectDeps,
  situation: Situation,
  kind: ProspectKind,
  prospect: Prospect,
  occurrences: readonly Occurrence[],
  by: string,
  customer?: Customer,
): readonly Write[] => {
  let { standing } = situation;
  const writes = occurrences.map((occurrence): Write => {
    const { what, event, counts = true, status, stage, reason, amount } = occurrence;
    let fact = factOf(deps, situation, kind, prospect, occurrence, customer);
    const waited = situation.configuration.triggers.some((trigger) => trigger.event === event);
    if (event !== undefined && counts && waited && standing !== undefined) {
      ({ fact, standing } = countedFact(situation, standing, event, fact));
    }
    // An event is credited to whom it counts for; everything else tells whose the prospect is.
    const partnership = event === undefined ? prospect.partnership : fact.partnership?.key;
    const entry = {
      ...{ key: fact.key, program: prospect.program, of: prospect.key, at: fact.at, by, what, status },
      ...(stage === undefined ? {} : { stage }),
      ...(reason === undefined ? {} : { reason }),
      ...(amount === undefined ? {} : { amount }),
      ...(partnership === undefined ? {} : { partnership }),
    };
    return addHistoryEntry(kind, entry, event === undefined ? undefined : { type: event, fact });
  });
  const { standing: before } = situation;
  return standing === undefined || before === undefined || standing === before
    ? writes
    : [...writes, changeStanding(before, standing)];
};
