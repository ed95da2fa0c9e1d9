import { isDeepStrictEqual } from 'node:util';
import { conflict, unprocessable } from '../../domain/errors.ts';
import { standingKey } from '../../table/keys.ts';
import { releasePartnerName, takePartnerName } from '../../table/partner-names.ts';
import { getStanding, type Profile, putProfile, type Standing } from '../../table/partnerships.ts';
import { addRecruit } from '../../table/recruits.ts';
import { changeMembership } from '../../table/rosters.ts';
import { type Store, unchanged, type Write } from '../../table/store.ts';
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
import { JOINING_CONFLICTS, joiningFailure } from '../shared/joining.ts';
import { followGroup } from '../shared/landing.ts';
import { untilUncontended } from '../shared/retry.ts';
import { tagKeys } from '../shared/tag-names.ts';
import { consequencesOf } from './consequences.ts';

type Body = InputOf<typeof updatePartnership>['body'];

/** The tags of a partnership after a change, worked out anew from what it has at each try. */
type Retag = (tags: readonly string[]) => readonly string[];

/** A change as it is asked for. */
interface Change {
  readonly body: Body;
  readonly retag?: Retag;
  /** The partner closes its account: its login is no longer tied to the partnership. */
  readonly closing?: boolean;
  /** What is to be in the same write. */
  readonly writes?: readonly Write[];
}

/** After these a fresh read and another try may succeed. */
const PARTNERSHIP_CONFLICTS: readonly string[] = [
  ...JOINING_CONFLICTS,
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
  return { key: recruiter.key, writes: [check, addRecruit(recruiter.key, standing.key)] };
};

const changedStanding = async (
  deps: PartnershipDeps,
  before: Standing,
  { body, retag }: Change,
): Promise<{ after: Standing; more: readonly Write[] }> => {
  const { group_key: group = before.group, status = before.status } = body;
  if (group !== before.group) await requireGroup(deps, before.program, group);
  const asked =
    body.tags === undefined
      ? before.tags
      : await tagKeys(deps.store, before.program, body.tags, (index) => `tags.${index}`);
  const tags = [...new Set(retag === undefined ? asked : retag(asked))];
  const recruiter = await recruiterOf(deps, before, body.recruited_by);
  return { after: { ...before, group, status, tags, recruiter: recruiter.key }, more: recruiter.writes };
};

const cleared = <T>(asked: T | null | undefined, before: T | undefined): T | undefined =>
  asked === undefined ? before : (asked ?? undefined);

/** Since when it is inactive; a partnership that is inactive already keeps its instant, and gets another reason. */
const inactiveSince = (before: Profile, { body, closing = false }: Change, now: number): Profile['inactive'] => {
  const { status, status_reason: reason } = body;
  if (status === 'active') return undefined;
  if (status === undefined) return before.inactive;
  const { since = now, reason: earlier, closed = closing } = before.inactive ?? {};
  return { since, closed, reason: reason ?? earlier };
};

const changedProfile = (before: Profile, change: Change, now: number): Profile => {
  const { body } = change;
  return {
    ...before,
    email: body.email ?? before.email,
    first_name: cleared(body.first_name, before.first_name),
    last_name: cleared(body.last_name, before.last_name),
    company: cleared(body.company, before.company),
    country: cleared(body.country, before.country),
    user: change.closing === true ? undefined : before.user,
    inactive: inactiveSince(before, change, now),
    updated_at: now,
    rev: before.rev + 1,
  };
};

/**
 * Another address is taken before the old one is given back; another spelling of the same one is neither. Whoever
 * closed its account may apply again with the same address, so that it is free.
 */
const emailWrites = (before: Profile, after: Profile): readonly Write[] => {
  const name = (profile: Profile) => (profile.inactive?.closed === true ? undefined : profile.email.toLowerCase());
  if (name(before) === name(after)) return [];
  return [
    ...(name(after) === undefined ? [] : [takePartnerName(after.program, 'EMAIL', after.email, after.key)]),
    ...(name(before) === undefined ? [] : [releasePartnerName(before.program, 'EMAIL', before.email)]),
  ];
};

/** @throws Failure `conflict` for what only the partner itself may change. */
const requireOwn = ({ profile }: Partnership, { body }: Change): void => {
  if (profile.inactive?.closed === true && body.status === 'active') {
    throw conflict('The partner has closed its account; it can only apply again.', 'status', 'account_closed');
  }
  const renamed = body.email !== undefined && body.email.toLowerCase() !== profile.email.toLowerCase();
  if (profile.user !== undefined && renamed) {
    throw conflict('The partner logs in with this address and changes it itself.', 'email', 'email_of_login');
  }
};

const tryOnce = async (deps: PartnershipDeps, context: Context, name: string, change: Change): Promise<Partnership> => {
  const before = await requirePartnership(deps, context.program, name);
  requireOwn(before, change);
  const { after, more } = await changedStanding(deps, before.standing, change);
  const profile = changedProfile(before.profile, change, context.now);
  const consequences = await consequencesOf(
    deps,
    context,
    before,
    { standing: after, profile },
    profile.inactive?.reason,
  );
  const stays = isDeepStrictEqual(after, { ...before.standing, recruiter: before.standing.recruiter });
  const standing = consequences.standing;
  await deps.store.transact([
    ...emailWrites(before.profile, profile),
    putProfile(profile, unchanged('profile_changed', before.profile.rev)),
    ...(stays ? [] : await changeMembership(deps.store, before.standing, standing)),
    ...more,
    ...consequences.writes,
    ...(change.writes ?? []),
  ]);
  const { group, status } = before.standing;
  if (standing.group !== group || standing.status !== status) await followGroup(deps.store, standing.key);
  return { standing: stays ? before.standing : { ...standing, rev: before.standing.rev + 1 }, profile };
};

/**
 * Changes who the partner is and where the partnership stands; its links follow it in the same write.
 * @throws Failure `not_found`, `conflict` (`email_taken`, `other_program`, `recruiter_set`, `account_closed`,
 * `email_of_login`), `unprocessable` (unknown group, tag or recruiter; `circle`), `busy`.
 */
export const changePartner = async (
  deps: PartnershipDeps,
  context: Context,
  name: string,
  body: Body,
  more: Omit<Change, 'body'> = {},
): Promise<Partnership> => {
  try {
    const change = { body, ...more };
    return await untilUncontended(PARTNERSHIP_CONFLICTS, deps.chance, () => tryOnce(deps, context, name, change));
  } catch (error) {
    throw joiningFailure(error);
  }
};
