import { Failure } from '../../domain/errors.ts';
import { groups } from '../../table/definitions.ts';
import { changePartnerInvitation, type PartnerInvitation } from '../../table/partner-invitations.ts';
import { getStanding, type Standing } from '../../table/partnerships.ts';
import { getProgram } from '../../table/programs.ts';
import type { Write } from '../../table/store.ts';
import { addUserPartner } from '../../table/users.ts';
import type { PublicContext } from '../shared/api.ts';
import { type ProgramState, readProgramState } from '../shared/configuration.ts';
import { joining } from '../shared/joining.ts';
import { linkGone } from '../shared/mailed-links.ts';
import { tieLogin } from '../shared/partner-logins.ts';
import { accepting, termsOf } from '../shared/terms.ts';
import type { AccountsDeps } from './deps.ts';

/** The group that the partner is or will be in. One that was archived since gives way to the default group. */
const groupOf = async (deps: AccountsDeps, invitation: PartnerInvitation) => {
  const { program, partnership, group } = invitation;
  const standing = partnership === undefined ? undefined : await getStanding(deps.store, partnership);
  const wanted = standing?.group ?? group;
  const found = wanted === undefined ? undefined : await groups.get(deps.store, program, wanted);
  if (found !== undefined && !found.archived) return found;
  const head = await getProgram(deps.store, program);
  return groups.get(deps.store, program, head?.default_group ?? '');
};

/** The terms of service that come with an invitation; undefined when there are none. */
export const termsOfInvitation = async (deps: AccountsDeps, invitation: PartnerInvitation) =>
  termsOf(await groupOf(deps, invitation));

/** @throws Failure `unprocessable` (`terms_required`) before anything is made, when the terms are not accepted. */
export const requireTerms = async (
  deps: AccountsDeps,
  invitation: PartnerInvitation,
  version: number | undefined,
): Promise<void> => {
  const terms = await termsOfInvitation(deps, invitation);
  if (terms === undefined || version !== undefined) return;
  const message = `Accept version ${terms.version} of the terms of service.`;
  throw new Failure('unprocessable', message, {
    ...{ reason: 'terms_required', param: 'terms_version' },
    fields: [{ param: 'terms_version', message: 'Is required.' }],
  });
};

const termsWrites = async (
  deps: AccountsDeps,
  context: PublicContext,
  state: ProgramState,
  standing: Standing,
  version: number | undefined,
): Promise<readonly Write[]> => {
  const group = await groups.get(deps.store, standing.program, standing.group);
  if (group === undefined || version === undefined || termsOf(group) === undefined) return [];
  const asked = { standing, group, version, now: context.now, address: context.sourceIp };
  return [accepting(deps.ids, state, asked).write];
};

interface Joined {
  readonly standing: Standing;
  readonly writes: readonly Write[];
}

/** A partnership that is there already gets the login; one that is not active any more has nothing to log in for. */
const tied = async (deps: AccountsDeps, partnership: string, user: string, now: number): Promise<Joined> => {
  const standing = await getStanding(deps.store, partnership);
  if (standing?.status !== 'active') throw linkGone('withdrawn');
  return { standing, writes: await tieLogin(deps.store, user, partnership, now) };
};

const joined = async (
  deps: AccountsDeps,
  state: ProgramState,
  invitation: PartnerInvitation,
  user: string,
  now: number,
): Promise<Joined> => {
  const { email, first_name, last_name, company, tags, recruiter } = invitation;
  const group = (await groupOf(deps, invitation))?.key;
  const newcomer = { email, first_name, last_name, company, group, tags, recruiter, user };
  const { standing, writes } = await joining(deps, state, now, newcomer);
  const tie = addUserPartner(user, { program: standing.program, partnership: standing.key });
  return { standing, writes: [...writes, tie] };
};

/**
 * What the acceptance of an invitation makes: the partnership in its group and with its tags, unless it is there
 * already, its login, and the acceptance of the terms.
 * @throws Failure `conflict` (`other_program`, `email_taken`, `terms_changed`, `has_login`), `gone`.
 */
export const joiningProgram = async (
  deps: AccountsDeps,
  context: PublicContext,
  invitation: PartnerInvitation,
  user: string,
  termsVersion: number | undefined,
): Promise<readonly Write[]> => {
  const { now } = context;
  const state = await readProgramState(deps, invitation.program);
  const { standing, writes } =
    invitation.partnership === undefined
      ? await joined(deps, state, invitation, user, now)
      : await tied(deps, invitation.partnership, user, now);
  const after: PartnerInvitation = {
    ...{ ...invitation, state: 'accepted', accepted_at: now, joined: standing.key, updated_at: now },
  };
  return [
    ...writes,
    ...(await termsWrites(deps, context, state, standing, termsVersion)),
    ...changePartnerInvitation(invitation, after),
  ];
};
