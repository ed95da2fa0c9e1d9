import type { Trigger } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { LinkButton } from '../../../parts/button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { everyItem } from '../../../parts/every-item.ts';
import { Badge, Count, dateText, When } from '../../../parts/figures.tsx';
import { SelectFilter, TextFilter } from '../../../parts/filters.tsx';
import { useFilters, wholeList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { useReferences, wordingOf } from '../../../parts/rules/references.ts';
import { audienceText, offerText } from '../../../parts/rules/summary.ts';
import type { Wording } from '../../../parts/rules/wording.ts';
import { api, may } from '../../../session/person.ts';
import { triggers } from './texts.ts';

const STATUSES = ['active', 'planned', 'ended', 'deleted'] as const satisfies readonly Trigger['status'][];

const KINDS = { active: 'good', planned: 'info', ended: 'neutral', deleted: 'neutral' } as const;

/** Whether a trigger makes rewards, in a word. */
export const StatusOf = ({ of: { status, matches_nobody } }: { readonly of: Trigger }) => {
  const { t } = triggers;
  return (
    <>
      <Badge kind={KINDS[status]}>{t.statuses[status]}</Badge>
      {matches_nobody && (status === 'active' || status === 'planned') ? (
        <>
          {' '}
          <Badge kind="bad">{t.matchesNobody}</Badge>
        </>
      ) : null}
    </>
  );
};

const columnsIn = (wording: Wording): readonly Column<Trigger>[] => {
  const { t } = triggers;
  const whom = ({ audience }: Trigger): string => audienceText(wording, audience);
  const pays = ({ event, action }: Trigger): string => offerText(wording, event, action.offer);
  return [
    {
      name: 'name',
      title: t.name,
      names: true,
      cell: ({ key, name }) => <a href={href(`/triggers/${key}`)}>{name}</a>,
      text: ({ name }) => name,
    },
    {
      name: 'status',
      title: t.status,
      cell: (trigger) => <StatusOf of={trigger} />,
      text: ({ status }) => t.statuses[status],
    },
    {
      name: 'event',
      title: t.event,
      cell: ({ event }) => wording.words.events[event],
      text: ({ event }) => wording.words.events[event],
    },
    { name: 'audience', title: t.audience, cell: whom, text: whom },
    { name: 'pays', title: t.pays, cell: pays, text: pays },
    {
      name: 'version',
      title: t.version,
      align: 'end',
      cell: ({ version }) => <Count value={version} />,
      text: ({ version }) => version,
    },
    {
      name: 'changed',
      title: t.changed,
      hidden: true,
      cell: ({ updated_at }) => <When at={updated_at} />,
      text: ({ updated_at }) => dateText(updated_at),
    },
  ];
};

/** All triggers: what they wait for, whom they are for, what they pay. */
export const TriggersList = () => {
  const { t } = triggers;
  const filters = useFilters('status', 'search');
  const { status, search } = filters.values;
  const references = useReferences();
  const wording = wordingOf(references.data);
  const wanted = search.trim().toLocaleLowerCase();
  const answered = useAnswer(
    async () => ({
      items: await everyItem(
        (page) => api.get('/v2/triggers', { query: { ...page, include_archived: status === 'deleted' } }),
        { keyOf: ({ key }) => key },
      ),
      has_more: false,
    }),
    [status === 'deleted'],
  );
  const fits = (trigger: Trigger): boolean =>
    (status === '' || trigger.status === status) && trigger.name.toLocaleLowerCase().includes(wanted);
  const shown =
    answered.data === undefined
      ? answered
      : { ...answered, data: { items: answered.data.items.filter(fits), has_more: false } };
  const create = may('programs:write') ? (
    <LinkButton kind="primary" to={href('/triggers/new')}>
      {t.create}
    </LinkButton>
  ) : undefined;
  return (
    <Page title={t.title} lead={t.lead} actions={create}>
      <DataTable
        name="triggers"
        caption={t.title}
        list={wholeList(shown)}
        columns={columnsIn(wording)}
        keyOf={({ key }) => key}
        filters={
          <>
            <TextFilter label={t.search} value={search} set={(value) => filters.set('search', value)} />
            <SelectFilter
              label={t.status}
              value={status}
              set={(value) => filters.set('status', value)}
              options={STATUSES.map((value) => ({ value, title: t.statuses[value] }))}
            />
          </>
        }
        filtered={filters}
        empty={
          <EmptyState title={t.empty} action={create}>
            {t.emptyText}
          </EmptyState>
        }
      />
    </Page>
  );
};
