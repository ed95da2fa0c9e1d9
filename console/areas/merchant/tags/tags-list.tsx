import { useState } from 'preact/hooks';
import type { Tag } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { everyItem } from '../../../parts/every-item.ts';
import { Count } from '../../../parts/figures.tsx';
import { TextFilter } from '../../../parts/filters.tsx';
import { useFilters, wholeList, withName } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { api, may } from '../../../session/person.ts';
import { DeleteTag } from './delete-tag.tsx';
import { TagDialog } from './tag-dialog.tsx';
import { tags } from './texts.ts';

type Open = { readonly what: 'new' } | { readonly what: 'rename' | 'delete'; readonly tag: Tag };

const keyOf = ({ key }: Tag): string => key;

const columnsIn = (open: (what: Open) => void): readonly Column<Tag>[] => {
  const { t } = tags;
  return [
    { name: 'name', title: t.name, names: true, cell: ({ name }) => name, text: ({ name }) => name },
    {
      name: 'active',
      title: t.active,
      align: 'end',
      cell: ({ key, counts }) => (
        <a href={href(`/partners?status=active&tag=${key}`)}>
          <Count value={counts?.active ?? 0} />
        </a>
      ),
      text: ({ counts }) => counts?.active ?? 0,
    },
    {
      name: 'inactive',
      title: t.inactive,
      align: 'end',
      hidden: true,
      cell: ({ counts }) => <Count value={counts?.inactive ?? 0} />,
      text: ({ counts }) => counts?.inactive ?? 0,
    },
    {
      name: 'segments',
      title: t.segments,
      align: 'end',
      cell: ({ counts }) => <Count value={counts?.segments ?? 0} />,
      text: ({ counts }) => counts?.segments ?? 0,
    },
    ...(may('programs:write')
      ? [
          {
            name: 'actions',
            title: t.actions,
            cell: (tag: Tag) => (
              <span class="actions">
                <Button label={t.renameOf(tag.name)} onClick={() => open({ what: 'rename', tag })}>
                  {t.rename}
                </Button>
                <Button kind="danger" label={t.deleteOf(tag.name)} onClick={() => open({ what: 'delete', tag })}>
                  {t.delete}
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
};

/** All tags, with what has them. */
export const TagsList = () => {
  const { t } = tags;
  const [open, setOpen] = useState<Open>();
  const filters = useFilters('name');
  const answered = useAnswer(async () => {
    const all = await everyItem((page) => api.get('/v2/tags', { query: { ...page, include: 'counts' } }), { keyOf });
    return { items: all.toSorted((one, other) => one.name.localeCompare(other.name)), has_more: false };
  }, []);
  const add = may('programs:write') ? (
    <Button kind="primary" onClick={() => setOpen({ what: 'new' })}>
      {t.create}
    </Button>
  ) : undefined;
  const close = (changed: boolean): void => {
    setOpen(undefined);
    if (changed) void answered.again();
  };
  return (
    <Page title={t.title} lead={t.lead} actions={add}>
      <DataTable
        name="tags"
        caption={t.title}
        list={withName(wholeList(answered), filters.values.name)}
        columns={columnsIn(setOpen)}
        keyOf={keyOf}
        filters={<TextFilter label={t.name} value={filters.values.name} set={(value) => filters.set('name', value)} />}
        filtered={filters}
        empty={
          <EmptyState title={t.empty} action={add}>
            {t.emptyText}
          </EmptyState>
        }
      />
      {open?.what === 'new' ? <TagDialog close={close} /> : null}
      {open?.what === 'rename' ? <TagDialog tag={open.tag} close={close} /> : null}
      {open?.what === 'delete' ? <DeleteTag tag={open.tag} close={close} /> : null}
    </Page>
  );
};
