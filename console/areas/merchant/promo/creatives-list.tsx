import { CREATIVE_KINDS } from '../../../../domain/creatives.ts';
import type { Creative } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { ask } from '../../../parts/asking.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Badge, Count, dateText, When } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { useFilters, wholeList } from '../../../parts/list.ts';
import { Menu } from '../../../parts/menu.tsx';
import { Page } from '../../../parts/page.tsx';
import { targetText } from '../../../parts/target-field.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { allCreatives } from './creatives.ts';
import { promo } from './texts.ts';

const archive = async (creative: Creative): Promise<void> => {
  const { t } = promo;
  const archived = !creative.archived;
  const question = { title: t.archiveOf(creative.name), text: t.archiveText, action: t.archive };
  if (archived && !(await ask(question))) return;
  await api.patch('/v2/creatives/{creative}', { params: { creative: creative.key }, body: { archived } });
  tell(archived ? t.archivedNow : t.restored);
};

const Archiving = ({ of, again }: { readonly of: Creative; readonly again: () => Promise<void> }) => {
  const { t } = promo;
  const act = (): Promise<void> => archive(of).catch(tellProblem).then(again);
  return (
    <Button label={of.archived ? t.restoreOf(of.name) : t.archiveOf(of.name)} onClick={() => void act()}>
      {of.archived ? t.restore : t.archive}
    </Button>
  );
};

const sizeOf = ({ banner }: Creative): string => (banner === null ? '' : `${banner.width} × ${banner.height}`);

const Picture = ({ of: { banner } }: { readonly of: Creative }) =>
  banner === null ? null : (
    <img
      class="promo-thumb"
      src={banner.image_url}
      alt={banner.alt_text}
      width={banner.width}
      height={banner.height}
      loading="lazy"
    />
  );

const columnsOf = (again: () => Promise<void>): readonly Column<Creative>[] => {
  const { t } = promo;
  return [
    {
      ...{ name: 'name', title: t.name, names: true },
      cell: (of) => (
        <>
          <a href={href(`/promo/${of.key}`)}>{of.name}</a> {of.archived ? <Badge>{t.archived}</Badge> : null}
        </>
      ),
      text: ({ name }) => name,
    },
    { name: 'kind', title: t.kind, cell: ({ kind }) => t.kinds[kind], text: ({ kind }) => t.kinds[kind] },
    {
      ...{ name: 'picture', title: t.picture },
      cell: (of) => (
        <>
          <Picture of={of} /> <span class="muted small">{sizeOf(of)}</span>
        </>
      ),
      text: sizeOf,
    },
    {
      name: 'target',
      title: t.target,
      cell: ({ target }) => targetText(target),
      text: ({ target }) => targetText(target),
    },
    {
      ...{ name: 'impressions', title: t.impressions, align: 'end' },
      // Only banners tell that they were seen.
      cell: ({ kind, impressions }) => (kind === 'banner' ? <Count value={impressions} /> : null),
      text: ({ kind, impressions }) => (kind === 'banner' ? impressions : ''),
    },
    {
      ...{ name: 'clicks', title: t.clicks, align: 'end' },
      cell: ({ clicks }) => <Count value={clicks} />,
      text: ({ clicks }) => clicks,
    },
    {
      ...{ name: 'created', title: t.created, hidden: true },
      cell: ({ created_at }) => <When at={created_at} />,
      text: ({ created_at }) => dateText(created_at),
    },
    ...(may('programs:write')
      ? [{ name: 'actions', title: t.actions, cell: (of: Creative) => <Archiving of={of} again={again} /> }]
      : []),
  ];
};

const Create = () => {
  const { t } = promo;
  return (
    <Menu title={t.create}>
      {CREATIVE_KINDS.map((kind) => (
        <a key={kind} href={href(`/promo/new/${kind}`)}>
          {t.kinds[kind]}
        </a>
      ))}
    </Menu>
  );
};

/** All promo material, with how often banners were seen. */
export const CreativesList = () => {
  const { t } = promo;
  const filters = useFilters('kind', 'show');
  const { kind, show } = filters.values;
  const answered = useAnswer(async () => {
    const all = await allCreatives(show === 'archived');
    return { items: all.filter((each) => kind === '' || each.kind === kind), has_more: false };
  }, [kind, show]);
  const write = may('programs:write');
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <>
          <LinkButton to={href('/promo/statistics')}>{t.statistics}</LinkButton>
          {write ? (
            <>
              <LinkButton to={href('/promo/order')}>{t.order}</LinkButton>
              <Create />
            </>
          ) : null}
        </>
      }
    >
      <DataTable
        name="promo"
        caption={t.title}
        list={wholeList(answered)}
        columns={columnsOf(answered.again)}
        keyOf={({ key }) => key}
        filtered={filters}
        filters={
          <>
            <SelectFilter
              label={t.kind}
              value={kind}
              set={(value) => filters.set('kind', value)}
              options={CREATIVE_KINDS.map((value) => ({ value, title: t.kinds[value] }))}
            />
            <SelectFilter
              label={t.show}
              value={show}
              set={(value) => filters.set('show', value)}
              options={[{ value: 'archived', title: t.withArchived }]}
            />
          </>
        }
        empty={
          <EmptyState
            title={t.empty}
            action={write ? <LinkButton to={href('/promo/new/banner')}>{t.firstAction}</LinkButton> : undefined}
          >
            {t.emptyText}
          </EmptyState>
        }
      />
    </Page>
  );
};
