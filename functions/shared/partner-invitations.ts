import { conflict, Failure, notFound } from '../../domain/errors.ts';
import { acceptedAt } from '../../domain/standing.ts';
import { addPartnerInvitation, openInvitationOf, type PartnerInvitation } from '../../table/partner-invitations.ts';
import { getProfile } from '../../table/partnerships.ts';
import type { Program } from '../../table/programs.ts';
import { ConditionFailed, type Write } from '../../table/store.ts';
import { type MailedLinkDeps, mayMail, newMailedLink } from './mailed-links.ts';

/** Mails of one program in an hour of real time. */
const MOST_MAILS = 500;

/** Who invites whom, and to what. */
export type InvitationOrder = Pick<
  PartnerInvitation,
  'email' | 'partnership' | 'first_name' | 'last_name' | 'company' | 'group' | 'tags' | 'recruiter' | 'message' | 'by'
>;

/** A new link to an invitation; earlier ones are worthless as soon as the invitation names it. */
export const invitationLink = async (
  deps: MailedLinkDeps,
  program: Program,
  invitation: { readonly key: string; readonly email: string },
  now: number,
): Promise<{ readonly named: Pick<PartnerInvitation, 'link' | 'hash' | 'expires_at'>; readonly write: Write }> => {
  if (!(await mayMail(deps, `partners of ${program.key}`, MOST_MAILS))) {
    throw new Failure('rate_limited', 'Too many invitations in this hour.', { retryAfterSeconds: 3600 });
  }
  const { email, key: subject } = invitation;
  const order = { kind: 'partner', email, merchant: program.merchant, program: program.key, subject } as const;
  const { link, hash, write } = await newMailedLink(deps, order, now);
  return { named: { link: link.key, hash, expires_at: link.ends_at }, write };
};

const alreadyInvited = (): Failure =>
  conflict('This address has an open invitation: send it again, or revoke it.', 'email', 'already_invited');

/** @throws Failure `conflict` when the partnership has a login, or its account is closed. */
const requireWithoutLogin = async (deps: MailedLinkDeps, partnership: string): Promise<void> => {
  const profile = await getProfile(deps.store, partnership);
  if (profile === undefined) throw notFound('partnership', 'partnership_key');
  if (profile.user !== undefined) throw conflict('The partner has a login.', 'partnership_key', 'has_login');
  if (profile.inactive?.closed === true) {
    throw conflict('The partner has closed its account; it can only apply again.', 'partnership_key', 'account_closed');
  }
};

/**
 * A new invitation with the link that is mailed, and the writes that make both.
 * @throws Failure `rate_limited`.
 */
export const newInvitation = async (
  deps: MailedLinkDeps,
  program: Program,
  order: InvitationOrder,
  now: number,
): Promise<{ readonly invitation: PartnerInvitation; readonly writes: readonly Write[] }> => {
  const key = deps.ids.key('ivt', now);
  const { named, write } = await invitationLink(deps, program, { key, email: order.email }, now);
  const invitation: PartnerInvitation = {
    ...{ ...order, ...named, key, program: program.key, state: 'open', sent: 1 },
    ...{ created_at: now, updated_at: now, rev: 1 },
  };
  const zone = program.time_zone;
  const { at, period } = acceptedAt(now, zone, undefined);
  const base = { key: deps.ids.key('evt', now), program: program.key, at, period, zone, config: program.config };
  return { invitation, writes: [...addPartnerInvitation(invitation, { ...base, counted: false }), write] };
};

/**
 * Invites somebody: the invitation, and the link that is mailed, in one write.
 * @throws Failure `conflict` (`already_invited`, `has_login`, `account_closed`), `rate_limited`.
 */
export const invitePartner = async (
  deps: MailedLinkDeps,
  program: Program,
  order: InvitationOrder,
  now: number,
): Promise<PartnerInvitation> => {
  if (order.partnership !== undefined) await requireWithoutLogin(deps, order.partnership);
  if ((await openInvitationOf(deps.store, program.key, order.email)) !== undefined) throw alreadyInvited();
  const { invitation, writes } = await newInvitation(deps, program, order, now);
  try {
    await deps.store.transact(writes);
  } catch (error) {
    if (error instanceof ConditionFailed && error.condition === 'already_invited') throw alreadyInvited();
    throw error;
  }
  return invitation;
};
