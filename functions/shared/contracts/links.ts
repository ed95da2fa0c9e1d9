import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import {
  deleted,
  described,
  externalKey,
  key,
  line,
  listOf,
  listQuery,
  maybe,
  objectFields,
  patch,
  prose,
  queryFlag,
  webAddress,
} from './fields.ts';
import { destination, host, slug, utm } from './link-fields.ts';

const tag = 'links';
const params = z.strictObject({ link: key });

const preview = described(
  z.strictObject({ title: line(200), description: z.optional(prose(500)), image_url: z.optional(webAddress) }),
  'What social networks and messengers show when the link is pasted there. Without it they see the destination.',
);

/** A tracked address of a partnership. */
export const Link = z.strictObject({
  ...objectFields,
  partnership_key: key,
  slug,
  /** The merchant's own host that it is reached on; null for the address of this installation. */
  host: z.nullable(host),
  url: webAddress,
  /** Its own destination; null for the address of the partnership's group, else that of the program. */
  destination_url: z.nullable(webAddress),
  /** Where it leads: its own destination, else that of the group or the program; null where there is none. */
  dest: z.nullable(webAddress),
  name: z.nullable(line(100, 0)),
  utm,
  preview: z.nullable(preview),
  archived: z.boolean(),
});

export const createLink = operation({
  id: 'createLink',
  method: 'POST',
  path: '/v2/links',
  tag,
  scope: 'partnerships:write',
  summary: 'Create a link',
  description:
    '`slug` is made up unless it is given. `host` is a link domain of the program that is verified. `partnership_key` may also be the partner_key. Without `destination_url` the link leads where the group of the partnership, else the program, says at the moment of the click.',
  message: 'Link created.',
  body: z.strictObject({
    partnership_key: externalKey,
    slug: z.optional(slug),
    host: maybe(host),
    destination_url: maybe(destination),
    name: maybe(line(100, 0)),
    utm: maybe(utm),
    preview: maybe(preview),
  }),
  data: Link,
});

export const listLinks = operation({
  id: 'listLinks',
  method: 'GET',
  path: '/v2/links',
  tag,
  scope: 'partnerships:read',
  summary: 'List links',
  message: 'Links retrieved.',
  query: z.extend(listQuery, { partnership_key: z.optional(externalKey), include_archived: z.optional(queryFlag) }),
  data: listOf(Link),
});

export const listLinksOfPartnership = operation({
  id: 'listLinksOfPartnership',
  method: 'GET',
  path: '/v2/links/partnership/{partnership}',
  tag,
  scope: 'partnerships:read',
  summary: 'List the links of a partnership',
  description: 'By its key, its partner_key or the e-mail address of the partner.',
  message: 'Links retrieved.',
  params: z.strictObject({ partnership: externalKey }),
  query: z.extend(listQuery, { include_archived: z.optional(queryFlag) }),
  data: listOf(Link),
});

export const getLink = operation({
  id: 'getLink',
  method: 'GET',
  path: '/v2/links/{link}',
  tag,
  scope: 'partnerships:read',
  summary: 'Get a link',
  message: 'Link retrieved.',
  params,
  data: Link,
});

export const updateLink = operation({
  id: 'updateLink',
  method: 'PATCH',
  path: '/v2/links/{link}',
  tag,
  scope: 'partnerships:write',
  summary: 'Change where a link leads, its name, its parameters, its preview, or whether it is archived',
  description:
    'Fields that are left out stay as they are; `utm` replaces all parameters. An archived link still leads its visitors on, but its clicks count for nobody. Visitors notice a change after three seconds at the latest.',
  message: 'Link changed.',
  params,
  body: patch({
    destination_url: z.nullable(destination),
    name: z.nullable(line(100, 0)),
    utm: z.nullable(utm),
    preview: z.nullable(preview),
    archived: z.boolean(),
  }),
  data: Link,
});

export const deleteLink = operation({
  id: 'deleteLink',
  method: 'DELETE',
  path: '/v2/links/{link}',
  tag,
  scope: 'partnerships:write',
  summary: 'Delete a link',
  description: 'Its address answers 404 from then on and is not given to anybody else.',
  message: 'Link deleted.',
  params,
  data: deleted,
});
