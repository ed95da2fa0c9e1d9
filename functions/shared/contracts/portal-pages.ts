import * as z from 'zod/mini';
import { MARKUP_LIMITS } from '../../../domain/markup.ts';
import { operation } from '../contract.ts';
import { deleted, described, key, line, listOf, listQuery, maybe, objectFields, patch, prose } from './fields.ts';
import { target } from './target-fields.ts';

const tag = 'portal pages';
const params = z.strictObject({ page: key });

const pageSlug = described(
  z
    .string()
    .check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, 'Must have 1 to 60 letters a-z, digits and hyphens.')),
  'The last part of the page’s address in the portal; each is used once.',
);
const title = line(100);
const text = prose(MARKUP_LIMITS.text);
const position = z.int().check(z.minimum(0), z.maximum(9_999));

/** A further page of the portal. */
export const PortalPage = z.strictObject({ ...objectFields, title, slug: pageSlug, text, position, target });

export const createPortalPage = operation({
  id: 'createPortalPage',
  method: 'POST',
  path: '/v2/portal-pages',
  tag,
  scope: 'programs:write',
  summary: 'Add a page to the portal',
  description: 'Without a `target` everybody sees it; without a `position` it comes last. At most 20.',
  message: 'Page created.',
  body: z.strictObject({ title, slug: pageSlug, text, position: maybe(position), target: z.optional(target) }),
  data: PortalPage,
});

export const listPortalPages = operation({
  id: 'listPortalPages',
  method: 'GET',
  path: '/v2/portal-pages',
  tag,
  scope: 'programs:read',
  summary: 'List the pages of the portal',
  message: 'Pages retrieved.',
  query: listQuery,
  data: listOf(PortalPage),
});

export const getPortalPage = operation({
  id: 'getPortalPage',
  method: 'GET',
  path: '/v2/portal-pages/{page}',
  tag,
  scope: 'programs:read',
  summary: 'Get a page of the portal',
  message: 'Page retrieved.',
  params,
  data: PortalPage,
});

export const updatePortalPage = operation({
  id: 'updatePortalPage',
  method: 'PATCH',
  path: '/v2/portal-pages/{page}',
  tag,
  scope: 'programs:write',
  summary: 'Change a page of the portal',
  description: 'Fields that are left out stay as they are.',
  message: 'Page changed.',
  params,
  body: patch({ title, slug: pageSlug, text, position, target }),
  data: PortalPage,
});

export const deletePortalPage = operation({
  id: 'deletePortalPage',
  method: 'DELETE',
  path: '/v2/portal-pages/{page}',
  tag,
  scope: 'programs:write',
  summary: 'Delete a page of the portal',
  message: 'Page deleted.',
  params,
  data: deleted,
});

const heading = { slug: pageSlug, title } as const;

export const listOwnPortalPages = operation({
  id: 'listOwnPortalPages',
  method: 'GET',
  path: '/v2/portal/pages',
  tag,
  scope: 'portal:read',
  summary: 'List the pages that the partner sees',
  description: 'In their order; there is one page of them, because their number is bounded.',
  message: 'Pages retrieved.',
  data: listOf(z.strictObject(heading)),
});

export const getOwnPortalPage = operation({
  id: 'getOwnPortalPage',
  method: 'GET',
  path: '/v2/portal/pages/{slug}',
  tag,
  scope: 'portal:read',
  summary: 'Get a page that the partner sees',
  message: 'Page retrieved.',
  params: z.strictObject({ slug: key }),
  data: z.strictObject({ ...heading, text }),
});
