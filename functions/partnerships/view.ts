import { acceptedAt, measuresIn, tierIn } from '../../domain/standing.ts';
import { tags } from '../../table/definitions.ts';
import type { Standing } from '../../table/partnerships.ts';
import type { Context } from '../shared/api.ts';
import { type ProgramState, readProgramState } from '../shared/configuration.ts';
import type { DataOf } from '../shared/contract.ts';
import type { getPartnership } from '../shared/contracts/partnerships.ts';
import type { Partnership, PartnershipDeps } from '../shared/found-partners.ts';

export type View = DataOf<typeof getPartnership>;

/** What showing partnerships needs besides them. */
export interface Surroundings extends ProgramState {
  readonly now: number;
  /** Tags that were deleted are not shown. */
  readonly isTag: (key: string) => boolean;
}

export const view = ({ standing, profile }: Partnership, around: Surroundings): View => {
  const { period } = acceptedAt(around.now, around.program.time_zone, standing.sealed);
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
    group_key: standing.group,
    tags: standing.tags.filter(around.isTag),
    tier_key: tierIn(around.configuration.ladder, standing, period) ?? null,
    recruited_by: standing.recruiter ?? null,
    joined_at: standing.joined_at,
    measures: measuresIn(standing, period),
  };
};

/** Reads what showing these partnerships needs. */
export const surroundings = async (
  deps: PartnershipDeps,
  context: Context,
  standings: readonly Standing[],
): Promise<Surroundings> => {
  const state = await readProgramState(deps, context.program);
  const named = standings.some((standing) => standing.tags.length > 0);
  const known = new Set(named ? (await tags.all(deps.store, context.program)).map((tag) => tag.key) : []);
  return { ...state, now: context.now, isTag: (key) => known.has(key) };
};

export const show = async (deps: PartnershipDeps, context: Context, partnership: Partnership): Promise<View> =>
  view(partnership, await surroundings(deps, context, [partnership.standing]));
