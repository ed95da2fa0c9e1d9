import { conflict } from '../../domain/errors.ts';
import type { MailedLink } from '../../table/mailed-links.ts';
import { getMerchant } from '../../table/merchants.ts';
import { getProgram } from '../../table/programs.ts';
import { ConditionFailed, type Write } from '../../table/store.ts';
import { changeMember, getMember, getTeam, type Member, putTeam, releaseMemberEmail } from '../../table/team.ts';
import { addUserMember, addUserPartner, userWithEmail } from '../../table/users.ts';
import { type PublicContext, publicRoute, type Route } from '../shared/api.ts';
import { asAuthor } from '../shared/author.ts';
import type { DataOf } from '../shared/contract.ts';
import { acceptInvitation, getInvitation } from '../shared/contracts/accounts.ts';
import { linkGone, type OpenedLink, openMailedLink } from '../shared/mailed-links.ts';
import { untilUncontended } from '../shared/retry.ts';
import { memberConflict } from '../shared/team.ts';
import { accepting } from './accepting.ts';
import type { AccountsDeps } from './deps.ts';

type View = DataOf<typeof getInvitation>;

/** An invitation that can be accepted, with the member that it is for where it is one into a team. */
interface Open extends OpenedLink {
  readonly member: Member | undefined;
}

const KINDS = ['member', 'partner'] as const;

const open = async (deps: AccountsDeps, token: string, now: number): Promise<Open> => {
  const opened = await openMailedLink(deps, KINDS, token, now);
  const { kind, key, merchant = '', subject = '' } = opened.link;
  if (kind !== 'member') return { ...opened, member: undefined };
  const member = await getMember(deps.store, merchant, subject);
  // A newer invitation, or its withdrawal, makes the mailed link worthless.
  if (member?.invitation !== key) throw linkGone('withdrawn');
  return { ...opened, member };
};

const view = async (deps: AccountsDeps, link: MailedLink, member: Member | undefined): Promise<View> => {
  const { kind, email, merchant = '', program = '', ends_at } = link;
  if (kind !== 'member' && kind !== 'partner') throw new Error(`${link.key} is no invitation.`);
  const [head, from, login] = await Promise.all([
    kind === 'partner' ? getProgram(deps.store, program) : undefined,
    getMerchant(deps.store, merchant),
    userWithEmail(deps.store, email),
  ]);
  return {
    ...{ kind, email, merchant_name: from?.name ?? '', role: member?.role ?? null, program_name: head?.name ?? null },
    ...{ has_login: login !== undefined, expires_at: ends_at },
  };
};

const joining = async (deps: AccountsDeps, { link, member }: Open, user: string, now: number) => {
  const { merchant = '', program = '', subject = '' } = link;
  if (member === undefined) return [addUserPartner(user, { program, partnership: subject })];
  const team = await getTeam(deps.store, merchant);
  const { invitation: _used, invitation_expires_at: _ended, ...known } = member;
  const owners = (team?.owners ?? 0) + (member.role === 'owner' ? 1 : 0);
  return [
    putTeam(merchant, team, { members: team?.members ?? 1, owners }),
    changeMember(member, { ...known, user, updated_at: now }),
    addUserMember(user, { merchant, member: subject }),
    // Who is in the team is known by the login; the address may change from now on.
    releaseMemberEmail(merchant, member.email),
  ] satisfies readonly Write[];
};

const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof ConditionFailed)) return error;
  if (error.condition === 'mailed_link_used') return linkGone('used');
  if (error.condition === 'partner_exists') {
    return conflict('This login has a partnership in the program already.', 'token', 'partner_exists');
  }
  return memberConflict(error.condition) ?? error;
};

const accept = async (
  deps: AccountsDeps,
  context: PublicContext,
  token: string,
  password: string | undefined,
): Promise<View> => {
  const { now, requestId } = context;
  const { link } = await open(deps, token, now);
  const user = await accepting(deps, context, link.email, password);
  const author = {
    program: link.program ?? '',
    actor: `user_${user}`,
    operation: 'acceptInvitation',
    requestId,
    at: now,
  };
  try {
    return await asAuthor(author, () =>
      untilUncontended(['team_changed', 'member_changed'], deps.chance, async () => {
        const opened = await open(deps, token, now);
        await deps.store.transact([opened.used, ...(await joining(deps, opened, user, now))]);
        return view(deps, opened.link, opened.member);
      }),
    );
  } catch (error) {
    throw refusalOf(error);
  }
};

/** The operations of whoever was invited. */
export const invitationRoutes = (deps: AccountsDeps): readonly Route[] => [
  publicRoute(getInvitation, async ({ now }, { params }) => {
    const { link, member } = await open(deps, params.token, now);
    return view(deps, link, member);
  }),
  publicRoute(acceptInvitation, (context, { params, body }) => accept(deps, context, params.token, body.password)),
];
