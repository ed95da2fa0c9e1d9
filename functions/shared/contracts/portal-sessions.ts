import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { externalKey, instant, key, line } from './fields.ts';

/** A partner in the portal who has not logged in on that page. */
export const PortalSession = z.strictObject({
  key,
  created_at: instant,
  partnership_key: key,
  /** Shown once; goes into the header `authorization: Bearer …`. */
  token: line(100),
  expires_at: instant,
});

export const createPortalSession = operation({
  id: 'createPortalSession',
  method: 'POST',
  path: '/v2/partnerships/{partnership}/portal-sessions',
  tag: 'partnerships',
  scope: 'portal-sessions:write',
  summary: 'Let a partner into the portal that is embedded in the merchant’s site',
  description:
    'For the merchant’s server, once it knows by its own login who is there. The partnership is named by its key, its partner_key or the e-mail address of the partner, and must be active (`partnership_inactive`). `token` is for the page of this partner only: whoever has it sees the partner’s portal for an hour. It changes links, leads and deals, but not who the partner is or where the money goes: payout method, cash-out, tax details, login and terms are left to whoever logs in.',
  message: 'Portal session created.',
  params: z.strictObject({ partnership: externalKey }),
  data: PortalSession,
});
