import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { Deal } from './deals.ts';
import { deleted, externalKey, key, line } from './fields.ts';
import { movePartnerships } from './partnerships.ts';
import { ProspectFile } from './prospect-files.ts';

/** Operations at paths that PartnerStack has for what can be asked for at others as well. */

export const regroupPartnerships = operation({
  id: 'regroupPartnerships',
  method: 'PATCH',
  path: '/v2/partnerships',
  tag: 'partnerships',
  scope: 'partnerships:write',
  summary: 'Move partnerships to another group',
  description: 'The same as POST /v2/partnerships/move, where PartnerStack has it.',
  message: 'Partnerships moved.',
  body: movePartnerships.body,
  data: movePartnerships.data,
});

export const archivePartnership = operation({
  id: 'archivePartnership',
  method: 'DELETE',
  path: '/v2/partnerships/{partnership}',
  tag: 'partnerships',
  scope: 'partnerships:write',
  summary: 'Make a partnership inactive',
  description:
    'The same as changing its `status` to inactive: it earns nothing new, its links give no click ids, and what it has earned stays.',
  message: 'Partnership archived.',
  params: z.strictObject({ partnership: externalKey }),
  data: deleted,
});

export const assignDeal = operation({
  id: 'assignDeal',
  method: 'POST',
  path: '/deals/{deal}/assignment/{partnership}/{team}',
  tag: 'deals',
  scope: 'deals:write',
  summary: 'Assign a deal to a partnership',
  description:
    'The same as changing its `partnership_key`, at the path that PartnerStack has for it. The last part names a team of the partner there; partners have none here, and it is not looked at.',
  message: 'Deal assigned.',
  params: z.strictObject({ deal: externalKey, partnership: externalKey, team: line(255) }),
  data: Deal,
});

export const listDealFiles = operation({
  id: 'listDealFiles',
  method: 'GET',
  path: '/v2/deals/{deal}/files',
  tag: 'deals',
  scope: 'deals:read',
  summary: 'List the files that came with a deal',
  message: 'Files retrieved.',
  params: z.strictObject({ deal: externalKey }),
  data: z.strictObject({
    deal_files: z.array(ProspectFile),
  }),
});

export const getDealFile = operation({
  id: 'getDealFile',
  method: 'GET',
  path: '/deals/{deal}/file/{file}',
  tag: 'deals',
  scope: 'deals:read',
  summary: 'Get an address that downloads a file of a deal',
  description: 'It is good for five minutes.',
  message: 'File retrieved.',
  params: z.strictObject({ deal: externalKey, file: key }),
  data: z.strictObject({ url: z.string() }),
});
