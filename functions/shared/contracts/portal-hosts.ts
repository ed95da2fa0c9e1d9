import * as z from 'zod/mini';
import { operation, publicOperation } from '../contract.ts';
import { described, instant, key, line } from './fields.ts';
import { host } from './link-fields.ts';
import { PortalSession } from './portal-sessions.ts';

const tag = 'portal';
const base64url = (least: number, most: number) =>
  z
    .string()
    .check(
      z.minLength(least),
      z.maxLength(most),
      z.regex(/^[\w-]*$/, 'Must be letters, digits, hyphens and underscores.'),
    );

export const getPortalHost = publicOperation({
  id: 'getPortalHost',
  method: 'GET',
  path: '/v2/public/portal-hosts/{host}',
  tag,
  summary: 'Whose portal a host shows',
  description: 'Found for verified hosts on which a merchant shows its portal, and for no others.',
  message: 'Portal found.',
  requestsPerMinute: 300,
  params: z.strictObject({ host }),
  data: z.strictObject({
    program_key: key,
    /** What the program calls itself to its partners. */
    name: line(100),
    /** The address of Fairshare itself, where partners log in. */
    site_url: line(2_000),
  }),
});

export const createHandOver = operation({
  id: 'createHandOver',
  method: 'POST',
  path: '/v2/portal/hand-overs',
  tag,
  scope: 'portal:account:write',
  summary: 'Hand a login over to the portal on the merchant’s own host',
  description:
    'For the page of Fairshare where a partner has logged in. Answers a code that works once, within a minute, for whoever has the secret behind `challenge`, and where to take it: never to another address than that of a verified host of this program with its portal on.',
  message: 'Login handed over.',
  body: z.strictObject({
    host,
    challenge: described(
      base64url(43, 43),
      'The SHA-256 of the secret that the page on the host keeps, as base64url (RFC 7636, S256).',
    ),
  }),
  data: z.strictObject({
    code: line(100),
    /** The portal on the host. */
    portal_url: line(2_000),
    expires_at: instant,
  }),
});

export const redeemHandOver = publicOperation({
  id: 'redeemHandOver',
  method: 'POST',
  path: '/v2/public/portal-sessions',
  tag,
  summary: 'Begin the session of a login that was handed over',
  description:
    'For the page on the merchant’s own host: its code and its secret become a session of the portal, as the embedded one has it. A code that was used, has expired or was asked for with another secret is `gone` (`expired`).',
  message: 'Portal session created.',
  requestsPerMinute: 120,
  body: z.strictObject({ code: base64url(43, 43), verifier: base64url(43, 128) }),
  data: PortalSession,
});
