import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { deleted, instant, key, line, listOf, listQuery, objectFields } from './fields.ts';
import { host } from './link-fields.ts';

const tag = 'domains';
const params = z.strictObject({ domain: key });

const DnsRecord = z.strictObject({
  type: z.enum(['CNAME', 'TXT']),
  name: line(300),
  value: line(300),
  /** Whether the last look found it; null before the first. */
  found: z.nullable(z.boolean()),
});

/** A host of the merchant's own on which links are reached. */
export const LinkDomain = z.strictObject({
  ...objectFields,
  host,
  /** `pending` until its records were found, `lost` when the proof was withdrawn later. Only `verified` ones serve. */
  status: z.enum(['pending', 'verified', 'lost']),
  /** What the merchant sets at its own name servers. */
  records: z.array(DnsRecord),
  checked_at: z.nullable(instant),
  verified_at: z.nullable(instant),
  /** Whether partners find the portal of the program on this host, while it is verified. */
  portal: z.boolean(),
});

export const createDomain = operation({
  id: 'createDomain',
  method: 'POST',
  path: '/v2/domains',
  tag,
  scope: 'programs:write',
  summary: 'Name a host for links',
  description:
    'Answers the records to set: one leads visitors here, the other proves that the host is yours. The same host again gives the same answer.',
  message: 'Domain created.',
  body: z.strictObject({ host }),
  data: LinkDomain,
});

export const listDomains = operation({
  id: 'listDomains',
  method: 'GET',
  path: '/v2/domains',
  tag,
  scope: 'programs:read',
  summary: 'List link domains',
  message: 'Domains retrieved.',
  query: listQuery,
  data: listOf(LinkDomain),
});

export const getDomain = operation({
  id: 'getDomain',
  method: 'GET',
  path: '/v2/domains/{domain}',
  tag,
  scope: 'programs:read',
  summary: 'Get a link domain',
  message: 'Domain retrieved.',
  params,
  data: LinkDomain,
});

export const verifyDomain = operation({
  id: 'verifyDomain',
  method: 'POST',
  path: '/v2/domains/{domain}/verify',
  tag,
  scope: 'programs:write',
  summary: 'Look the records of a link domain up',
  description:
    'With both records found it is verified and serves links. Can be repeated at any time: a verified domain whose proof is gone is lost, and its links lead nowhere until it is verified again. A host that another program has verified is refused as long as that program’s proof stands.',
  message: 'Domain checked.',
  params,
  data: LinkDomain,
});

export const updateDomain = operation({
  id: 'updateDomain',
  method: 'PATCH',
  path: '/v2/domains/{domain}',
  tag,
  scope: 'portal-sessions:write',
  summary: 'Show the portal on a domain, or no longer',
  description:
    'With `portal` on, partners log in at https://HOST/portal/ and see the portal there, as the embedded one is: without payout method, cash-out, tax details, login and terms, which stay on the address of Fairshare. It is turned on for a verified domain only (`host_not_verified`), and a domain that is lost shows nothing. Who runs the host sees what partners see there, which is why this needs the scope of those who let partners in.',
  message: 'Domain updated.',
  params,
  body: z.strictObject({ portal: z.boolean() }),
  data: LinkDomain,
});

export const deleteDomain = operation({
  id: 'deleteDomain',
  method: 'DELETE',
  path: '/v2/domains/{domain}',
  tag,
  scope: 'programs:write',
  summary: 'Give a link domain up',
  description: 'Refused while links are reached on it.',
  message: 'Domain deleted.',
  params,
  data: deleted,
});
