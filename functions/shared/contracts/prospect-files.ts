import * as z from 'zod/mini';
import { FORM_LIMITS } from '../../../domain/form-fields.ts';
import { operation } from '../contract.ts';
import { externalKey, instant, key, line, maybe } from './fields.ts';

/** A file that came with a lead or deal. */
export const ProspectFile = z.strictObject({
  key,
  field_key: z.string(),
  name: z.string(),
  content_type: z.string(),
  size: z.int(),
});

const asked = {
  field: line(40),
  name: line(200),
  type: line(100),
  size: z.int().check(z.minimum(1), z.maximum(FORM_LIMITS.file_bytes)),
} as const;

const allowed = z.strictObject({
  upload: line(100),
  url: z.string(),
  fields: z.record(z.string(), z.string()),
  expires_at: instant,
});

const HOW =
  'Post the `fields` as a form to `url`, and the file as its last field `file`. The answer to the field of the form is `upload`.';

const summary = 'Upload a file to the form';
const message = 'Upload allowed.';
const description = `${HOW} Without \`group_key\` the form is that of the default group.`;
const body = z.strictObject({ ...asked, group_key: maybe(key) });

export const createLeadUpload = operation({
  id: 'createLeadUpload',
  method: 'POST',
  path: '/v2/leads/uploads',
  tag: 'leads',
  scope: 'leads:write',
  summary,
  description,
  message,
  body,
  data: allowed,
});

export const createDealUpload = operation({
  id: 'createDealUpload',
  method: 'POST',
  path: '/v2/deals/uploads',
  tag: 'deals',
  scope: 'deals:write',
  summary,
  description,
  message,
  body,
  data: allowed,
});

export const createPortalLeadUpload = operation({
  id: 'createPortalLeadUpload',
  method: 'POST',
  path: '/v2/portal/leads/uploads',
  tag: 'portal',
  scope: 'portal:write',
  summary,
  description: HOW,
  message,
  body: z.strictObject(asked),
  data: allowed,
});

export const createPortalDealUpload = operation({
  id: 'createPortalDealUpload',
  method: 'POST',
  path: '/v2/portal/deals/uploads',
  tag: 'portal',
  scope: 'portal:write',
  summary,
  description: HOW,
  message,
  body: z.strictObject(asked),
  data: allowed,
});

export const listLeadFiles = operation({
  id: 'listLeadFiles',
  method: 'GET',
  path: '/v2/leads/{lead}/files',
  tag: 'leads',
  scope: 'leads:read',
  summary: 'List the files that came with a lead',
  message: 'Files retrieved.',
  params: z.strictObject({ lead: externalKey }),
  data: z.strictObject({ files: z.array(ProspectFile) }),
});

export const getLeadFile = operation({
  id: 'getLeadFile',
  method: 'GET',
  path: '/v2/leads/{lead}/files/{file}',
  tag: 'leads',
  scope: 'leads:read',
  summary: 'Get an address that downloads a file of a lead',
  description: 'It is good for five minutes.',
  message: 'File retrieved.',
  params: z.strictObject({ lead: externalKey, file: key }),
  data: z.strictObject({ url: z.string() }),
});

const portalFiles = {
  method: 'GET',
  tag: 'portal',
  scope: 'portal:read',
  summary: 'List the files that the partner sent with it',
  message: 'Files retrieved.',
  data: z.strictObject({ files: z.array(ProspectFile) }),
} as const;

const portalFile = {
  method: 'GET',
  tag: 'portal',
  scope: 'portal:read',
  summary: 'Get an address that downloads a file that the partner sent',
  description: 'It is good for five minutes.',
  message: 'File retrieved.',
  data: z.strictObject({ url: z.string() }),
} as const;

export const listPortalLeadFiles = operation({
  id: 'listPortalLeadFiles',
  path: '/v2/portal/leads/{lead}/files',
  params: z.strictObject({ lead: key }),
  ...portalFiles,
});

export const getPortalLeadFile = operation({
  id: 'getPortalLeadFile',
  path: '/v2/portal/leads/{lead}/files/{file}',
  params: z.strictObject({ lead: key, file: key }),
  ...portalFile,
});

export const listPortalDealFiles = operation({
  id: 'listPortalDealFiles',
  path: '/v2/portal/deals/{deal}/files',
  params: z.strictObject({ deal: key }),
  ...portalFiles,
});

export const getPortalDealFile = operation({
  id: 'getPortalDealFile',
  path: '/v2/portal/deals/{deal}/files/{file}',
  params: z.strictObject({ deal: key, file: key }),
  ...portalFile,
});
