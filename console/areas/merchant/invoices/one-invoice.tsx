import { useState } from 'preact/hooks';
import type { Invoice } from '../../../api/operations.ts';
import { language } from '../../../app/language.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { ConfirmDialog } from '../../../parts/dialog.tsx';
import { ExportDialog } from '../../../parts/export-dialog.tsx';
import { KeyFigure, KeyFigures, Money, moneyText, periodText, When } from '../../../parts/figures.tsx';
import { Page } from '../../../parts/page.tsx';
import { paymentReason } from '../../../parts/payment-reasons.ts';
import { Tabs } from '../../../parts/tabs.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { Countdown } from './countdown.tsx';
import { Lines } from './lines.tsx';
import { Log } from './log.tsx';
import { Note } from './note.tsx';
import { RewardsOf } from './rewards-of.tsx';
import { StatusOf } from './status.tsx';
import { invoices } from './texts.ts';

const PAYABLE = ['declined', 'overdue', 'final'] as const satisfies readonly Invoice['status'][];

const Figures = ({ of: invoice }: { readonly of: Invoice }) => {
  const { t } = invoices;
  const { currency } = invoice;
  // Debts that come from the month before, less those that go on to the next one.
  const carried = invoice.carried_in - invoice.carried_out;
  const money = (amount: number) => <Money amount={amount} currency={currency} />;
  return (
    <div class="card" aria-live="polite">
      <KeyFigures>
        <KeyFigure
          label={t.rewards}
          value={money(invoice.reward_amount)}
          note={
            invoice.second_tier_amount === 0 ? undefined : t.byRecruits(moneyText(invoice.second_tier_amount, currency))
          }
        />
        <KeyFigure label={t.clawbacks} value={money(invoice.clawback_amount)} />
        {carried === 0 ? null : <KeyFigure label={t.carried} value={money(carried)} />}
        <KeyFigure
          label={t.payables}
          value={money(invoice.payables)}
          note={t.toPartners(invoice.partnerships_positive)}
        />
        <KeyFigure label={t.fee} value={money(invoice.fee)} />
        <KeyFigure label={t.total} value={money(invoice.total)} />
      </KeyFigures>
    </div>
  );
};

/** What comes next with this invoice, and when. */
const Next = ({ of: invoice }: { readonly of: Invoice }) => {
  const { t } = invoices;
  const zone = settingsOfProgram().time_zone;
  const { status, review_ends_at, payout_at, paid_at, next_attempt_at, reason } = invoice;
  if (status === 'in_review') return <Countdown to={review_ends_at} approved={invoice.approved_at !== null} />;
  if (status === 'paid')
    return (
      <p>
        {t.paid} {paid_at === null ? null : <When at={paid_at} zone={zone} />}. {t.payoutOn}{' '}
        <When at={payout_at} zone={zone} />.
      </p>
    );
  if (status === 'declined' || status === 'overdue')
    return (
      <p class="note note-bad">
        {t.notPaid} {paymentReason(reason)}{' '}
        {next_attempt_at === null ? null : (
          <>
            {t.nextAttempt} <When at={next_attempt_at} zone={zone} />.
          </>
        )}
      </p>
    );
  return <p class="muted">{t.meaning[status]}</p>;
};

type Open = 'approve' | 'pay' | 'csv' | 'rewards' | 'pdf';

const Exports = ({
  open,
  period,
  close,
}: {
  readonly open: Open;
  readonly period: string;
  readonly close: () => void;
}) => {
  const { t } = invoices;
  if (open === 'csv')
    return <ExportDialog title={t.csvPartners} body={{ kind: 'invoice_lines', period }} close={close} />;
  if (open === 'rewards')
    return <ExportDialog title={t.csvRewards} body={{ kind: 'invoice_rewards', period }} close={close} />;
  if (open === 'pdf')
    return (
      <ExportDialog
        title={t.pdf}
        body={{ kind: 'invoice_pdf', format: 'pdf', period, language: language.value }}
        close={close}
      />
    );
  return null;
};

const Actions = ({ of: invoice, changed }: { readonly of: Invoice; readonly changed: () => void }) => {
  const { t } = invoices;
  const [open, setOpen] = useState<Open>();
  const { key, period, status } = invoice;
  const close = (): void => setOpen(undefined);
  const params = { invoice: key };
  const approvable = status === 'in_review' && invoice.approved_at === null && may('billing:write');
  const payable = PAYABLE.some((each) => each === status) && may('payments:write');
  return (
    <>
      {may('exports:write') ? (
        <>
          <Button onClick={() => setOpen('csv')}>{t.csvPartners}</Button>
          <Button onClick={() => setOpen('rewards')}>{t.csvRewards}</Button>
          <Button onClick={() => setOpen('pdf')}>{t.pdf}</Button>
        </>
      ) : null}
      <LinkButton to={href(`/invoices/${period}/print`)}>{t.print}</LinkButton>
      {approvable ? (
        <Button kind="primary" onClick={() => setOpen('approve')}>
          {t.approve}
        </Button>
      ) : null}
      {payable ? (
        <Button kind="primary" onClick={() => setOpen('pay')}>
          {t.pay}
        </Button>
      ) : null}
      {open === 'approve' ? (
        <ConfirmDialog
          title={t.approveAsk}
          action={t.approve}
          close={close}
          confirm={async () => {
            await api.patch('/v2/invoices/{invoice}', { params, body: { action: 'approve' } });
            tell(t.approved);
            changed();
          }}
        >
          <p>{t.approveText}</p>
        </ConfirmDialog>
      ) : null}
      {open === 'pay' ? (
        <ConfirmDialog
          title={t.payAsk}
          action={t.pay}
          close={close}
          confirm={async () => {
            await api.post('/v2/invoices/{invoice}/pay', { params });
            changed();
          }}
        >
          <p>{t.payText}</p>
        </ConfirmDialog>
      ) : null}
      {open === undefined ? null : <Exports open={open} period={period} close={close} />}
    </>
  );
};

interface OneInvoiceProps {
  readonly of: string;
  readonly by: 'partner' | 'reward';
}

/** One month: figures that follow every decision, what comes next, and everything in it by partner or by reward. */
export const OneInvoice = ({ of: name, by }: OneInvoiceProps) => {
  const { t } = invoices;
  const answered = useAnswer(() => api.get('/v2/invoices/{invoice}', { params: { invoice: name } }), [name]);
  const { data } = answered;
  const changed = (): void => void answered.again();
  return (
    <Page
      title={t.of(data === undefined ? name : periodText(data.period))}
      back={{ to: '/invoices', title: t.title }}
      actions={data === undefined ? undefined : <Actions of={data} changed={changed} />}
    >
      <Answer of={answered}>
        {(invoice) => (
          <>
            <p>
              <StatusOf of={invoice.status} />
            </p>
            <Next of={invoice} />
            <Figures of={invoice} />
            <Tabs
              label={t.contents}
              of={[
                { to: `/invoices/${invoice.period}`, title: t.byPartner, current: by === 'partner' },
                { to: `/invoices/${invoice.period}/rewards`, title: t.byReward, current: by === 'reward' },
              ]}
            />
            {by === 'partner' ? <Lines of={invoice} /> : <RewardsOf invoice={invoice} changed={changed} />}
            <Note of={invoice} changed={changed} />
            <Log of={invoice} />
          </>
        )}
      </Answer>
    </Page>
  );
};
