import { useState } from 'preact/hooks';
import type { Gets } from '../../../api/operations.ts';
import { changeQuery, href, place } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { countColumn, momentColumn, moneyColumn, textColumn } from '../../../parts/columns.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { wholeList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { canShare, share } from '../../../parts/sharing.ts';
import { api, partnership } from '../../../session/person.ts';
import { Coupons } from './coupons.tsx';
import { type Link, nameOf } from './link.ts';
import { QrDialog } from './qr-dialog.tsx';
import { links } from './texts.ts';

const PERIODS = [7, 30, 90] as const;
type Period = (typeof PERIODS)[number];
type Figures = Gets['/v2/portal/links/statistics']['data'];
type Row = Link & Pick<Figures['items'][number], 'clicks' | 'sign_ups' | 'transactions' | 'revenue'>;

const DAY_MS = 86_400_000;
const NOTHING = { clicks: 0, sign_ups: 0, transactions: 0, revenue: 0 } as const;

const figuresOf = async (period: Period): Promise<Figures> => {
  const last = await api.get('/v2/portal/links/statistics');
  if (period === 30) return last;
  const from = new Date(Date.parse(`${last.to}T00:00:00Z`) - (period - 1) * DAY_MS).toISOString().slice(0, 10);
  return api.get('/v2/portal/links/statistics', { query: { from, to: last.to } });
};

/** A partner has at most eighty links: they are shown together. */
const MOST = 100;

const useLinks = (period: Period) =>
  useAnswer(async () => {
    const [list, figures] = await Promise.all([
      api.get('/v2/portal/links', { query: { limit: MOST } }),
      figuresOf(period),
    ]);
    const items = list.items.map((link): Row => {
      const { link_key: _key, ...found } = figures.items.find(({ link_key }) => link_key === link.key) ?? {
        link_key: link.key,
        ...NOTHING,
      };
      return { ...link, ...found };
    });
    return { ...list, items, currency: figures.currency };
  }, [partnership.value?.key, period]);

interface LinkCellProps {
  readonly link: Link;
  readonly editable: boolean;
  readonly showQr: () => void;
}

const LinkCell = ({ link, editable, showQr }: LinkCellProps) => {
  const { t } = links;
  const name = nameOf(link);
  return (
    <div class="link-cell">
      <span>
        {name} {link.archived ? <Badge kind="warning">{t.off}</Badge> : null}
      </span>
      <code class="address">{link.url}</code>
      <span class="actions">
        <CopyButton text={link.url} label={t.copy(name)} />
        <Button label={t.qrOf(name)} onClick={showQr}>
          {t.qr}
        </Button>
        {canShare() ? (
          <Button label={`${t.share}: ${name}`} onClick={() => void share(link.url, name)}>
            {t.share}
          </Button>
        ) : null}
        {editable ? (
          <a class="button button-plain" href={href(`/links/${link.key}`)} aria-label={t.editOf(name)}>
            {t.edit}
          </a>
        ) : null}
      </span>
    </div>
  );
};

const columnsOf = (currency: string, cell: (link: Link) => preact.ComponentChild): readonly Column<Row>[] => {
  const { t } = links;
  return [
    { name: 'link', title: t.link, names: true, cell, text: nameOf },
    textColumn('address', t.address, ({ url }) => url, { hidden: true }),
    {
      name: 'leads',
      title: t.leads,
      hidden: true,
      cell: ({ destination_url }) => destination_url ?? t.startPage,
      text: ({ destination_url }) => destination_url ?? '',
    },
    countColumn('clicks', t.clicks, ({ clicks }) => clicks),
    countColumn('signUps', t.signUps, ({ sign_ups }) => sign_ups),
    countColumn('sales', t.sales, ({ transactions }) => transactions),
    moneyColumn('revenue', t.revenue, ({ revenue }) => ({ amount: revenue, currency })),
    momentColumn('created', t.created, ({ created_at }) => created_at, { hidden: true }),
  ];
};

/** The partner's links with what each has brought, and its coupon codes. */
export const LinksList = () => {
  const { t } = links;
  const period = PERIODS.find((each) => String(each) === place.value.query.get('days')) ?? 30;
  const answered = useLinks(period);
  const [shown, setShown] = useState<Link>();
  const add = (
    <LinkButton kind="primary" to={href('/links/new')}>
      {t.make}
    </LinkButton>
  );
  // What may be done, and how long the table is, is known with the links: everything comes with them, and nothing moves.
  if (answered.data === undefined) {
    return (
      <Page title={t.title} lead={t.lead}>
        <Answer of={answered} lines={12}>
          {() => null}
        </Answer>
      </Page>
    );
  }
  const { custom_links: editable, referral_links: counts, currency } = answered.data;
  return (
    <Page title={t.title} lead={t.lead} actions={editable ? add : undefined}>
      {counts ? null : <p class="note note-warning">{t.noReferrals}</p>}
      <DataTable
        name="portal-links"
        caption={t.links}
        list={wholeList(answered)}
        columns={columnsOf(currency, (link) => (
          <LinkCell link={link} editable={editable} showQr={() => setShown(link)} />
        ))}
        keyOf={({ key }) => key}
        filters={
          <SelectFilter
            label={t.period}
            value={String(period)}
            set={(value) => void changeQuery({ days: value === '30' ? undefined : value }, true)}
            options={PERIODS.map((each) => ({ value: String(each), title: t.periods[each] }))}
            needed
          />
        }
        empty={
          editable ? (
            <EmptyState title={t.empty} action={add}>
              {t.emptyText}
            </EmptyState>
          ) : (
            <EmptyState title={t.given}>{t.givenText}</EmptyState>
          )
        }
      />
      <Coupons />
      {shown === undefined ? null : <QrDialog link={shown} close={() => setShown(undefined)} />}
    </Page>
  );
};
