import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { externalKey, instant, key, line, listOf, listQuery, objectFields } from './fields.ts';

const tag = 'audit-events';

/** The fields of an object that changed, by their stored names; null where the object did not exist. */
const fields = z.nullable(z.record(z.string(), z.unknown()));

/** Who changed what, by which operation, and when. */
export const AuditEvent = z.strictObject({
  ...objectFields,
  /** Whether a key of the API, a member of the team, a partner, or one of our own jobs made the change. */
  actor_type: z.enum(['api_key', 'member', 'partner', 'system']),
  actor_key: line(200),
  /** The operation by its name in the OpenAPI document. */
  operation: line(100),
  request_id: line(200),
  /** The object that the change is mainly about. */
  subject_key: externalKey,
  /** Personal data was taken out of the changes at this instant. */
  erased_at: z.nullable(instant),
  changes: z.array(z.strictObject({ type: line(100), key: externalKey, before: fields, after: fields })),
});

export const listAuditEvents = operation({
  id: 'listAuditEvents',
  method: 'GET',
  path: '/v2/audit-events',
  tag,
  scope: 'audit:read',
  summary: 'List who changed what, latest first',
  description:
    'Every change of the program that a request made, with the changed fields before and after it. Transactions, refunds, actions and sign-ups never change and are their own record. `subject_key` finds the changes of one object.',
  message: 'Audit events retrieved.',
  query: z.extend(listQuery, {
    subject_key: z.optional(externalKey),
    actor_key: z.optional(line(200)),
    operation: z.optional(line(100)),
  }),
  data: listOf(AuditEvent),
});

export const getAuditEvent = operation({
  id: 'getAuditEvent',
  method: 'GET',
  path: '/v2/audit-events/{audit_event}',
  tag,
  scope: 'audit:read',
  summary: 'Get an audit event',
  message: 'Audit event retrieved.',
  params: z.strictObject({ audit_event: key }),
  data: AuditEvent,
});
