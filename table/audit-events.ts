import * as z from 'zod/mini';
import { Bytes, decode, pack, unpack } from './codec.ts';
import { auditEventKey, auditSubjectPartition, listed } from './keys.ts';
import { absent, type Item, type Write } from './store.ts';

const Fields = z.nullable(z.record(z.string(), z.unknown()));

/** What happened to one object: the fields that changed, as they were and as they are. Null: it did not exist. */
const AuditedChange = z.object({ type: z.string(), key: z.string(), before: Fields, after: Fields });
export type AuditedChange = z.infer<typeof AuditedChange>;

const Stored = z.object({
  key: z.string(),
  program: z.string(),
  at: z.int(),
  actor: z.string(),
  operation: z.string(),
  request_id: z.string(),
  /** The object that the change is mainly about. */
  subject: z.string(),
  /** Set when personal data was taken out of it. */
  erased_at: z.optional(z.int()),
});

/** Who changed what, by which operation, and when. It is never changed, but for the erasure of a person's data. */
export type AuditEvent = z.infer<typeof Stored> & { readonly changes: readonly AuditedChange[] };

const Packed = z.extend(Stored, { changes: Bytes });
const Changes = z.array(AuditedChange);

/** An audit event as the table holds it. */
export const auditEventItem = ({ changes, ...event }: AuditEvent): Item => ({
  ...auditEventKey(event.program, event.key),
  ...listed('AUDITS', event.program, event.key),
  gsi2pk: auditSubjectPartition(event.program, event.subject),
  gsi2sk: event.key,
  ...event,
  changes: pack(changes),
});

/** A new audit event (`audit_event_exists`). */
export const addAuditEvent = (event: AuditEvent): Write & { kind: 'put' } => ({
  kind: 'put',
  item: auditEventItem(event),
  condition: absent('audit_event_exists'),
});

export const readAuditEvent = (item: Item): AuditEvent => {
  const { changes, ...event } = decode(Packed, item);
  return { ...event, changes: decode(Changes, unpack(changes)) };
};
