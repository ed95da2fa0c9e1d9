import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import {
  currency,
  day,
  deleted,
  key,
  line,
  listOf,
  listQuery,
  maybe,
  objectFields,
  patch,
  signedAmount,
  timeZone,
  webAddress,
} from './fields.ts';
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

export const getPortalLinkStatistics = operation({
  id: 'getPortalLinkStatistics',
  method: 'GET',
  path: '/v2/portal/links/statistics',
  tag,
  scope: 'portal:read',
  summary: 'What each of the partner’s links has brought',
  description:
    'Days are those of the program’s time zone, `from` and `to` included, at most 93; without them the last 30 days. Links without figures are left out.',
  message: 'Statistics retrieved.',
  query: z.strictObject({ from: z.optional(day), to: z.optional(day) }),
  data: z.strictObject({
    from: day,
    to: day,
    time_zone: timeZone,
    currency,
    items: z.array(
      z.strictObject({
        link_key: key,
        clicks: z.int(),
        sign_ups: z.int(),
        transactions: z.int(),
        /** In minor units. */
        revenue: signedAmount,
      }),
    ),
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
