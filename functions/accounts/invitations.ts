import { conflict } from '../../domain/errors.ts';
import { getMerchant } from '../../table/merchants.ts';
import { getPartnerInvitation, type PartnerInvitation } from '../../table/partner-invitations.ts';
import { getProgram } from '../../table/programs.ts';
import { ConditionFailed, type Write } from '../../table/store.ts';
import { changeMember, getMember, getTeam, type Member, putTeam, releaseMemberEmail } from '../../table/team.ts';
import { addUserMember, getUser, userWithEmail } from '../../table/users.ts';
import { memberActor } from '../shared/actors.ts';
import { type PublicContext, publicRoute, type Route } from '../shared/api.ts';
import { asAuthor } from '../shared/author.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { acceptInvitation, getInvitation } from '../shared/contracts/accounts.ts';
import { JOINING_CONFLICTS, joiningFailure } from '../shared/joining.ts';
import { linkGone, type OpenedLink, openMailedLink } from '../shared/mailed-links.ts';
import { portalHostOf } from '../shared/portal-hosts.ts';
import { untilUncontended } from '../shared/retry.ts';
import { memberConflict } from '../shared/team.ts';
import { accepting } from './accepting.ts';
import type { AccountsDeps } from './deps.ts';
import { joiningProgram, requireTerms, termsOfInvitation } from './joining-program.ts';

type View = DataOf<typeof getInvitation>;

/** An invitation that can be accepted, with the member that it is for where it is one into a team. */
interface Open extends OpenedLink {
  readonly member: Member | undefined;
  readonly partner: PartnerInvitation | undefined;
}

const KINDS = ['member', 'partner'] as const;

const open = async (deps: AccountsDeps, token: string, now: number): Promise<Open> => {
  const opened = await openMailedLink(deps, KINDS, token, now);
  const { kind, key, merchant = '', program = '', subject = '' } = opened.link;
  // A newer invitation, or its withdrawal, makes the mailed link worthless.
  if (kind === 'partner') {
    const partner = await getPartnerInvitation(deps.store, program, subject);
    if (partner?.link !== key || partner.state !== 'open') throw linkGone('withdrawn');
    return { ...opened, member: undefined, partner };
  }
  const member = await getMember(deps.store, merchant, subject);
  if (member?.invitation !== key) throw linkGone('withdrawn');
  return { ...opened, member, partner: undefined };
};

const view = async (deps: AccountsDeps, { link, member, partner }: Omit<Open, 'used'>): Promise<View> => {
  const { kind, email, merchant = '', program = '', ends_at } = link;
  if (kind !== 'member' && kind !== 'partner') throw new Error(`${link.key} is no invitation.`);
  const [head, from, login, terms, portal] = await Promise.all([
    kind === 'partner' ? getProgram(deps.store, program) : undefined,
    getMerchant(deps.store, merchant),
    userWithEmail(deps.store, email),
    partner === undefined ? undefined : termsOfInvitation(deps, partner),
    partner === undefined ? undefined : portalHostOf(deps.store, program),
  ]);
  const known = login === undefined ? undefined : await getUser(deps.store, login);
  return {
    ...{ kind, email, merchant_name: from?.name ?? '', role: member?.role ?? null, program_name: head?.name ?? null },
    portal_host: portal ?? null,
    ...{ has_login: known !== undefined && known.password_given !== true, expires_at: ends_at },
    ...{ message: partner?.message ?? null, terms_url: terms?.url ?? null, terms_version: terms?.version ?? null },
  };
};

/** What the person sends with the mailed link. */
type Acceptance = InputOf<typeof acceptInvitation>['body'];

const joiningTeam = async (deps: AccountsDeps, { link }: Open, member: Member, user: string, now: number) => {
  const { merchant = '', subject = '' } = link;
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

/** What acceptance writes besides that the link was used. */
const joining = async (
  deps: AccountsDeps,
  context: PublicContext,
  opened: Open,
  user: string,
  body: Acceptance,
): Promise<readonly Write[]> => {
  const { member, partner } = opened;
  if (member !== undefined) return joiningTeam(deps, opened, member, user, context.now);
  if (partner === undefined) throw new Error(`${opened.link.key} invites nobody.`);
  return joiningProgram(deps, context, partner, user, body.terms_version);
};

const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof ConditionFailed)) return error;
  if (error.condition === 'mailed_link_used') return linkGone('used');
  if (error.condition === 'partner_exists') {
    return conflict('This login has a partnership in the program already.', 'token', 'partner_exists');
  }
  return memberConflict(error.condition) ?? joiningFailure(error);
};

const CONTENDED: readonly string[] = [
  ...JOINING_CONFLICTS,
  'team_changed',
  'member_changed',
  'profile_changed',
  'invitation_changed',
];

const accept = async (deps: AccountsDeps, context: PublicContext, token: string, body: Acceptance): Promise<View> => {
  const { now, requestId } = context;
  const first = await open(deps, token, now);
  if (first.partner !== undefined) await requireTerms(deps, first.partner, body.terms_version);
  const user = await accepting(deps, context, first.link.email, body.password);
  const program = first.link.program ?? '';
  const author = { program, actor: memberActor(user), operation: 'acceptInvitation', requestId, at: now };
  try {
    return await asAuthor(author, () =>
      untilUncontended(CONTENDED, deps.chance, async () => {
        const opened = await open(deps, token, now);
        await deps.store.transact([opened.used, ...(await joining(deps, context, opened, user, body))]);
        return view(deps, opened);
      }),
    );
  } catch (error) {
    throw refusalOf(error);
  }
};

/** The operations of whoever was invited. */
export const invitationRoutes = (deps: AccountsDeps): readonly Route[] => [
  publicRoute(getInvitation, async ({ now }, { params }) => {
    return view(deps, await open(deps, params.token, now));
  }),
  publicRoute(acceptInvitation, (context, { params, body }) => accept(deps, context, params.token, body)),
];
