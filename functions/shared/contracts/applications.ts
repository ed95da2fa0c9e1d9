import * as z from 'zod/mini';
import { APPLICATION_STATES, DECISIONS, MOST_DECISIONS, TRAPS } from '../../../domain/applications.ts';
import { Answer } from '../../../domain/form-fields.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { operation } from '../contract.ts';
import { described, email, externalKey, instant, key, line, listOf, listQuery, objectFields, prose } from './fields.ts';
import { FormVersion } from './form-templates.ts';

const tag = 'applications';
const path = '/v2/applications/{application}';
const params = z.strictObject({ application: key });
const reason = prose(1_000);

/** A request to join the program. */
export const Application = z.strictObject({
  ...objectFields,
  status: z.enum(APPLICATION_STATES),
  email: z.string(),
  first_name: z.nullable(z.string()),
  last_name: z.nullable(z.string()),
  company: z.nullable(z.string()),
  country: z.nullable(z.string()),
  /** The group that it is for. */
  group_key: key,
  /** The form template that was answered, and in which version. */
  mold_key: key,
  form_version: z.int(),
  answers: z.record(z.string(), Answer),
  files: z.array(
    z.strictObject({ key, field_key: z.string(), name: z.string(), content_type: z.string(), size: z.int() }),
  ),
  terms: z.nullable(z.strictObject({ url: z.string(), version: z.int(), accepted_at: instant })),
  recruited_by: z.nullable(key),
  page: described(z.nullable(z.string()), 'The site on which the form was embedded; null for our own pages.'),
  suspicious: described(z.nullable(z.enum(TRAPS)), 'The trap that it walked into: it is never approved by itself.'),
  repeated: described(z.int(), 'How often the same address has applied again.'),
  partnership_key: z.nullable(key),
  reason: z.nullable(z.string()),
  decided_at: z.nullable(instant),
  decided_by: z.nullable(z.string()),
});

export const listApplications = operation({
  id: 'listApplications',
  method: 'GET',
  path: '/v2/applications',
  tag,
  scope: 'forms:read',
  summary: 'List applications',
  message: 'Page returned successfully',
  query: z.extend(listQuery, {
    status: z.optional(z.enum(APPLICATION_STATES)),
    group_key: z.optional(key),
    email: z.optional(email),
  }),
  data: listOf(Application),
});

export const getApplication = operation({
  id: 'getApplication',
  method: 'GET',
  path,
  tag,
  scope: 'forms:read',
  summary: 'Get an application with the form that it answered',
  message: 'Application retrieved.',
  params,
  data: z.extend(Application, { form: FormVersion }),
});

const placing = {
  group_key: z.optional(key),
  tags: z.optional(z.array(line(100)).check(z.maxLength(LIMITS.tags_of_partnership))),
} as const;

export const approveApplication = operation({
  id: 'approveApplication',
  method: 'POST',
  path: '/v2/applications/{application}/approve',
  tag,
  scope: 'forms:write',
  summary: 'Approve an application',
  description:
    'The applicant becomes an active partnership, in the group of the application unless another is given. Approving again gives the same answer; a rejected application cannot be approved.',
  message: 'Application approved.',
  params,
  body: z.strictObject({ ...placing, partner_key: z.optional(externalKey) }),
  data: Application,
});

export const rejectApplication = operation({
  id: 'rejectApplication',
  method: 'POST',
  path: '/v2/applications/{application}/reject',
  tag,
  scope: 'forms:write',
  summary: 'Reject an application',
  description: 'Rejecting again gives the same answer; an approved application cannot be rejected.',
  message: 'Application rejected.',
  params,
  body: z.strictObject({ reason: z.optional(reason) }),
  data: Application,
});

export const decideApplications = operation({
  id: 'decideApplications',
  method: 'PATCH',
  path: '/v2/applications/decision',
  tag,
  scope: 'forms:write',
  summary: 'Approve or reject several applications',
  description:
    'Each is decided by itself; those that cannot be are named with the reason. All must exist, or nothing is decided. `group_key` and `tags` go with an approval, `reason` with a rejection.',
  message: 'Applications decided.',
  body: z.strictObject({
    decision: z.enum(DECISIONS),
    applications: z.array(key).check(z.minLength(1), z.maxLength(MOST_DECISIONS)),
    ...placing,
    reason: z.optional(reason),
  }),
  data: z.strictObject({
    decided: z.array(key),
    refused: z.array(z.strictObject({ key, code: z.string(), message: z.string() })),
  }),
});

export const getApplicationFile = operation({
  id: 'getApplicationFile',
  method: 'GET',
  path: '/v2/applications/{application}/files/{file}',
  tag,
  scope: 'forms:read',
  summary: 'Get the address of a file of an application',
  description: 'The address is good for five minutes, and downloads the file.',
  message: 'File retrieved.',
  params: z.extend(params, { file: key }),
  data: z.strictObject({ url: z.string() }),
});
