import { isDeepStrictEqual } from 'node:util';
import { conflict, unprocessable } from '../../domain/errors.ts';
import { standingKey } from '../../table/keys.ts';
import { releasePartnerName, takePartnerName } from '../../table/partner-names.ts';
import { getStanding, type Profile, putProfile, type Standing } from '../../table/partnerships.ts';
import { changeMembership, MEMBERSHIP_CONFLICTS } from '../../table/rosters.ts';
import { ConditionFailed, type Store, unchanged, type Write } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import type { InputOf } from '../shared/contract.ts';
import type { updatePartnership } from '../shared/contracts/partnerships.ts';
import {
  type Partnership,
  type PartnershipDeps,
  requireGroup,
  requirePartnership,
  requireRecruiter,
} from '../shared/found-partners.ts';
import { followGroup } from '../shared/landing.ts';
import { untilUncontended } from '../shared/retry.ts';
import { tagKeys } from '../shared/tag-names.ts';
import { linksFollowing } from './links.ts';

type Body = InputOf<typeof updatePartnership>['body'];

/** The tags of a partnership after a change, worked out anew from what it has at each try. */
type Retag = (tags: readonly string[]) => readonly string[];

/** After these a fresh read and another try may succeed. */
const PARTNERSHIP_CONFLICTS: readonly string[] = [
  ...MEMBERSHIP_CONFLICTS,
  'profile_changed',
  'partner_name_gone',
  'link_changed',
];

/** How many recruiters above one another are followed in search of a circle. */
const LONGEST_CHAIN = 100;

/** @throws Failure `unprocessable` when the partnership itself stands above its new recruiter. */
const requireNoCircle = async (store: Store, standing: Standing, recruiter: Standing): Promise<void> => {
  let above: Standing | undefined = recruiter;
  for (let steps = 0; above !== undefined && steps < LONGEST_CHAIN; steps++) {
    if (above.key === standing.key) {
      throw unprocessable('circle', 'A partnership cannot be recruited by itself or its recruits.', 'recruited_by');
    }
    above = above.recruiter === undefined ? undefined : await getStanding(store, above.recruiter);
  }
};

/** The recruiter that is set for good; its standing is held still, so that no circle closes from the other side. */
const recruiterOf = async (deps: PartnershipDeps, standing: Standing, asked: Body['recruited_by']) => {
  if (asked === undefined) return { key: standing.recruiter, writes: [] };
  const recruiter = asked === null ? undefined : await requireRecruiter(deps, standing.program, asked);
  if (recruiter?.key === standing.recruiter) return { key: standing.recruiter, writes: [] };
  if (standing.recruiter !== undefined || recruiter === undefined) {
    throw conflict('The recruiter of a partnership is set once.', 'recruited_by', 'recruiter_set');
  }
  await requireNoCircle(deps.store, standing, recruiter);
  const check: Write = {
    kind: 'check',
    key: standingKey(recruiter.key),
    condition: unchanged('standing_changed', recruiter.rev),
  };
  return { key: recruiter.key, writes: [check] };
};

const changedStanding = async (
  deps: PartnershipDeps,
  before: Standing,
  body: Body,
  retag: Retag,
): Promise<{ after: Standing; writes: readonly Write[] }> => {
  const { group_key: group = before.group, status = before.status } = body;
  if (group !== before.group) await requireGroup(deps, before.program, group);
  const asked =
    body.tags === undefined
      ? before.tags
      : await tagKeys(deps.store, before.program, body.tags, (index) => `tags.${index}`);
  const tags = [...new Set(retag(asked))];
  const recruiter = await recruiterOf(deps, before, body.recruited_by);
  const after = { ...before, group, status, tags, recruiter: recruiter.key };
  if (isDeepStrictEqual(after, { ...before, recruiter: before.recruiter })) return { after: before, writes: [] };
  const moved = group !== before.group || status !== before.status;
  const links = moved ? await linksFollowing(deps.store, after) : [];
  const writes = [...(await changeMembership(deps.store, before, after)), ...recruiter.writes, ...links];
  return { after: { ...after, rev: before.rev + 1 }, writes };
};

const cleared = <T>(asked: T | null | undefined, before: T | undefined): T | undefined =>
  asked === undefined ? before : (asked ?? undefined);

const changedProfile = (before: Profile, body: Body, now: number): Profile => ({
  ...before,
  email: body.email ?? before.email,
  first_name: cleared(body.first_name, before.first_name),
  last_name: cleared(body.last_name, before.last_name),
  company: cleared(body.company, before.company),
  country: cleared(body.country, before.country),
  updated_at: now,
  rev: before.rev + 1,
});

/** Another address is taken before the old one is given back; another spelling of the same one is neither. */
const emailWrites = (before: Profile, after: Profile): readonly Write[] =>
  before.email.toLowerCase() === after.email.toLowerCase()
    ? []
    : [
        takePartnerName(after.program, 'EMAIL', after.email, after.key),
        releasePartnerName(before.program, 'EMAIL', before.email),
      ];

const tryOnce = async (
  deps: PartnershipDeps,
  context: Context,
  name: string,
  body: Body,
  retag: Retag,
): Promise<Partnership> => {
  const before = await requirePartnership(deps, context.program, name);
  const { after: standing, writes } = await changedStanding(deps, before.standing, body, retag);
  const profile = changedProfile(before.profile, body, context.now);
  await deps.store.transact([
    ...emailWrites(before.profile, profile),
    putProfile(profile, unchanged('profile_changed', before.profile.rev)),
    ...writes,
  ]);
  const { group, status } = before.standing;
  if (standing.group !== group || standing.status !== status) await followGroup(deps.store, standing.key);
  return { standing, profile };
};

/**
 * Changes who the partner is and where the partnership stands; its links follow it in the same write.
 * @throws Failure `not_found`, `conflict` (`email_taken`, `recruiter_set`), `unprocessable` (unknown group, tag or
 * recruiter; `circle`), `busy`.
 */
export const changePartner = async (
  deps: PartnershipDeps,
  context: Context,
  name: string,
  body: Body,
  retag: Retag = (tags) => tags,
): Promise<Partnership> => {
  try {
    return await untilUncontended(PARTNERSHIP_CONFLICTS, deps.chance, () => tryOnce(deps, context, name, body, retag));
  } catch (error) {
    if (!(error instanceof ConditionFailed && error.condition === 'email_taken')) throw error;
    throw conflict('Another partnership has this e-mail address.', 'email', 'email_taken');
  }
};
