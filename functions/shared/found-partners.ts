import { notFound, unprocessable } from '../../domain/errors.ts';
import { groups } from '../../table/definitions.ts';
import { findPartnership, partnershipNamed } from '../../table/partner-names.ts';
import { getProfile, type Profile, type Standing } from '../../table/partnerships.ts';
import type { ConfigurationDeps } from './configuration.ts';
import type { Ids } from './ids.ts';

/** What the use cases of partnerships work with. */
export interface PartnershipDeps extends ConfigurationDeps {
  readonly ids: Ids;
}

/** A partnership as it is stored. */
export interface Partnership {
  readonly standing: Standing;
  readonly profile: Profile;
}

/** A partnership by its key or partner_key. @throws Failure `not_found` naming the field. */
export const requirePartnership = async (
  deps: Pick<PartnershipDeps, 'store'>,
  program: string,
  name: string,
  param = 'partnership',
): Promise<Partnership> => {
  const standing = await findPartnership(deps.store, program, name);
  const profile = standing === undefined ? undefined : await getProfile(deps.store, standing.key);
  if (standing === undefined || profile === undefined) throw notFound('partnership', param);
  return { standing, profile };
};

/** A partnership by its key, its partner_key or its partner's e-mail address. @throws Failure `not_found`. */
export const requireNamed = async (
  deps: Pick<PartnershipDeps, 'store'>,
  program: string,
  name: string,
): Promise<Partnership> => {
  const isKey = !name.includes('@') || (await findPartnership(deps.store, program, name)) !== undefined;
  const byEmail = isKey ? undefined : await partnershipNamed(deps.store, program, 'EMAIL', name);
  return requirePartnership(deps, program, byEmail ?? name);
};

/** @throws Failure `unprocessable` when partnerships cannot be put into the group. */
export const requireGroup = async (deps: PartnershipDeps, program: string, key: string): Promise<void> => {
  const group = await groups.get(deps.store, program, key);
  if (group === undefined) throw unprocessable('unknown_group', 'There is no such group.', 'group_key');
  if (group.archived) throw unprocessable('archived', 'This group is archived.', 'group_key');
};

/** The recruiter that a request names. @throws Failure `unprocessable` when there is none. */
export const requireRecruiter = async (deps: PartnershipDeps, program: string, name: string): Promise<Standing> => {
  const recruiter = await findPartnership(deps.store, program, name);
  if (recruiter !== undefined) return recruiter;
  throw unprocessable('unknown_partnership', 'There is no such partnership.', 'recruited_by');
};
