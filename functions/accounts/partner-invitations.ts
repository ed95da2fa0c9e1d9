import { conflict, notFound } from '../../domain/errors.ts';
import { listPartitions } from '../../table/keys.ts';
import {
  changePartnerInvitation,
  getPartnerInvitation,
  type PartnerInvitation,
  readPartnerInvitation,
} from '../../table/partner-invitations.ts';
import { partnershipNamed } from '../../table/partner-names.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import type { Item } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import * as contract from '../shared/contracts/invitations.ts';
import { requireGroup, requirePartnership, requireRecruiter } from '../shared/found-partners.ts';
import { activityWrites, emailTaken } from '../shared/one-program.ts';
import { listPage, wholeItems } from '../shared/paging.ts';
import { type InvitationOrder, invitationLink, invitePartner } from '../shared/partner-invitations.ts';
import { untilUncontended } from '../shared/retry.ts';
import { tagKeys } from '../shared/tag-names.ts';
import type { AccountsDeps } from './deps.ts';

type View = DataOf<typeof contract.getPartnerInvitation>;

const statusOf = ({ state, expires_at }: PartnerInvitation, now: number): View['status'] =>
  state === 'open' && expires_at <= now ? 'expired' : state;

const view = (invitation: PartnerInvitation, now: number): View => ({
  key: invitation.key,
  created_at: invitation.created_at,
  updated_at: invitation.updated_at,
  email: invitation.email,
  first_name: invitation.first_name ?? null,
  last_name: invitation.last_name ?? null,
  company: invitation.company ?? null,
  status: statusOf(invitation, now),
  group_key: invitation.group ?? null,
  tags: invitation.tags,
  recruited_by: invitation.recruiter ?? null,
  message: invitation.message ?? null,
  partnership_key: invitation.joined ?? invitation.partnership ?? null,
  by: invitation.by,
  sent: invitation.sent,
  expires_at: invitation.expires_at,
  accepted_at: invitation.accepted_at ?? null,
});

const programOf = async (deps: AccountsDeps, key: string): Promise<Program> => {
  const program = await getProgram(deps.store, key);
  if (program === undefined) throw notFound('program', 'program');
  return program;
};

type Body = InputOf<typeof contract.createInvitation>['body'];

/** What the request asks for, found. */
const orderOf = async (deps: AccountsDeps, context: Context, body: Body): Promise<InvitationOrder> => {
  const { program, caller } = context;
  const by = caller.actor;
  const { email, partnership_key, message, first_name, last_name, company, group_key: group, recruited_by } = body;
  if (partnership_key !== undefined) {
    const { standing, profile } = await requirePartnership(deps, program, partnership_key, 'partnership_key');
    return { email: profile.email, partnership: standing.key, tags: [], message, by };
  }
  if (email === undefined) throw new Error('An invitation without an address passed its contract.');
  if (group !== undefined) await requireGroup(deps, program, group);
  const asked = await tagKeys(deps.store, program, body.tags ?? [], (index) => `tags.${index}`);
  const recruiter = recruited_by === undefined ? undefined : await requireRecruiter(deps, program, recruited_by);
  const person = { email, first_name, last_name, company };
  return { ...person, group, tags: [...new Set(asked)], recruiter: recruiter?.key, message, by };
};

/** @throws Failure `conflict` when the address is a partner of the program, or active in another of the merchant. */
const requireFree = async (deps: AccountsDeps, program: Program, email: string): Promise<void> => {
  if ((await partnershipNamed(deps.store, program.key, 'EMAIL', email)) !== undefined) throw emailTaken();
  await activityWrites(deps.store, program, { partnership: '', before: undefined, after: email });
};

const create = async (deps: AccountsDeps, context: Context, body: Body): Promise<View> => {
  const program = await programOf(deps, context.program);
  const order = await orderOf(deps, context, body);
  if (order.partnership === undefined) await requireFree(deps, program, order.email);
  return view(await invitePartner(deps, program, order, context.now), context.now);
};

const named = async (deps: AccountsDeps, program: string, key: string): Promise<PartnerInvitation> => {
  const invitation = await getPartnerInvitation(deps.store, program, key);
  if (invitation === undefined) throw notFound('invitation', 'invitation');
  return invitation;
};

const requireOpen = ({ state }: PartnerInvitation): void => {
  if (state !== 'open') throw conflict(`The invitation is ${state}.`, 'invitation', state);
};

const resend = (deps: AccountsDeps, context: Context, key: string): Promise<View> =>
  untilUncontended(['invitation_changed'], deps.chance, async () => {
    const before = await named(deps, context.program, key);
    requireOpen(before);
    const program = await programOf(deps, context.program);
    const { named: link, write } = await invitationLink(deps, program, before, context.now);
    const after = { ...before, ...link, sent: before.sent + 1, updated_at: context.now };
    await deps.store.transact([...changePartnerInvitation(before, after), write]);
    return view(after, context.now);
  });

/** The same again changes nothing. */
const revoke = (deps: AccountsDeps, context: Context, key: string): Promise<View> =>
  untilUncontended(['invitation_changed'], deps.chance, async () => {
    const before = await named(deps, context.program, key);
    if (before.state === 'revoked') return view(before, context.now);
    requireOpen(before);
    const after: PartnerInvitation = { ...before, state: 'revoked', updated_at: context.now };
    await deps.store.transact(changePartnerInvitation(before, after));
    return view(after, context.now);
  });

const list = (deps: AccountsDeps, context: Context, query: InputOf<typeof contract.listInvitations>['query']) => {
  const { status, ...page } = query;
  const read = async (entries: readonly Item[]): Promise<readonly (View | undefined)[]> =>
    (await wholeItems(deps.store, entries)).map((item) =>
      item === undefined ? undefined : view(readPartnerInvitation(item), context.now),
    );
  return listPage(
    deps.store,
    {
      index: 'gsi1',
      ...{ partitions: listPartitions('INVITES', context.program), keyPrefix: 'ivt', read },
      keep: (shown) => status === undefined || shown.status === status,
    },
    page,
  );
};

/** The operations of /v2/invitations. */
export const partnerInvitationRoutes = (deps: AccountsDeps): readonly Route[] => [
  route(contract.createInvitation, (context, { body }) => create(deps, context, body)),
  route(contract.listInvitations, (context, { query }) => list(deps, context, query)),
  route(contract.getPartnerInvitation, async (context, { params }) =>
    view(await named(deps, context.program, params.invitation), context.now),
  ),
  route(contract.resendInvitation, (context, { params }) => resend(deps, context, params.invitation)),
  route(contract.revokeInvitation, (context, { params }) => revoke(deps, context, params.invitation)),
];
