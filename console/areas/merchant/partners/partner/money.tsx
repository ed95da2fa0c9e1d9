import type { Partnership, Payout, Statement } from '../../../../api/operations.ts';
import { href } from '../../../../app/router.ts';
import { Answer, useAnswer } from '../../../../parts/answer.tsx';
import { countColumn, momentColumn, moneyColumn, textColumn } from '../../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../../parts/data-table.tsx';
import { EmptyState } from '../../../../parts/empty-state.tsx';
import { Facts } from '../../../../parts/facts.tsx';
import { Money as Amount, Badge, periodText } from '../../../../parts/figures.tsx';
import { useList } from '../../../../parts/list.ts';
import { Card } from '../../../../parts/page.tsx';
import { nameOf } from '../../../../parts/partner-name.tsx';
import { payoutMethodText } from '../../../../parts/payment-methods.ts';
import { paymentReason } from '../../../../parts/payment-reasons.ts';
import { api } from '../../../../session/person.ts';
import { partners, partner as texts } from '../texts.ts';

const Billing = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const answered = useAnswer(
    () => api.get('/v2/partnerships/{partnership}/billing', { params: { partnership: partner.key } }),
    [partner.key],
  );
  return (
    <Card title={t.paid}>
      <Answer of={answered} lines={3}>
        {({ payout_method: method, payouts_held, currency, available_amount, tax_details }) => (
          <Facts
            of={[
              [t.available, <Amount key="available" amount={available_amount} currency={currency} />],
              [t.method, method === null ? t.noMethod : payoutMethodText(method.provider, method.destination)],
              [t.verified, method === null ? null : method.verified ? t.isVerified : t.notVerified],
              [
                t.held,
                payouts_held ? (
                  <Badge key="held" kind="warning">
                    {t.payoutsHeld}
                  </Badge>
                ) : null,
              ],
              [t.tax, tax_details === null ? t.noTax : t.hasTax],
            ]}
          />
        )}
      </Answer>
    </Card>
  );
};

const amountColumn = (
  name: 'sales_amount' | 'reward_amount' | 'second_tier_amount' | 'clawback_amount' | 'carried_in' | 'payable',
  hidden = false,
): Column<Statement> =>
  moneyColumn(
    name,
    texts.t.statementColumns[name],
    (statement) => ({ amount: statement[name], currency: statement.currency }),
    { hidden },
  );

const statementColumns = (): readonly Column<Statement>[] => [
  {
    name: 'period',
    title: texts.t.month,
    names: true,
    cell: ({ period, invoice_key }) => <a href={href(`/invoices/${invoice_key}`)}>{periodText(period)}</a>,
    text: ({ period }) => period,
  },
  countColumn('transactions', texts.t.sales, ({ transactions }) => transactions, { hidden: true }),
  amountColumn('sales_amount'),
  amountColumn('reward_amount'),
  amountColumn('second_tier_amount', true),
  amountColumn('clawback_amount'),
  amountColumn('carried_in', true),
  amountColumn('payable'),
];

const KINDS = {
  sending: 'info',
  pending: 'info',
  unknown: 'warning',
  paid: 'good',
  failed: 'bad',
  returned: 'bad',
} as const;

const payoutColumns = (): readonly Column<Payout>[] => {
  const { t } = texts;
  return [
    momentColumn('sent', t.sent, ({ sent_at }) => sent_at, { names: true, style: 'minute' }),
    moneyColumn('amount', t.amount, (payout) => payout),
    {
      name: 'status',
      title: partners.t.status,
      cell: ({ status, reason }) => (
        <span>
          <Badge kind={KINDS[status]}>{t.payoutStates[status]}</Badge>{' '}
          <span class="muted small">{paymentReason(reason)}</span>
        </span>
      ),
      text: ({ status }) => t.payoutStates[status],
    },
    textColumn('provider', t.provider, ({ provider }) => t.providers[provider]),
    {
      name: 'period',
      title: t.month,
      cell: ({ period }) => (period === null ? null : periodText(period)),
      text: ({ period }) => period ?? '',
    },
  ];
};

/** How a partner is paid, its statements and its payouts. */
export const Money = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const statements = useList(
    (page) =>
      api.get('/v2/partnerships/{partnership}/statements', { params: { partnership: partner.key }, query: page }),
    { of: [partner.key], keyOf: ({ period }) => period, limit: 12, name: 'statement-' },
  );
  const payouts = useList((page) => api.get('/v2/payouts', { query: { ...page, partnership_key: partner.key } }), {
    of: [partner.key],
    keyOf: ({ key }) => key,
    limit: 12,
    name: 'payout-',
  });
  return (
    <>
      <Billing partner={partner} />
      <Card title={t.statements}>
        <DataTable
          name="partner-statements"
          caption={t.listOf(t.statements, nameOf(partner))}
          list={statements}
          columns={statementColumns()}
          keyOf={({ period }) => period}
          empty={<EmptyState title={t.noStatements}>{t.noStatementsText}</EmptyState>}
        />
      </Card>
      <Card title={t.payouts}>
        <DataTable
          name="partner-payouts"
          caption={t.listOf(t.payouts, nameOf(partner))}
          list={payouts}
          columns={payoutColumns()}
          keyOf={({ key }) => key}
          empty={<EmptyState title={t.noPayouts}>{t.noPayoutsText}</EmptyState>}
        />
      </Card>
    </>
  );
};
