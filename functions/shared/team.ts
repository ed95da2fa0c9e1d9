import { conflict, Failure } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Role } from '../../domain/roles.ts';
import type { Store, Write } from '../../table/store.ts';
import { addMember, getTeam, type Member, putTeam, type Team } from '../../table/team.ts';
import { addUserMember } from '../../table/users.ts';
import type { Ids } from './ids.ts';

/** Somebody who is to be in a team. */
interface Joining {
  readonly merchant: string;
  readonly email: string;
  readonly role: Role;
  readonly user: string;
}

/** The team with one more member; who is only invited owns nothing yet. @throws Failure `plan_limit` when it is full. */
export const withMember = (merchant: string, team: Team | undefined, { owns }: { readonly owns: boolean }): Write => {
  const { members, owners } = team ?? { members: 0, owners: 0 };
  if (members >= LIMITS.members) {
    throw new Failure('plan_limit', `A team holds at most ${LIMITS.members} members.`, { reason: 'members' });
  }
  return putTeam(merchant, team, { members: members + 1, owners: owners + (owns ? 1 : 0) });
};

/** What puts a person with a login into a team at once, such as the first owner of a new merchant. */
export const joinTeam = async (
  deps: { readonly store: Store; readonly ids: Ids },
  joining: Joining,
  now: number,
): Promise<{ readonly member: Member; readonly writes: readonly Write[] }> => {
  const { merchant, user } = joining;
  const team = await getTeam(deps.store, merchant);
  const member = { ...joining, key: deps.ids.key('mem', now), created_at: now, updated_at: now, rev: 1 };
  const writes = [
    withMember(merchant, team, { owns: joining.role === 'owner' }),
    addMember(member),
    addUserMember(user, { merchant, member: member.key }),
  ];
  return { member, writes };
};

/** What a condition of these writes means for who asked; undefined for conditions of others. */
export const memberConflict = (condition: string): Failure | undefined =>
  condition === 'member_exists' ? conflict('This person is in the team already.', 'email', 'member_exists') : undefined;
