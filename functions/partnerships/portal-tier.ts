import { notFound } from '../../domain/errors.ts';
import { acceptedAt, progressIn } from '../../domain/standing.ts';
import { tierIndex } from '../../domain/tiers.ts';
import { getStanding } from '../../table/partnerships.ts';
import type { Context } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import { readProgramState } from '../shared/configuration.ts';
import type { DataOf } from '../shared/contract.ts';
import type { getPortalTier } from '../shared/contracts/portal-tier.ts';
import type { PartnershipDeps } from '../shared/found-partners.ts';

/** A partner's own tier, what is missing to the next one, and the whole ladder. */
export const portalTier = async (deps: PartnershipDeps, context: Context): Promise<DataOf<typeof getPortalTier>> => {
  const standing = await getStanding(deps.store, partnershipOf(context));
  if (standing === undefined || standing.program !== context.program) throw notFound('partnership', 'partnership');
  const { program, configuration } = await readProgramState(deps, context.program);
  const { ladder } = configuration;
  const { period } = acceptedAt(context.now, program.time_zone, standing.sealed);
  const progress = progressIn(ladder, standing, period, program.time_zone);
  const place = tierIndex(ladder, progress?.tier.key);
  const next = progress?.next;
  return {
    current: progress === undefined ? null : { name: progress.tier.name, minimum: progress.tier.minimum },
    measurement: progress === undefined ? null : ladder.measurement,
    currency: program.currency,
    value: progress?.value ?? 0,
    next: next === undefined ? null : { name: next.tier.name, minimum: next.tier.minimum, missing: next.missing },
    ends_at: progress?.endsAt ?? null,
    tiers: ladder.levels.map(({ name, minimum }, index) => ({ name, minimum, reached: index <= place })),
  };
};
