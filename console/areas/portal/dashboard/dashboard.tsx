import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { dateText, KeyFigure, KeyFigures, moneyText } from '../../../parts/figures.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { api, partnership } from '../../../session/person.ts';
import { dashboard } from './texts.ts';

/** What the partner has earned, and when it is paid. */
export const Dashboard = () => {
  const { t } = dashboard;
  const balance = useAnswer(() => api.get('/v2/portal/balance'), [partnership.value?.key]);
  return (
    <Page title={t.title} lead={t.lead(partnership.value?.name ?? '')}>
      <Answer of={balance} lines={8}>
        {({ currency, next_payment: next, ...amounts }) => {
          const money = (amount: number): string => moneyText(amount, currency);
          return (
            <>
              <Card title={t.balance}>
                <KeyFigures>
                  <KeyFigure label={t.open} value={money(amounts.open_amount)} note={t.openNote} />
                  <KeyFigure label={t.invoiced} value={money(amounts.invoiced_amount)} note={t.invoicedNote} />
                  <KeyFigure label={t.available} value={money(amounts.available_amount)} />
                  <KeyFigure label={t.onTheWay} value={money(amounts.on_the_way_amount)} />
                  <KeyFigure label={t.paid} value={money(amounts.paid_amount)} />
                </KeyFigures>
              </Card>
              <Card title={t.next}>
                <p>
                  {next === null || next.amount === 0
                    ? t.noNext
                    : `${t.nextText(money(next.amount), dateText(next.at))} (${t.states[next.status]})`}
                </p>
              </Card>
            </>
          );
        }}
      </Answer>
    </Page>
  );
};
