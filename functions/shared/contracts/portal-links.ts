import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { deleted, key, line, listOf, listQuery, maybe, objectFields, patch, webAddress } from './fields.ts';
import { destination, host, slug, utm } from './link-fields.ts';

const tag = 'portal-links';
const params = z.strictObject({ link: key });

const PortalLink = z.strictObject({
  ...objectFields,
  slug,
  host: z.nullable(host),
  url: webAddress,
  /** Its own destination; null where it leads to the start page of the program. */
  destination_url: z.nullable(webAddress),
  name: z.nullable(line(100, 0)),
  utm,
  archived: z.boolean(),
});

const name = line(100, 0);
const onSite = 'A destination lies on a site of the program.';

export const listPortalLinks = operation({
  id: 'listPortalLinks',
  method: 'GET',
  path: '/v2/portal/links',
  tag,
  scope: 'portal:read',
  summary: 'List the partner’s links',
  message: 'Links retrieved.',
  query: listQuery,
  data: z.extend(listOf(PortalLink), {
    /** Whether the partner may make and change links. */
    custom_links: z.boolean(),
    /** Whether clicks count. */
    referral_links: z.boolean(),
  }),
});

export const createPortalLink = operation({
  id: 'createPortalLink',
  method: 'POST',
  path: '/v2/portal/links',
  tag,
  scope: 'portal:write',
  summary: 'Create a link',
  description: `\`slug\` is made up unless it is given. ${onSite}`,
  message: 'Link created.',
  body: z.strictObject({
    slug: z.optional(slug),
    destination_url: maybe(destination),
    name: maybe(name),
    utm: maybe(utm),
  }),
  data: PortalLink,
});

export const updatePortalLink = operation({
  id: 'updatePortalLink',
  method: 'PATCH',
  path: '/v2/portal/links/{link}',
  tag,
  scope: 'portal:write',
  summary: 'Change a link',
  description: `Fields that are left out stay as they are. ${onSite}`,
  message: 'Link changed.',
  params,
  body: patch({
    destination_url: z.nullable(destination),
    name: z.nullable(name),
    utm: z.nullable(utm),
    archived: z.boolean(),
  }),
  data: PortalLink,
});

export const deletePortalLink = operation({
  id: 'deletePortalLink',
  method: 'DELETE',
  path: '/v2/portal/links/{link}',
  tag,
  scope: 'portal:write',
  summary: 'Delete a link',
  message: 'Link deleted.',
  params,
  data: deleted,
});
