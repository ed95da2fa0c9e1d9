import { acceptedAt, measuresIn, progressIn, tierIn } from '../../domain/standing.ts';
import { groups, tags } from '../../table/definitions.ts';
import { profileKey } from '../../table/keys.ts';
import { readProfile, readStanding, type Standing } from '../../table/partnerships.ts';
import type { Item } from '../../table/store.ts';
import { type ConfigurationDeps, type ProgramState, readProgramState } from './configuration.ts';
import type { DataOf } from './contract.ts';
import type { getPartnership } from './contracts/partnerships.ts';
import type { Partnership } from './found-partners.ts';
import { type NestedGroup, nestedGroups } from './group-view.ts';
import { wholeItems } from './paging.ts';

/** What showing partnerships works with. */
type PartnershipReader = Pick<ConfigurationDeps, 'store' | 'configurations'>;

/** For whom, and as of when. */
interface Moment {
  readonly program: string;
  readonly now: number;
}

export type PartnershipView = DataOf<typeof getPartnership>;

/** What showing partnerships needs besides them. */
interface Surroundings extends ProgramState {
  readonly now: number;
  /** Tags that were deleted are not shown. */
  readonly isTag: (key: string) => boolean;
  readonly groupOf: (key: string) => NestedGroup | undefined;
}

const tierProgress = (
  { program, configuration }: ProgramState,
  standing: Standing,
  period: string,
): PartnershipView['tier'] => {
  const progress = progressIn(configuration.ladder, standing, period, program.time_zone);
  if (progress === undefined) return null;
  const { tier, value, next, endsAt } = progress;
  return {
    ...tier,
    measurement: configuration.ladder.measurement,
    value,
    next: next === undefined ? null : { ...next.tier, missing: next.missing },
    ends_at: endsAt ?? null,
  };
};

const view = ({ standing, profile }: Partnership, around: Surroundings): PartnershipView => {
  const { period } = acceptedAt(around.now, around.program.time_zone, standing.sealed);
  const measures = measuresIn(standing, period);
  return {
    key: standing.key,
    created_at: profile.created_at,
    updated_at: profile.updated_at,
    partner_key: profile.partner_key,
    email: profile.email,
    first_name: profile.first_name ?? null,
    last_name: profile.last_name ?? null,
    company: profile.company ?? null,
    country: profile.country ?? null,
    status: standing.status,
    status_reason: profile.inactive?.reason ?? null,
    inactive_since: profile.inactive?.since ?? null,
    closed: profile.inactive?.closed ?? false,
    approved_status: 'approved',
    claimed: profile.user !== undefined,
    archived: standing.status === 'inactive',
    address: profile.country === undefined ? null : { country: profile.country },
    group_key: standing.group,
    group: around.groupOf(standing.group) ?? null,
    team: null,
    manager: null,
    stats: { SALES_AMOUNT: measures.lifetime.total, SALES_QUANTITY: measures.lifetime.quantity },
    tags: standing.tags.filter(around.isTag),
    tier_key: tierIn(around.configuration.ladder, standing, period) ?? null,
    tier: tierProgress(around, standing, period),
    recruited_by: standing.recruiter ?? null,
    joined_at: standing.joined_at,
    measures,
  };
};

/** As many definitions as are looked up by their keys; for more, all are read. */
const MOST_KEYS = 100;

/** Knows which of these tags there are; what it has read it does not read again. */
const tagReader = (deps: PartnershipReader, program: string) => {
  const known = new Map<string, boolean>();
  return async (standings: readonly Standing[]): Promise<(key: string) => boolean> => {
    const named = new Set(standings.flatMap((standing) => standing.tags).filter((key) => !known.has(key)));
    const found =
      named.size > MOST_KEYS
        ? await tags.all(deps.store, program)
        : await tags.getMany(deps.store, program, [...named]);
    for (const key of named) known.set(key, false);
    for (const { key } of found) known.set(key, true);
    return (key) => known.get(key) === true;
  };
};

/** Knows the groups of partnerships, each read once. */
const groupReader = (deps: PartnershipReader) => {
  const known = new Map<string, NestedGroup | undefined>();
  return async (program: ProgramState['program'], standings: readonly Standing[]): Promise<Surroundings['groupOf']> => {
    const named = [...new Set(standings.map(({ group }) => group))].filter((key) => !known.has(key));
    const found = await groups.getMany(deps.store, program.key, named);
    const shown = await nestedGroups(deps.store, program, found);
    for (const key of named) known.set(key, shown.get(key));
    return (key) => known.get(key);
  };
};

/** Reads what showing partnerships needs; of what it knows already it reads nothing again. */
const surroundingsReader = (deps: PartnershipReader, context: Moment) => {
  let reading: Promise<ProgramState> | undefined;
  const tagsOf = tagReader(deps, context.program);
  const groupsOf = groupReader(deps);
  return async (standings: readonly Standing[]): Promise<Surroundings> => {
    reading ??= readProgramState(deps, context.program);
    const [state, isTag] = await Promise.all([reading, tagsOf(standings)]);
    return { ...state, now: context.now, isTag, groupOf: await groupsOf(state.program, standings) };
  };
};

/** A partnership as the API shows it. */
export const partnershipView = async (
  deps: PartnershipReader,
  context: Moment,
  partnership: Partnership,
): Promise<PartnershipView> => view(partnership, await surroundingsReader(deps, context)([partnership.standing]));

/** Reads the partnerships of index entries; the filter is asked before the profiles are read. */
export const partnershipsAt = (deps: PartnershipReader, context: Moment, wanted: (standing: Standing) => boolean) => {
  const surroundings = surroundingsReader(deps, context);
  return async (entries: readonly Item[]): Promise<readonly (PartnershipView | undefined)[]> => {
    const standings = (await wholeItems(deps.store, entries))
      .flatMap((item) => (item === undefined ? [] : [readStanding(item)]))
      .filter(wanted);
    const places = standings.map((standing) => profileKey(standing.key));
    const [profiles, around] = await Promise.all([wholeItems(deps.store, places), surroundings(standings)]);
    return standings.map((standing, index) => {
      const item = profiles[index];
      return item === undefined ? undefined : view({ standing, profile: readProfile(item) }, around);
    });
  };
};
