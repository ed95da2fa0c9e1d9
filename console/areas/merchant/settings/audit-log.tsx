import { useState } from 'preact/hooks';
import type { AuditEvent } from '../../../api/operations.ts';
import { Button } from '../../../parts/button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { useTeam } from '../../../parts/definitions.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { When } from '../../../parts/figures.tsx';
import { TextFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { api } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { fieldText, operationText, thingText, valueText } from './audit-words.ts';
import { Frame } from './frame.tsx';
import { settings } from './texts.ts';

const columnsIn = (
  open: (event: AuditEvent) => void,
  team: ReadonlyMap<string, string> | undefined,
): readonly Column<AuditEvent>[] => {
  const { audit: t } = settings.t;
  return [
    {
      name: 'at',
      title: t.at,
      names: true,
      cell: ({ created_at }) => <When at={created_at} style="minute" zone={settingsOfProgram().time_zone} />,
      text: ({ created_at }) => new Date(created_at).toISOString(),
    },
    {
      name: 'actor',
      title: t.actor,
      cell: ({ actor_type, actor_key }) => (
        <>
          {t.actors[actor_type]} {team?.get(actor_key) ?? <code>{actor_key}</code>}
        </>
      ),
      text: ({ actor_key }) => team?.get(actor_key) ?? actor_key,
    },
    {
      name: 'operation',
      title: t.what,
      cell: ({ operation }) => operationText(operation),
      text: ({ operation }) => operationText(operation),
    },
    {
      name: 'subject',
      title: t.subject,
      cell: ({ subject_key }) => <code>{subject_key}</code>,
      text: ({ subject_key }) => subject_key,
    },
    {
      name: 'changes',
      title: t.changes,
      cell: (event) => (
        <Button label={t.showOf(operationText(event.operation))} onClick={() => open(event)}>
          {t.show}
        </Button>
      ),
    },
  ];
};

const Changes = ({ event, close }: { readonly event: AuditEvent; readonly close: () => void }) => {
  const { audit: t } = settings.t;
  return (
    <Dialog title={operationText(event.operation)} close={close} wide>
      <div class="dialog-body">
        {event.changes.map(({ type, key, before, after }) => (
          <section key={`${type} ${key}`}>
            <h3>
              {thingText(type)} <code>{key}</code>
            </h3>
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">{t.field}</th>
                  <th scope="col">{t.before}</th>
                  <th scope="col">{t.after}</th>
                </tr>
              </thead>
              <tbody>
                {[...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].map((name) => (
                  <tr key={name}>
                    <th scope="row">{fieldText(name)}</th>
                    <td data-title={t.before}>{valueText(name, before?.[name])}</td>
                    <td data-title={t.after}>{valueText(name, after?.[name])}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
        <p class="muted small">{t.request(event.request_id)}</p>
      </div>
    </Dialog>
  );
};

/** Who changed what, latest first. */
export const AuditLog = () => {
  const { audit: t } = settings.t;
  const [open, setOpen] = useState<AuditEvent>();
  const team = useTeam().data;
  const filters = useFilters('subject', 'actor');
  const { subject, actor } = filters.values;
  const keyOf = ({ key }: AuditEvent): string => key;
  const list = useList(
    (page) =>
      api.get('/v2/audit-events', {
        query: {
          ...page,
          subject_key: subject === '' ? undefined : subject,
          actor_key: actor === '' ? undefined : actor,
        },
      }),
    { of: [subject, actor], keyOf },
  );
  return (
    <Frame tab="audit" lead={t.lead}>
      <DataTable
        name="audit-log"
        caption={settings.t.tabs.audit}
        list={list}
        columns={columnsIn(setOpen, team)}
        keyOf={keyOf}
        filters={
          <>
            <TextFilter label={t.subjectKey} value={subject} set={(value) => filters.set('subject', value)} />
            <TextFilter label={t.actorKey} value={actor} set={(value) => filters.set('actor', value)} />
          </>
        }
        filtered={filters}
        empty={<EmptyState title={t.empty}>{t.lead}</EmptyState>}
      />
      {open === undefined ? null : <Changes event={open} close={() => setOpen(undefined)} />}
    </Frame>
  );
};
