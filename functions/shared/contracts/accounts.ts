import * as z from 'zod/mini';
import { ROLES } from '../../../domain/roles.ts';
import { personalOperation, publicOperation } from '../contract.ts';
import { described, email, instant, key, line } from './fields.ts';

const tag = 'accounts';
const token = z.strictObject({ token: line(200) });
/** A password that somebody chooses. */
export const password = described(
  z.string().check(z.minLength(12), z.maxLength(256)),
  'At least 12 characters, with lower-case and upper-case letters, digits and symbols.',
);
const role = z.enum(ROLES);
const done = z.strictObject({ done: z.boolean() });

const program = z.strictObject({ program_key: key, name: z.string(), mode: z.enum(['test', 'live']) });

/** Somebody who has logged in, with the programs that the header `fairshare-program` can name. */
export const Me = z.strictObject({
  email: z.string(),
  memberships: z.array(z.strictObject({ merchant_key: key, name: z.string(), role, programs: z.array(program) })),
  partnerships: z.array(
    z.strictObject({ partnership_key: key, status: z.string(), program_key: key, name: z.string() }),
  ),
});

export const getMe = personalOperation({
  id: 'getMe',
  method: 'GET',
  path: '/v2/me',
  tag,
  summary: 'Who has logged in, and to which programs that person belongs',
  message: 'Login retrieved.',
  data: Me,
});

export const requestEmailChange = personalOperation({
  id: 'requestEmailChange',
  method: 'POST',
  path: '/v2/me/email-changes',
  tag,
  summary: 'Ask for another e-mail address to log in with',
  description: 'A link is mailed to the new address; nothing changes until it is opened. It works once, for an hour.',
  message: 'A mail is on its way to the new address, if no other login has it.',
  status: 202,
  body: z.strictObject({ email }),
  data: done,
});

export const confirmEmailChange = publicOperation({
  id: 'confirmEmailChange',
  method: 'POST',
  path: '/v2/public/email-changes/{token}',
  tag,
  summary: 'Confirm another e-mail address by the mailed link',
  message: 'E-mail address changed.',
  params: token,
  data: done,
});

export const requestPasswordReset = publicOperation({
  id: 'requestPasswordReset',
  method: 'POST',
  path: '/v2/public/password-resets',
  tag,
  summary: 'Ask for a link with which a new password can be set',
  description: 'The answer is the same for every address. The link works once, for an hour.',
  message: 'A mail is on its way, if the address has a login.',
  status: 202,
  requestsPerMinute: 10,
  body: z.strictObject({ email }),
  data: done,
});

export const resetPassword = publicOperation({
  id: 'resetPassword',
  method: 'POST',
  path: '/v2/public/password-resets/{token}',
  tag,
  summary: 'Set a new password by the mailed link',
  description: 'Whoever is logged in with the old one is logged out.',
  message: 'Password set.',
  params: token,
  body: z.strictObject({ password }),
  data: done,
});

const invitation = {
  kind: z.enum(['member', 'partner']),
  email: z.string(),
  merchant_name: z.string(),
  /** Of an invitation into a team. */
  role: z.nullable(role),
  /** Of an invitation to be a partner. */
  program_name: z.nullable(z.string()),
  /** The host of the merchant's own where partners of the program find their portal, if there is one. */
  portal_host: z.nullable(z.string()),
  /** Whether the address has a login already: then it is accepted with that, and no password is asked. */
  has_login: z.boolean(),
  expires_at: instant,
  /** What the merchant writes to a partner. */
  message: z.nullable(z.string()),
  /** The terms of service that a partner accepts with it. */
  terms_url: z.nullable(z.string()),
  terms_version: z.nullable(z.int()),
} as const;

/** An invitation, as whoever holds the mailed link sees it. */
export const Invitation = z.strictObject(invitation);

export const getInvitation = publicOperation({
  id: 'getInvitation',
  method: 'GET',
  path: '/v2/public/invitations/{token}',
  tag,
  summary: 'What an invitation is for',
  message: 'Invitation retrieved.',
  params: token,
  data: Invitation,
});

export const acceptInvitation = publicOperation({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/v2/public/invitations/{token}',
  tag,
  summary: 'Accept an invitation',
  description:
    'Somebody new chooses a password. Whoever has a login with the invited address already sends its access token. A partner accepts the terms of service by naming their version.',
  message: 'Invitation accepted.',
  params: token,
  body: z.strictObject({
    password: z.optional(password),
    /** The version of the terms that was shown, where there are terms. */
    terms_version: z.optional(z.int().check(z.minimum(1))),
  }),
  data: Invitation,
});
