import { conflict, Failure, notFound } from '../../domain/errors.ts';
import { mayGrant, type Role } from '../../domain/roles.ts';
import { teamKey, teamMemberPrefix } from '../../table/keys.ts';
import { getProgram } from '../../table/programs.ts';
import type { Item } from '../../table/store.ts';
import {
  addMember,
  changeMember,
  getMember,
  getTeam,
  type Member,
  memberWithEmail,
  putTeam,
  readMember,
  releaseMemberEmail,
  removeMember as removeStored,
  takeMemberEmail,
} from '../../table/team.ts';
import { belongingsOf, getUser, removeUserMember, userWithEmail } from '../../table/users.ts';
import { memberActor } from '../shared/actors.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import type { Caller } from '../shared/auth.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { inviteMember, listTeam, removeMember, updateMember } from '../shared/contracts/team.ts';
import { mayMail, newMailedLink } from '../shared/mailed-links.ts';
import { listPage } from '../shared/paging.ts';
import { inParallel } from '../shared/parallel.ts';
import { untilUncontended } from '../shared/retry.ts';
import { memberConflict, withMember } from '../shared/team.ts';
import type { AccountsDeps } from './deps.ts';

type View = DataOf<typeof updateMember>;

const CONTENDED = ['team_changed', 'member_changed', 'member_email_taken'];
const MOST_MAILS = 100;

const view = async ({ store }: AccountsDeps, member: Member): Promise<View> => {
  const { key, created_at, updated_at, role, user } = member;
  // Who is in the team may have changed the address since.
  const email = user === undefined ? undefined : (await getUser(store, user))?.email;
  return {
    ...{ key, created_at, updated_at, role, email: email ?? member.email },
    status: user === undefined ? 'invited' : 'active',
    invitation_expires_at: user === undefined ? (member.invitation_expires_at ?? null) : null,
    actor_key: user === undefined ? null : memberActor(user),
  };
};

const merchantOf = async ({ store }: AccountsDeps, program: string): Promise<string> => {
  const head = await getProgram(store, program);
  if (head === undefined) throw notFound('program', 'program');
  return head.merchant;
};

/** A key may handle the team as an admin does: that somebody owns the merchant is decided by an owner in person. */
const roleOf = (caller: Caller): Role => (caller.kind === 'member' ? caller.role : 'admin');

const requireGrant = (caller: Caller, role: Role): void => {
  if (mayGrant(roleOf(caller), role)) return;
  throw new Failure('forbidden', `Your role may not give or take the role ${role}.`, { reason: 'role', param: 'role' });
};

const ownsNow = ({ role, user }: Member): number => (role === 'owner' && user !== undefined ? 1 : 0);

/** The counts of the team after a change. @throws Failure `conflict` (`last_owner`) when nobody would own it. */
const counted = async (deps: AccountsDeps, merchant: string, before: Member, after: Member | undefined) => {
  const team = await getTeam(deps.store, merchant);
  if (team === undefined) throw new Error(`The team of ${merchant} has members and no counts.`);
  const owners = team.owners - ownsNow(before) + (after === undefined ? 0 : ownsNow(after));
  if (owners < 1 && ownsNow(before) === 1) {
    throw conflict('A team has an owner at all times: make somebody else owner first.', 'member', 'last_owner');
  }
  return putTeam(merchant, team, { members: team.members - (after === undefined ? 1 : 0), owners });
};

const requireStranger = async ({ store }: AccountsDeps, merchant: string, email: string): Promise<void> => {
  const user = await userWithEmail(store, email);
  if (user === undefined) return;
  const { members } = await belongingsOf(store, user);
  const known = members.some((member) => member.merchant === merchant) ? memberConflict('member_exists') : undefined;
  if (known !== undefined) throw known;
};

const invite = async (
  deps: AccountsDeps,
  context: Context,
  { email, role }: InputOf<typeof inviteMember>['body'],
): Promise<View> => {
  const { program, now, caller } = context;
  const { store } = deps;
  requireGrant(caller, role);
  const merchant = await merchantOf(deps, program);
  if (!(await mayMail(deps, `team ${merchant}`, MOST_MAILS))) {
    throw new Failure('rate_limited', 'Too many invitations in this hour.', { retryAfterSeconds: 3600 });
  }
  return untilUncontended(CONTENDED, deps.chance, async () => {
    await requireStranger(deps, merchant, email);
    const known = await memberWithEmail(store, merchant, email);
    const before = known === undefined ? undefined : await getMember(store, merchant, known);
    if (before !== undefined) requireGrant(caller, before.role);
    const key = before?.key ?? deps.ids.key('mem', now);
    const order = { kind: 'member', email, merchant, program, subject: key } as const;
    const { link, write } = await newMailedLink(deps, order, now);
    const invited = { role, invitation: link.key, invitation_expires_at: link.ends_at, updated_at: now };
    if (before !== undefined) {
      await store.transact([changeMember(before, { ...before, ...invited }), write]);
      return view(deps, { ...before, ...invited });
    }
    const member: Member = { key, merchant, email, created_at: now, rev: 1, ...invited };
    const team = withMember(merchant, await getTeam(store, merchant), { owns: false });
    await store.transact([team, addMember(member), takeMemberEmail(merchant, email, key), write]);
    return view(deps, member);
  });
};

const memberNamed = async (deps: AccountsDeps, merchant: string, key: string): Promise<Member> => {
  const member = await getMember(deps.store, merchant, key);
  if (member === undefined) throw notFound('member', 'member');
  return member;
};

const update = async (
  deps: AccountsDeps,
  { program, now, caller }: Context,
  { params, body }: InputOf<typeof updateMember>,
): Promise<View> => {
  const merchant = await merchantOf(deps, program);
  return untilUncontended(CONTENDED, deps.chance, async () => {
    const before = await memberNamed(deps, merchant, params.member);
    requireGrant(caller, before.role);
    requireGrant(caller, body.role);
    if (before.role === body.role) return view(deps, before);
    const after = { ...before, role: body.role, updated_at: now };
    await deps.store.transact([await counted(deps, merchant, before, after), changeMember(before, after)]);
    return view(deps, after);
  });
};

const remove = async (deps: AccountsDeps, { program, caller }: Context, key: string) => {
  const merchant = await merchantOf(deps, program);
  return untilUncontended(CONTENDED, deps.chance, async () => {
    const member = await memberNamed(deps, merchant, key);
    requireGrant(caller, member.role);
    await deps.store.transact([
      await counted(deps, merchant, member, undefined),
      removeStored(member),
      member.user === undefined ? releaseMemberEmail(merchant, member.email) : removeUserMember(member.user, merchant),
    ]);
    return { key, deleted: true };
  });
};

/** The operations of a merchant's team. */
export const teamRoutes = (deps: AccountsDeps): readonly Route[] => [
  route(listTeam, async ({ program }, { query }) => {
    const { pk } = teamKey(await merchantOf(deps, program));
    const read = (items: readonly Item[]) => inParallel(items.map(readMember), (member) => view(deps, member));
    return listPage(deps.store, { partitions: [pk], sortPrefix: teamMemberPrefix, keyPrefix: 'mem', read }, query);
  }),
  route(inviteMember, (context, { body }) => invite(deps, context, body)),
  route(updateMember, (context, input) => update(deps, context, input)),
  route(removeMember, (context, { params }) => remove(deps, context, params.member)),
];
