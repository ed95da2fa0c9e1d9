import { shiftPeriod } from '../../domain/periods.ts';
import { countFact } from '../../domain/standing.ts';
import { announcing, type Fact } from '../../table/facts.ts';
import { takePartnerName } from '../../table/partner-names.ts';
import { addPartnershipLogEntry } from '../../table/partnership-log.ts';
import { type Profile, profileItem, type Standing } from '../../table/partnerships.ts';
import { addRecruit } from '../../table/recruits.ts';
import { addMembership, MEMBERSHIP_CONFLICTS } from '../../table/rosters.ts';
import { absent, ConditionFailed, type Write } from '../../table/store.ts';
import type { ProgramState } from './configuration.ts';
import type { Partnership, PartnershipDeps } from './found-partners.ts';
import { activityWrites, emailTaken, ONE_PROGRAM_CONFLICTS } from './one-program.ts';
import { factTime, isAwaited, partnershipFact } from './partnership-facts.ts';

/** What is true of a partnership that comes from another system. */
export interface ImportedPartner {
  /** When it joined there. */
  readonly joined_at?: number | undefined;
}

/** Who becomes a partner of a program, and where. Group, tags and recruiter are keys of what was found to exist. */
export interface Newcomer {
  readonly email: string;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  readonly company?: string | undefined;
  readonly country?: string | undefined;
  /** The merchant's own key; without one it is ours. */
  readonly partner_key?: string | undefined;
  /** A hash of the request, to tell its repetition from another one with the same partner_key. */
  readonly asked?: string | undefined;
  /** The default group of the program without it. */
  readonly group?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly recruiter?: string | undefined;
  /** The login's own name for the person, where it is known. */
  readonly user?: string | undefined;
  /** Who approved the application that it is made from. */
  readonly approvedBy?: string | undefined;
  /** Where it comes from another system: then it may have joined earlier, and no trigger rewards it. */
  readonly imported?: ImportedPartner | undefined;
}

/** A partnership, and everything that makes it: for one conditional write, together with what it comes from. */
interface Joining extends Partnership {
  readonly writes: readonly Write[];
}

/** After these a fresh read and another try may succeed. */
export const JOINING_CONFLICTS: readonly string[] = [...MEMBERSHIP_CONFLICTS, ...ONE_PROGRAM_CONFLICTS];

const newStanding = (key: string, { program }: ProgramState, at: number, newcomer: Newcomer): Standing => ({
  key,
  program: program.key,
  status: 'active',
  group: newcomer.group ?? program.default_group,
  tags: [...new Set(newcomer.tags ?? [])],
  recruiter: newcomer.recruiter,
  joined_at: Math.min(newcomer.imported?.joined_at ?? at, at),
  lifetime: { total: 0, quantity: 0 },
  months: {},
  // Months before the open one are billed: whoever joins now belongs to none of them.
  sealed: shiftPeriod(program.open_period, -1),
  rev: 1,
});

const newProfile = (standing: Standing, newcomer: Newcomer, now: number): Profile => ({
  key: standing.key,
  program: standing.program,
  partner_key: newcomer.partner_key ?? standing.key,
  email: newcomer.email,
  first_name: newcomer.first_name,
  last_name: newcomer.last_name,
  company: newcomer.company,
  country: newcomer.country,
  user: newcomer.user,
  created_at: now,
  updated_at: now,
  rev: 1,
});

/** That it was approved, where somebody decided so: a fact of its own that triggers can wait for. */
const approvalOf = (
  deps: PartnershipDeps,
  state: ProgramState,
  standing: Standing,
  time: ReturnType<typeof factTime>,
  { approvedBy: by }: Newcomer,
): { readonly facts: readonly Fact[]; readonly writes: readonly Write[] } => {
  if (by === undefined) return { facts: [], writes: [] };
  const type = 'partnership.approved';
  const awaited = isAwaited(state.configuration, type, time.at);
  const fact = partnershipFact(deps.ids.key('evt', time.at), state, standing, time, awaited);
  const entry = { key: fact.key, program: standing.program, partnership: standing.key, at: time.at, type, by } as const;
  return { facts: [fact], writes: [addPartnershipLogEntry(entry, fact)] };
};

/**
 * A new active partnership that joins now: profile, standing and names, and the announcement that it joined. The writes
 * fail with `partner_key_taken`, `email_taken`, or one of JOINING_CONFLICTS.
 * @throws Failure `conflict` (`other_program`, `email_taken`).
 */
export const joining = async (
  deps: PartnershipDeps,
  state: ProgramState,
  now: number,
  newcomer: Newcomer,
): Promise<Joining> => {
  const { program } = state;
  const time = factTime(state, { sealed: shiftPeriod(program.open_period, -1) }, now);
  const drafted = newStanding(deps.ids.key('part', now), state, time.at, newcomer);
  const { imported } = newcomer;
  const counted = imported === undefined && isAwaited(state.configuration, 'partnership.joined', time.at);
  const happened = imported === undefined ? {} : { happened_at: drafted.joined_at };
  const fact = { ...partnershipFact(deps.ids.key('evt', time.at), state, drafted, time, counted), ...happened };
  const approval = approvalOf(deps, state, drafted, time, newcomer);
  const facts = [fact, ...approval.facts].filter((one) => one.counted);
  const standing = facts.reduce<Standing>((before) => countFact(before, time.period), drafted);
  const profile = newProfile(standing, newcomer, now);
  const { key } = standing;
  const { partner_key, email, asked } = newcomer;
  const writes: readonly Write[] = [
    ...(partner_key === undefined ? [] : [takePartnerName(program.key, 'KEY', partner_key, key, asked)]),
    takePartnerName(program.key, 'EMAIL', email, key),
    ...(await activityWrites(deps.store, program, { partnership: key, before: undefined, after: email })),
    {
      kind: 'put',
      item: profileItem(profile, announcing('partnership.joined', fact)),
      condition: absent('profile_exists'),
    },
    ...approval.writes,
    ...(await addMembership(deps.store, standing)),
    ...(newcomer.recruiter === undefined ? [] : [addRecruit(newcomer.recruiter, key)]),
  ];
  return { standing, profile, writes };
};

/** What a failed write of `joining` means to whoever asked for it; other errors stay as they are. */
export const joiningFailure = (error: unknown): unknown =>
  error instanceof ConditionFailed && error.condition === 'email_taken' ? emailTaken() : error;
