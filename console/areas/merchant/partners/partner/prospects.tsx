import type { Deal, Lead, Partnership } from '../../../../api/operations.ts';
import { href } from '../../../../app/router.ts';
import { momentColumn, moneyColumn, shownColumn } from '../../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../../parts/data-table.tsx';
import { EmptyState } from '../../../../parts/empty-state.tsx';
import { fullPage } from '../../../../parts/every-item.ts';
import { Badge } from '../../../../parts/figures.tsx';
import { useList } from '../../../../parts/list.ts';
import { Card } from '../../../../parts/page.tsx';
import { nameOf } from '../../../../parts/partner-name.tsx';
import { api, may } from '../../../../session/person.ts';
import { partners, partner as texts } from '../texts.ts';

interface Prospect {
  readonly key: string;
  readonly created_at: number;
  readonly amount: number | null;
  readonly currency: string | null;
}

/** What leads and deals have in common in a list. */
const commonColumns = <P extends Prospect>(): readonly Column<P>[] => {
  const { t } = texts;
  return [
    moneyColumn('amount', t.amount, (prospect) => prospect),
    momentColumn('at', t.submitted, ({ created_at }) => created_at),
  ];
};

const leadName = ({ first_name, last_name, company, email, key }: Lead): string => {
  const name = [first_name, last_name].filter((each) => each !== null && each !== '').join(' ');
  return name === '' ? (company ?? email ?? key) : name;
};

const Leads = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const list = useList(
    (page) => fullPage((next) => api.get('/v2/leads', { query: { ...next, partnership_key: partner.key } }), page),
    { of: [partner.key], keyOf: ({ key }) => key, limit: 10, name: 'lead-' },
  );
  return (
    <Card title={t.leads}>
      <DataTable
        name="partner-leads"
        caption={t.listOf(t.leads, nameOf(partner))}
        list={list}
        keyOf={({ key }) => key}
        columns={[
          shownColumn('lead', t.lead, leadName, (lead) => <a href={href(`/leads/${lead.key}`)}>{leadName(lead)}</a>, {
            names: true,
          }),
          shownColumn<Lead>(
            'status',
            partners.t.status,
            ({ status }) => t.leadStates[status],
            ({ status }) => <Badge>{t.leadStates[status]}</Badge>,
          ),
          ...commonColumns<Lead>(),
        ]}
        empty={<EmptyState title={t.noLeads}>{t.noLeadsText}</EmptyState>}
      />
    </Card>
  );
};

const dealName = ({ name, account_name, contact_email, key }: Deal): string =>
  name ?? account_name ?? contact_email ?? key;

const Deals = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const list = useList(
    (page) => fullPage((next) => api.get('/v2/deals', { query: { ...next, partnership_key: partner.key } }), page),
    { of: [partner.key], keyOf: ({ key }) => key, limit: 10, name: 'deal-' },
  );
  return (
    <Card title={t.deals}>
      <DataTable
        name="partner-deals"
        caption={t.listOf(t.deals, nameOf(partner))}
        list={list}
        keyOf={({ key }) => key}
        columns={[
          shownColumn('deal', t.deal, dealName, (deal) => <a href={href(`/deals/${deal.key}`)}>{dealName(deal)}</a>, {
            names: true,
          }),
          shownColumn<Deal>(
            'status',
            partners.t.status,
            ({ status }) => t.dealStates[status],
            ({ status, stage }) => (
              <span>
                <Badge>{t.dealStates[status]}</Badge> {stage}
              </span>
            ),
          ),
          ...commonColumns<Deal>(),
        ]}
        empty={<EmptyState title={t.noDeals}>{t.noDealsText}</EmptyState>}
      />
    </Card>
  );
};

/** The leads and deals of a partner. */
export const Prospects = ({ partner }: { readonly partner: Partnership }) => (
  <>
    {may('leads:read') ? <Leads partner={partner} /> : null}
    {may('deals:read') ? <Deals partner={partner} /> : null}
  </>
);
