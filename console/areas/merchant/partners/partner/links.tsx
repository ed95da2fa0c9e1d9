import { useState } from 'preact/hooks';
import type { Link, LinkStatistics, Partnership } from '../../../../api/operations.ts';
import { parts } from '../../../../app/texts.ts';
import { type Answered, useAnswer } from '../../../../parts/answer.tsx';
import { ask } from '../../../../parts/asking.tsx';
import { Button } from '../../../../parts/button.tsx';
import { countColumn, moneyColumn, textColumn } from '../../../../parts/columns.tsx';
import { CopyButton } from '../../../../parts/copy-button.tsx';
import { type Column, DataTable } from '../../../../parts/data-table.tsx';
import { doing } from '../../../../parts/doing.ts';
import { EmptyState } from '../../../../parts/empty-state.tsx';
import { everyItem } from '../../../../parts/every-item.ts';
import { Badge } from '../../../../parts/figures.tsx';
import { useList } from '../../../../parts/list.ts';
import { Card } from '../../../../parts/page.tsx';
import { nameOf } from '../../../../parts/partner-name.tsx';
import { tell } from '../../../../parts/toasts.tsx';
import { api, may } from '../../../../session/person.ts';
import { settingsOfProgram } from '../../../../session/program.ts';
import { partner as texts } from '../texts.ts';
import { Coupons } from './coupons.tsx';
import { LinkDialog } from './link-dialog.tsx';

type Statistics = ReadonlyMap<string, LinkStatistics>;

/** Figures of the last thirty days of each link of the partner. */
const useStatistics = (partner: Partnership): Answered<Statistics> =>
  useAnswer(async () => {
    const found = await everyItem(
      ({ limit, starting_after }) =>
        api.get('/v2/statistics/links', {
          query: { partnership_key: partner.key, limit: Math.min(limit, 100), starting_after },
        }),
      { keyOf: ({ link_key }) => link_key, most: 1000 },
    );
    return new Map(found.map((each) => [each.link_key, each]));
  }, [partner.key]);

const Actions = ({
  link,
  edit,
  again,
}: {
  readonly link: Link;
  readonly edit: () => void;
  readonly again: () => Promise<void>;
}) => {
  const { t } = texts;
  const params = { link: link.key };
  const run = doing(again);
  const remove = async (): Promise<void> => {
    const yes = await ask({ title: t.deleteLinkAsk(link.slug), text: t.deleteLinkText, action: t.deleteLink });
    if (yes) await run(() => api.delete('/v2/links/{link}', { params }), t.linkDeleted);
  };
  return (
    <span class="badges">
      <CopyButton text={link.url} label={t.copyLink(link.slug)} />
      {may('partnerships:write') ? (
        <>
          <Button label={t.editLink(link.slug)} onClick={edit}>
            {t.edit}
          </Button>
          <Button
            onClick={() =>
              void run(
                () => api.patch('/v2/links/{link}', { params, body: { archived: !link.archived } }),
                link.archived ? t.linkBack : t.linkArchived,
              )
            }
          >
            {link.archived ? t.unarchive : t.archive}
          </Button>
          <Button kind="danger" label={t.deleteLinkOf(link.slug)} onClick={() => void remove()}>
            {t.deleteLink}
          </Button>
        </>
      ) : null}
    </span>
  );
};

const columnsIn = (
  statistics: Statistics | undefined,
  edit: (link: Link) => void,
  again: () => Promise<void>,
): readonly Column<Link>[] => {
  const { t } = texts;
  const { currency } = settingsOfProgram();
  const of = (link: Link) => statistics?.get(link.key);
  return [
    {
      name: 'url',
      title: t.link,
      names: true,
      cell: ({ url, name, archived }) => (
        <span>
          {name === null || name === '' ? null : <span class="muted">{name}: </span>}
          {url} {archived ? <Badge>{t.archived}</Badge> : null}
        </span>
      ),
      text: ({ url }) => url,
    },
    textColumn('dest', t.leadsTo, ({ dest }) => dest, { hidden: true }),
    countColumn('clicks', t.clicks, (link) => of(link)?.clicks ?? 0),
    countColumn('sign_ups', t.signUps, (link) => of(link)?.sign_ups ?? 0),
    moneyColumn('revenue', t.revenue, (link) => ({ amount: of(link)?.revenue ?? 0, currency })),
    {
      name: 'actions',
      title: t.actions,
      cell: (link) => <Actions link={link} edit={() => edit(link)} again={again} />,
    },
  ];
};

/** The links of a partner with their figures, and its coupon codes. */
export const Links = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const [open, setOpen] = useState<Link | 'new'>();
  const statistics = useStatistics(partner);
  const list = useList(
    (page) => api.get('/v2/links', { query: { ...page, partnership_key: partner.key, include_archived: true } }),
    { of: [partner.key], keyOf: ({ key }) => key },
  );
  const add = may('partnerships:write') ? (
    <Button kind="primary" onClick={() => setOpen('new')}>
      {t.newLink}
    </Button>
  ) : undefined;
  return (
    <>
      <Card title={t.tabs.links} actions={add}>
        <p class="muted small">{t.linkFigures}</p>
        <DataTable
          name="partner-links"
          caption={t.listOf(t.tabs.links, nameOf(partner))}
          list={list}
          columns={columnsIn(statistics.data, setOpen, list.answered.again)}
          keyOf={({ key }) => key}
          empty={
            <EmptyState title={t.noLinks} action={add}>
              {t.noLinksText}
            </EmptyState>
          }
        />
      </Card>
      {may('sales:read') ? <Coupons partner={partner} /> : null}
      {open === undefined ? null : (
        <LinkDialog
          partner={partner}
          link={open === 'new' ? undefined : open}
          close={(changed) => {
            setOpen(undefined);
            if (changed) void list.answered.again();
            if (changed && open === 'new') tell(parts.t.saved);
          }}
        />
      )}
    </>
  );
};
