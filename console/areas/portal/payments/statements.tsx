import type { PortalStatement } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { LinkButton } from '../../../parts/button.tsx';
import { countColumn, moneyColumn } from '../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { periodText } from '../../../parts/figures.tsx';
import { useList } from '../../../parts/list.ts';
import { api, partnership } from '../../../session/person.ts';
import { CsvButton } from './csv-button.tsx';
import { Frame } from './frame.tsx';
import { payments } from './texts.ts';

type Amount =
  | 'sales_amount'
  | 'reward_amount'
  | 'second_tier_amount'
  | 'clawback_amount'
  | 'carried_in'
  | 'carried_out'
  | 'payable';

const columnsIn = (): readonly Column<PortalStatement>[] => {
  const { t } = payments;
  const amount = (name: Amount, title: string, hidden = false): Column<PortalStatement> =>
    moneyColumn(name, title, (of) => ({ amount: of[name], currency: of.currency }), { hidden });
  return [
    {
      name: 'month',
      title: t.month,
      names: true,
      cell: ({ period }) => <a href={href(`/payments/statements/${period}`)}>{periodText(period)}</a>,
      text: ({ period }) => period,
    },
    countColumn('rewards', t.rewards, ({ rewards }) => rewards, { hidden: true }),
    amount('sales_amount', t.sales, true),
    amount('reward_amount', t.rewards),
    amount('second_tier_amount', t.secondTier, true),
    amount('clawback_amount', t.clawbacks),
    amount('carried_in', t.carriedIn, true),
    amount('carried_out', t.carriedOut, true),
    amount('payable', t.payable),
  ];
};

/** A statement of each month that is closed. */
export const Statements = () => {
  const { t } = payments;
  const list = useList((page) => api.get('/v2/portal/statements', { query: page }), {
    of: [partnership.value?.key],
    keyOf: ({ period }) => period,
  });
  return (
    <Frame actions={<CsvButton ask={() => api.get('/v2/portal/statements/csv')} />}>
      <DataTable
        name="portal-statements"
        caption={t.statements}
        list={list}
        columns={columnsIn()}
        keyOf={({ period }) => period}
        empty={
          <EmptyState title={t.noStatements} action={<LinkButton to={href('/offers')}>{t.toOffers}</LinkButton>}>
            {t.noStatementsText}
          </EmptyState>
        }
      />
    </Frame>
  );
};
