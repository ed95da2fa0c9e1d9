import type { PartnerInvitation } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { ask } from '../../../parts/asking.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { actorText, nameIn, useGroups, useTeam } from '../../../parts/definitions.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Badge, Count, dateText, When } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { PartnerName } from '../../../parts/partner-name.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { invitations, partners } from './texts.ts';
import { Views } from './views.tsx';
import './partners.css';

const STATUSES = ['open', 'expired', 'accepted', 'revoked'] as const satisfies readonly PartnerInvitation['status'][];
const KINDS = { open: 'info', expired: 'warning', accepted: 'good', revoked: 'neutral' } as const;

const nameOf = ({ first_name, last_name, company }: PartnerInvitation): string =>
  [first_name, last_name, company].filter((each) => each !== null && each !== '').join(' ');

const Actions = ({ of, done }: { readonly of: PartnerInvitation; readonly done: () => void }) => {
  const { t } = invitations;
  const params = { invitation: of.key };
  const send = async (run: () => Promise<unknown>, said: string): Promise<void> => {
    try {
      await run();
      tell(said);
      done();
    } catch (thrown) {
      tellProblem(thrown);
    }
  };
  const revoke = async (): Promise<void> => {
    const yes = await ask({ title: t.revokeAsk(of.email), text: t.revokeText, action: t.revoke });
    if (yes) await send(() => api.delete('/v2/invitations/{invitation}', { params }), t.revoked);
  };
  if (of.status !== 'open' && of.status !== 'expired') return null;
  return (
    <span class="badges">
      <Button
        label={t.resendTo(of.email)}
        onClick={() => void send(() => api.post('/v2/invitations/{invitation}/resend', { params }), t.resent)}
      >
        {t.resend}
      </Button>
      <Button kind="danger" label={t.revokeOf(of.email)} onClick={() => void revoke()}>
        {t.revoke}
      </Button>
    </span>
  );
};

const useColumns = (done: () => void): readonly Column<PartnerInvitation>[] => {
  const { t } = invitations;
  const [groups, team] = [useGroups(), useTeam()];
  const { time_zone: zone } = settingsOfProgram();
  const groupOf = ({ group_key }: PartnerInvitation): string =>
    group_key === null ? partners.t.defaultGroup : nameIn(groups.data, group_key);
  const byOf = ({ by }: PartnerInvitation): string => actorText(team.data, by);
  return [
    { name: 'email', title: partners.t.email, names: true, cell: ({ email }) => email, text: ({ email }) => email },
    { name: 'name', title: t.name, cell: nameOf, text: nameOf },
    {
      name: 'status',
      title: partners.t.status,
      cell: ({ status }) => <Badge kind={KINDS[status]}>{t.statuses[status]}</Badge>,
      text: ({ status }) => t.statuses[status],
    },
    { name: 'group', title: partners.t.group, cell: groupOf, text: groupOf },
    {
      name: 'expires',
      title: t.expires,
      cell: ({ expires_at }) => <When at={expires_at} style="minute" zone={zone} />,
      text: ({ expires_at }) => dateText(expires_at, 'minute'),
    },
    {
      name: 'sent',
      title: t.times,
      align: 'end',
      hidden: true,
      cell: ({ sent }) => <Count value={sent} />,
      text: ({ sent }) => sent,
    },
    { name: 'by', title: t.by, hidden: true, cell: byOf, text: byOf },
    {
      name: 'partner',
      title: partners.t.partner,
      cell: ({ partnership_key }) => (partnership_key === null ? null : <PartnerName of={partnership_key} />),
    },
    ...(may('partnerships:write')
      ? [{ name: 'actions', title: t.actions, cell: (of: PartnerInvitation) => <Actions of={of} done={done} /> }]
      : []),
  ];
};

/** Who was asked to be a partner, and what came of it. */
export const Invitations = () => {
  const { t } = invitations;
  const filters = useFilters('show');
  const { show } = filters.values;
  const status = STATUSES.find((each) => each === show);
  const list = useList((page) => api.get('/v2/invitations', { query: { ...page, status } }), {
    of: [show],
    keyOf: ({ key }) => key,
  });
  const columns = useColumns(() => void list.answered.again());
  const invite = may('partnerships:write') ? (
    <LinkButton kind="primary" to={href('/partners/invite')}>
      {partners.t.invite}
    </LinkButton>
  ) : undefined;
  return (
    <Page title={t.title} lead={t.lead} actions={invite}>
      <Views />
      <DataTable
        name="invitations"
        caption={t.title}
        list={list}
        columns={columns}
        keyOf={({ key }) => key}
        filters={
          <SelectFilter
            label={partners.t.status}
            value={show}
            set={(value) => filters.set('show', value)}
            options={STATUSES.map((value) => ({ value, title: t.statuses[value] }))}
          />
        }
        filtered={filters}
        empty={
          <EmptyState title={t.empty} action={invite}>
            {t.emptyText}
          </EmptyState>
        }
      />
    </Page>
  );
};
