import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { externalKey, instant, key, line, listOf, listQuery, objectFields } from './fields.ts';
import { secureAddress } from './link-fields.ts';

const tag = 'terms';

const Terms = z.strictObject({
  /** The terms of service; null when there are none to accept. */
  terms_url: z.nullable(secureAddress),
  version: z.nullable(z.int()),
  /** When the partner accepted this version; null until then. */
  accepted_at: z.nullable(instant),
});

export const getPortalTerms = operation({
  id: 'getPortalTerms',
  method: 'GET',
  path: '/v2/portal/terms',
  tag,
  scope: 'portal:read',
  summary: 'The terms of service that are valid for the partner now',
  description: 'A new version asks again: `accepted_at` is null until it is accepted.',
  message: 'Terms retrieved.',
  data: Terms,
});

export const acceptPortalTerms = operation({
  id: 'acceptPortalTerms',
  method: 'POST',
  path: '/v2/portal/terms/acceptances',
  tag,
  scope: 'portal:account:write',
  summary: 'Accept the terms of service',
  description: '`version` is the one that was shown; another one is a conflict. The same again gives the same answer.',
  message: 'Terms accepted.',
  body: z.strictObject({ version: z.int().check(z.minimum(1)) }),
  data: Terms,
});

/** That a partner accepted a version of the terms of its group. */
export const TermsAcceptance = z.strictObject({
  ...objectFields,
  group_key: key,
  version: z.int(),
  terms_url: secureAddress,
  accepted_at: instant,
  /** The network address from which it was accepted. */
  address: z.nullable(line(100)),
});

export const listTermsAcceptances = operation({
  id: 'listTermsAcceptances',
  method: 'GET',
  path: '/v2/partnerships/{partnership}/terms-acceptances',
  tag,
  scope: 'partnerships:read',
  summary: 'List what terms of service a partnership has accepted',
  message: 'Acceptances retrieved.',
  params: z.strictObject({ partnership: externalKey }),
  query: listQuery,
  data: listOf(TermsAcceptance),
});
