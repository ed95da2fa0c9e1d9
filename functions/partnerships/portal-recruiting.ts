import { shiftPeriod } from '../../domain/periods.ts';
import { earnedByRecruits, secondTierIn, shownName } from '../../domain/recruits.ts';
import { groups } from '../../table/definitions.ts';
import { earningsOf, marksOf } from '../../table/earnings.ts';
import { profileKey, recruitKey, standingKey } from '../../table/keys.ts';
import { type Profile, readProfile, readStanding, type Standing } from '../../table/partnerships.ts';
import type { Item, Store } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import { type ProgramState, readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import * as contract from '../shared/contracts/portal-recruiting.ts';
import type { PartnershipDeps } from '../shared/found-partners.ts';
import { listPage, wholeItems } from '../shared/paging.ts';
import { inParallel } from '../shared/parallel.ts';
import { hasRecruiting, recruitingCodeOf } from '../shared/recruiting.ts';

interface RecruitingDeps extends PartnershipDeps {
  /** Where join links are reached, without a slash at the end. */
  readonly publicUrl: string;
}

type Link = DataOf<typeof contract.getRecruiting>;
type Recruit = DataOf<typeof contract.listRecruits>['items'][number];

const OFF: Link = { enabled: false, code: null, url: null, rate_bps: null, of: null };

/** The join link of the default group: whoever follows it applies there, with the code of the recruiter. */
const linkOf = async (deps: RecruitingDeps, state: ProgramState, code: string): Promise<string | null> => {
  const { key, default_group } = state.program;
  const slug = (await groups.get(deps.store, key, default_group))?.join_slug;
  return slug === undefined ? null : `${deps.publicUrl}/join/${slug}?recruiter=${code}`;
};

const recruiting = async (deps: RecruitingDeps, context: Context): Promise<Link> => {
  const state = await readProgramState(deps, context.program);
  if (!hasRecruiting(state)) return OFF;
  const code = recruitingCodeOf(partnershipOf(context));
  const { second_tier_bps, second_tier_of } = state.configuration;
  return { enabled: true, code, url: await linkOf(deps, state, code), rate_bps: second_tier_bps, of: second_tier_of };
};

interface Known {
  readonly standing: Standing;
  readonly profile: Profile;
}

const readKnown = async (store: Store, entries: readonly Item[]): Promise<readonly (Known | undefined)[]> => {
  const keys = entries.map(({ sk }) => sk);
  const [standings, profiles] = await Promise.all([
    wholeItems(store, keys.map(standingKey)),
    wholeItems(store, keys.map(profileKey)),
  ]);
  return standings.map((standing, index) => {
    const profile = profiles[index];
    if (standing === undefined || profile === undefined) return undefined;
    return { standing: readStanding(standing), profile: readProfile(profile) };
  });
};

/** A reward may wait for its approval in a later month than its event: up to ninety days. */
const MOST_MONTHS_BEFORE = 3;

/** The events of recruits by which their recruiter may have earned in a period. */
const eventsOf = async (store: Store, recruits: readonly string[], period: string) => {
  const periods = Array.from({ length: MOST_MONTHS_BEFORE + 1 }, (_, months) => shiftPeriod(period, -months));
  const found = await inParallel(recruits, async (recruit): Promise<[string, readonly string[]]> => {
    const earnings = await Promise.all(periods.map((month) => earningsOf(store, recruit, month)));
    return [recruit, [...new Set(earnings.flat().map(({ event }) => event))]];
  });
  return new Map(found);
};

const view = ({ standing, profile }: Known, earned: number): Recruit => ({
  key: standing.key,
  created_at: profile.created_at,
  updated_at: profile.updated_at,
  name: shownName(profile.first_name, profile.last_name) ?? null,
  active: standing.status === 'active',
  joined_at: standing.joined_at,
  earned_amount: earned,
});

const recruits = async (
  deps: RecruitingDeps,
  context: Context,
  query: InputOf<typeof contract.listRecruits>['query'],
): Promise<DataOf<typeof contract.listRecruits>> => {
  const { program } = await readProgramState(deps, context.program);
  const own = partnershipOf(context);
  const period = query.period ?? program.open_period;
  const [earnings, marks] = await Promise.all([earningsOf(deps.store, own, period), marksOf(deps.store, own, period)]);
  const read = async (entries: readonly Item[]): Promise<readonly (Recruit | undefined)[]> => {
    const known = await readKnown(deps.store, entries);
    const keys = known.flatMap((one) => (one === undefined ? [] : [one.standing.key]));
    const earned = earnedByRecruits(earnings, marks, await eventsOf(deps.store, keys, period));
    return known.map((one) => (one === undefined ? undefined : view(one, earned.get(one.standing.key) ?? 0)));
  };
  const { pk } = recruitKey(own, '');
  const page = await listPage(deps.store, { partitions: [pk], keyPrefix: 'part', read }, query);
  return { ...page, period, currency: program.currency, earned_amount: secondTierIn(earnings, marks) };
};

/** How a partner recruits others, and whom it has recruited. */
export const portalRecruitingRoutes = (deps: RecruitingDeps): readonly Route[] => [
  route(contract.getRecruiting, (context) => recruiting(deps, context)),
  route(contract.listRecruits, (context, { query }) => recruits(deps, context, query)),
];
