import { notFound } from '../../domain/errors.ts';
import { type AuditEvent, readAuditEvent } from '../../table/audit-events.ts';
import { auditEventKey, auditSubjectPartition, listPartitions } from '../../table/keys.ts';
import type { Item, Store } from '../../table/store.ts';
import { kindOfActor } from '../shared/actors.ts';
import { type Route, route } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { getAuditEvent, listAuditEvents } from '../shared/contracts/audit-events.ts';
import { type ListSource, listPage, wholeItems } from '../shared/paging.ts';

export interface AuditDeps {
  readonly store: Store;
}

type View = DataOf<typeof getAuditEvent>;
type Query = InputOf<typeof listAuditEvents>['query'];

const view = (event: AuditEvent): View => ({
  key: event.key,
  created_at: event.at,
  updated_at: event.erased_at ?? event.at,
  actor_type: kindOfActor(event.actor),
  actor_key: event.actor,
  operation: event.operation,
  request_id: event.request_id,
  subject_key: event.subject,
  erased_at: event.erased_at ?? null,
  changes: event.changes.map(({ type, key, before, after }) => ({ type, key, before, after })),
});

const list = (deps: AuditDeps, program: string, query: Query): Promise<DataOf<typeof listAuditEvents>> => {
  const { subject_key: subject, actor_key: actor, operation, ...page } = query;
  const read = async (entries: readonly Item[]): Promise<readonly (View | undefined)[]> => {
    const items = await wholeItems(deps.store, entries);
    return items.map((item) => (item === undefined ? undefined : view(readAuditEvent(item))));
  };
  const place: Pick<ListSource<View>, 'index' | 'partitions'> = subject === undefined
    ? { index: 'gsi1', partitions: listPartitions('AUDITS', program) }
    : { index: 'gsi2', partitions: [auditSubjectPartition(program, subject)] };
  const keep = (event: View): boolean =>
    (actor === undefined || event.actor_key === actor) && (operation === undefined || event.operation === operation);
  return listPage(deps.store, { ...place, keyPrefix: 'aud', read, keep }, page);
};

/** The operations of the audit log. */
export const auditRoutes = (deps: AuditDeps): readonly Route[] => [
  route(listAuditEvents, ({ program }, { query }) => list(deps, program, query)),
  route(getAuditEvent, async ({ program }, { params }) => {
    const item = await deps.store.get(auditEventKey(program, params.audit_event));
    if (item === undefined) throw notFound('audit event', 'audit_event');
    return view(readAuditEvent(item));
  }),
];
