import { useState } from 'preact/hooks';
import type { Segment, Tag } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { nameIn, useTags } from '../../../parts/definitions.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { everyItem } from '../../../parts/every-item.ts';
import { Count } from '../../../parts/figures.tsx';
import { TextFilter } from '../../../parts/filters.tsx';
import { useFilters, wholeList, withName } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { api, may } from '../../../session/person.ts';
import { DeleteSegment } from './delete-segment.tsx';
import { segments } from './texts.ts';
import { sentenceOf } from './tree.ts';

const keyOf = ({ key }: Segment): string => key;

const columnsIn = (
  tags: readonly Tag[] | undefined,
  remove: (segment: Segment) => void,
): readonly Column<Segment>[] => {
  const { t } = segments;
  const said = ({ match }: Segment): string =>
    sentenceOf(match, { and: t.and, or: t.or, tag: (key) => t.quoted(nameIn(tags, key)) });
  return [
    {
      name: 'name',
      title: t.name,
      names: true,
      cell: ({ key, name }) => <a href={href(`/segments/${key}`)}>{name}</a>,
      text: ({ name }) => name,
    },
    { name: 'match', title: t.match, cell: said, text: said },
    {
      name: 'count',
      title: t.partners,
      align: 'end',
      cell: ({ key, count }) => (
        <a href={href(`/partners?status=active&segment=${key}`)}>
          <Count value={count ?? 0} />
        </a>
      ),
      text: ({ count }) => count ?? 0,
    },
    ...(may('programs:write')
      ? [
          {
            name: 'actions',
            title: t.actions,
            cell: (segment: Segment) => (
              <Button kind="danger" label={t.deleteOf(segment.name)} onClick={() => remove(segment)}>
                {t.delete}
              </Button>
            ),
          },
        ]
      : []),
  ];
};

/** All segments, each with what it says and how many partners are in it. */
export const SegmentsList = () => {
  const { t } = segments;
  const tags = useTags();
  const filters = useFilters('name');
  const [removed, setRemoved] = useState<Segment>();
  const answered = useAnswer(async () => {
    const all = await everyItem((page) => api.get('/v2/segments', { query: { ...page, include: 'counts' } }), {
      keyOf,
    });
    return { items: all.toSorted((one, other) => one.name.localeCompare(other.name)), has_more: false };
  }, []);
  const add = may('programs:write') ? (
    <LinkButton kind="primary" to={href('/segments/new')}>
      {t.create}
    </LinkButton>
  ) : undefined;
  return (
    <Page title={t.title} lead={t.lead} actions={add}>
      <DataTable
        name="segments"
        caption={t.title}
        list={withName(wholeList(answered), filters.values.name)}
        columns={columnsIn(tags.data, setRemoved)}
        keyOf={keyOf}
        filters={<TextFilter label={t.name} value={filters.values.name} set={(value) => filters.set('name', value)} />}
        filtered={filters}
        empty={
          <EmptyState title={t.empty} action={add}>
            {t.emptyText}
          </EmptyState>
        }
      />
      {removed === undefined ? null : (
        <DeleteSegment
          segment={removed}
          close={(gone) => {
            setRemoved(undefined);
            if (gone) void answered.again();
          }}
        />
      )}
    </Page>
  );
};
