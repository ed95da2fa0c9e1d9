import { useState } from 'preact/hooks';
import type { Gets } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { AccountLink } from '../../../parts/account-link.tsx';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { ConfirmDialog } from '../../../parts/dialog.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { dateText, KeyFigure, KeyFigures, moneyText } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may, partnership } from '../../../session/person.ts';
import { Frame } from './frame.tsx';
import { type Hold, holdsOf, mayCashOut } from './holds.ts';
import { payments } from './texts.ts';

type Balance = Gets['/v2/portal/balance']['data'];
type Method = Gets['/v2/portal/payout-method']['data'];
interface Both {
  readonly balance: Balance;
  readonly method: Method;
}

const holdText = (hold: Hold, { minimum_payout, carried_amount, currency }: Balance): string => {
  const { t } = payments;
  switch (hold) {
    case 'noMethod':
    case 'unverified':
    case 'held':
      return t[hold];
    case 'belowMinimum':
      return t.belowMinimum(moneyText(minimum_payout, currency));
    case 'debt':
      return t.debt(moneyText(-carried_amount, currency));
  }
};

const Next = ({ balance, method }: Both) => {
  const { t } = payments;
  const { next_payment: next, currency } = balance;
  const holds = holdsOf(balance, method);
  const toMethod = holds.includes('noMethod') || holds.includes('unverified');
  return (
    <Card title={t.next}>
      {next === null || next.amount <= 0 ? (
        <EmptyState title={t.noNext} action={<LinkButton to={href('/offers')}>{t.toOffers}</LinkButton>}>
          {t.noNextText}
        </EmptyState>
      ) : (
        <div>
          <p class="amount-large">{moneyText(next.amount, currency)}</p>
          <p>{t.nextOn(dateText(next.at))}</p>
          <p class="muted">{t.states[next.status]}</p>
        </div>
      )}
      <div>
        <h3>{t.holds}</h3>
        {holds.length === 0 ? (
          <p>{t.nothingHolds}</p>
        ) : (
          <ul class="tasks">
            {holds.map((hold) => (
              <li key={hold} class="task">
                {holdText(hold, balance)}
              </li>
            ))}
          </ul>
        )}
      </div>
      {toMethod ? (
        <div class="actions">
          <AccountLink to="/payments/method" look="button button-primary">
            {t.toMethod}
          </AccountLink>
        </div>
      ) : null}
    </Card>
  );
};

const OwnBalance = ({ balance, method, again }: Both & { readonly again: () => Promise<void> }) => {
  const { t } = payments;
  const [asking, setAsking] = useState(false);
  const money = (amount: number): string => moneyText(amount, balance.currency);
  return (
    <Card title={t.balance}>
      <KeyFigures>
        <KeyFigure label={t.open} value={money(balance.open_amount)} note={t.openNote} to={href('/rewards')} />
        <KeyFigure label={t.invoiced} value={money(balance.invoiced_amount)} note={t.invoicedNote} />
        <KeyFigure
          label={t.available}
          value={money(balance.available_amount)}
          note={balance.available_amount > 0 ? t.availableNote : undefined}
        />
        <KeyFigure label={t.onTheWay} value={money(balance.on_the_way_amount)} to={href('/payments/payouts')} />
        <KeyFigure label={t.paid} value={money(balance.paid_amount)} to={href('/payments/payouts')} />
      </KeyFigures>
      {mayCashOut(balance, method) ? (
        <div class="actions">
          {may('portal:account:write') ? (
            <Button kind="primary" onClick={() => setAsking(true)}>
              {t.cashOut}
            </Button>
          ) : (
            <AccountLink to="/payments" look="button button-primary">
              {t.cashOut}
            </AccountLink>
          )}
        </div>
      ) : null}
      {asking ? (
        <ConfirmDialog
          title={t.cashOutTitle(money(balance.available_amount))}
          action={t.cashOut}
          close={() => setAsking(false)}
          confirm={async () => {
            await api.post('/v2/portal/cash-out');
            tell(t.cashOutDone);
            await again();
          }}
        >
          <p>{t.cashOutText(method.provider === null ? '' : t.providers[method.provider])}</p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
};

/** What is paid next and what holds it back, and everything that is owed to the partner. */
export const Overview = () => {
  const both = useAnswer(async (): Promise<Both> => {
    const [balance, method] = await Promise.all([api.get('/v2/portal/balance'), api.get('/v2/portal/payout-method')]);
    return { balance, method };
  }, [partnership.value?.key]);
  return (
    <Frame>
      <Answer of={both} lines={10}>
        {(of) => (
          <>
            <Next {...of} />
            <OwnBalance {...of} again={both.again} />
          </>
        )}
      </Answer>
    </Frame>
  );
};
