import * as z from 'zod/mini';
import { LIMITS } from '../../../domain/limits.ts';
import { operation } from '../contract.ts';
import { email, externalKey, instant, key, line, listOf, listQuery, maybe, objectFields, prose } from './fields.ts';

const tag = 'invitations';
const params = z.strictObject({ invitation: key });
const STATUSES = ['open', 'expired', 'accepted', 'revoked'] as const;

/** An invitation to be a partner. */
export const PartnerInvitation = z.strictObject({
  ...objectFields,
  email,
  first_name: z.nullable(line(50, 0)),
  last_name: z.nullable(line(50, 0)),
  company: z.nullable(line(100, 0)),
  status: z.enum(STATUSES),
  /** Null: the default group of the program at the time of acceptance. */
  group_key: z.nullable(key),
  tags: z.array(key),
  recruited_by: z.nullable(key),
  message: z.nullable(prose(1_000)),
  /** The partnership that is there already and gets a login by it, or the one that came of it. */
  partnership_key: z.nullable(key),
  by: line(200),
  /** How many times it was mailed. */
  sent: z.int(),
  expires_at: instant,
  accepted_at: z.nullable(instant),
});

export const createInvitation = operation({
  id: 'createInvitation',
  method: 'POST',
  path: '/v2/invitations',
  tag,
  scope: 'partnerships:write',
  summary: 'Invite somebody to be a partner',
  description:
    'A link is mailed that works once, for 14 days. Acceptance makes the partnership, in the group and with the tags that are given here, and its login. With `partnership_key` a partnership that is there already gets its login: then nothing else but a message is given. One invitation of an address is open at a time.',
  message: 'Invitation sent.',
  body: z
    .strictObject({
      email: maybe(email),
      partnership_key: maybe(externalKey),
      first_name: maybe(line(50, 0)),
      last_name: maybe(line(50, 0)),
      company: maybe(line(100, 0)),
      group_key: z.optional(key),
      tags: maybe(z.array(line(100)).check(z.maxLength(LIMITS.tags_of_partnership))),
      recruited_by: maybe(externalKey),
      message: maybe(prose(1_000)),
    })
    .check(
      z.refine((body) => (body.email === undefined) !== (body.partnership_key === undefined), {
        path: ['email'],
        message: 'Name an e-mail address or a partnership.',
      }),
      z.refine(
        ({ partnership_key, email: _email, message: _message, ...rest }) =>
          partnership_key === undefined || Object.values(rest).every((value) => value === undefined),
        { path: ['partnership_key'], message: 'A partnership that is there already has a name, a group and tags.' },
      ),
    ),
  data: PartnerInvitation,
});

export const listInvitations = operation({
  id: 'listInvitations',
  method: 'GET',
  path: '/v2/invitations',
  tag,
  scope: 'partnerships:read',
  summary: 'List invitations of partners',
  message: 'Invitations retrieved.',
  query: z.extend(listQuery, { status: z.optional(z.enum(STATUSES)) }),
  data: listOf(PartnerInvitation),
});

export const getPartnerInvitation = operation({
  id: 'getPartnerInvitation',
  method: 'GET',
  path: '/v2/invitations/{invitation}',
  tag,
  scope: 'partnerships:read',
  summary: 'Get an invitation',
  message: 'Invitation retrieved.',
  params,
  data: PartnerInvitation,
});

export const resendInvitation = operation({
  id: 'resendInvitation',
  method: 'POST',
  path: '/v2/invitations/{invitation}/resend',
  tag,
  scope: 'partnerships:write',
  summary: 'Mail an invitation again',
  description: 'With a new link that works for 14 days; the earlier one works no more.',
  message: 'Invitation sent again.',
  params,
  data: PartnerInvitation,
});

export const revokeInvitation = operation({
  id: 'revokeInvitation',
  method: 'DELETE',
  path: '/v2/invitations/{invitation}',
  tag,
  scope: 'partnerships:write',
  summary: 'Take an invitation back',
  description: 'Its link works no more. One that is accepted cannot be taken back: deactivate the partnership.',
  message: 'Invitation revoked.',
  params,
  data: PartnerInvitation,
});
