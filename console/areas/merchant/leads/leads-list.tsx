import type { Lead } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { momentColumn, moneyColumn, partnerColumn, shownColumn, textColumn } from '../../../parts/columns.tsx';
import type { Column } from '../../../parts/data-table.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { TextFilter } from '../../../parts/filters.tsx';
import { ProspectsPage } from '../../../parts/prospects/list-page.tsx';
import { api } from '../../../session/person.ts';
import { leads } from './texts.ts';

const STATUSES = [
  'submitted',
  'qualified',
  'closed',
  'rejected',
  'withdrawn',
] as const satisfies readonly Lead['status'][];
const KINDS = {
  submitted: 'warning',
  qualified: 'info',
  closed: 'good',
  rejected: 'neutral',
  withdrawn: 'neutral',
} as const;

/** How a lead stands. */
export const LeadBadge = ({ of: { status } }: { readonly of: Pick<Lead, 'status'> }) => (
  <Badge kind={KINDS[status]}>{leads.t.statuses[status]}</Badge>
);

/** What a lead is called: the person, else the company, else its address. */
export const leadName = ({ first_name, last_name, company, email, external_key, key }: Lead): string => {
  const name = [first_name, last_name].filter((each) => each !== null && each !== '').join(' ');
  return name === '' ? (company ?? email ?? external_key ?? key) : name;
};

const columnsIn = (): readonly Column<Lead>[] => {
  const { t } = leads;
  return [
    shownColumn('lead', t.lead, leadName, (lead) => <a href={href(`/leads/${lead.key}`)}>{leadName(lead)}</a>, {
      names: true,
    }),
    textColumn('company', t.company, ({ company }) => company),
    textColumn('email', t.email, ({ email }) => email, { hidden: true }),
    partnerColumn(t.partner, t.nobody),
    shownColumn(
      'status',
      t.status,
      ({ status }) => t.statuses[status],
      (lead) => <LeadBadge of={lead} />,
    ),
    moneyColumn('amount', t.amount, (lead) => lead),
    momentColumn('at', t.submittedAt, ({ created_at }) => created_at),
    textColumn('source', t.source, ({ source }) => t.sources[source], { hidden: true }),
  ];
};

/** All leads, the latest first. */
export const LeadsList = () => (
  <ProspectsPage
    kind="leads"
    words={leads.t}
    statuses={STATUSES}
    columns={columnsIn()}
    more={['email']}
    ask={(page, narrowed, { email = '' }) =>
      api.get('/v2/leads', { query: { ...page, ...narrowed, email: email.includes('@') ? email : undefined } })
    }
    moreFilters={({ values, set }) => (
      <TextFilter label={leads.t.email} value={values['email'] ?? ''} set={(value) => set('email', value)} />
    )}
  />
);
