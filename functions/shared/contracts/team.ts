import * as z from 'zod/mini';
import { ROLES } from '../../../domain/roles.ts';
import { operation } from '../contract.ts';
import { deleted, email, instant, key, listOf, listQuery, objectFields } from './fields.ts';

const tag = 'team';
const params = z.strictObject({ member: key });
const role = z.enum(ROLES);

/** Somebody of the merchant's team, or somebody who is invited into it. */
export const Member = z.strictObject({
  ...objectFields,
  email: z.string(),
  role,
  status: z.enum(['active', 'invited']),
  /** When the invitation stops working; null for who is in the team. */
  invitation_expires_at: z.nullable(instant),
  /** What the member is called where something is said to be done by it; null for who is only invited. */
  actor_key: z.nullable(z.string()),
});

export const listTeam = operation({
  id: 'listTeam',
  method: 'GET',
  path: '/v2/team',
  tag,
  scope: 'team:read',
  summary: 'List the team with its open invitations',
  message: 'Team retrieved.',
  query: listQuery,
  data: listOf(Member),
});

export const inviteMember = operation({
  id: 'inviteMember',
  method: 'POST',
  path: '/v2/team',
  tag,
  scope: 'team:write',
  summary: 'Invite somebody into the team',
  description:
    'The link is mailed, works once and for seven days. Inviting the same address again mails a new link; the earlier one does not work any more.',
  message: 'Invitation sent.',
  body: z.strictObject({ email, role }),
  data: Member,
});

export const updateMember = operation({
  id: 'updateMember',
  method: 'PATCH',
  path: '/v2/team/{member}',
  tag,
  scope: 'team:write',
  summary: 'Change the role of a member',
  description:
    'Nobody grants a role above his own, and a team has an owner at all times. It counts after five seconds.',
  message: 'Member updated.',
  params,
  body: z.strictObject({ role }),
  data: Member,
});

export const removeMember = operation({
  id: 'removeMember',
  method: 'DELETE',
  path: '/v2/team/{member}',
  tag,
  scope: 'team:write',
  summary: 'Remove somebody from the team, or withdraw an invitation',
  description: 'The login is refused everywhere after at most five seconds.',
  message: 'Member removed.',
  params,
  data: deleted,
});
