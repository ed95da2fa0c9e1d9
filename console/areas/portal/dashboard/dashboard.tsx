import type { Gets } from '../../../api/operations.ts';
import { look, programName } from '../../../app/look.ts';
import { changeQuery, href, place } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { LinkButton } from '../../../parts/button.tsx';
import { Chart } from '../../../parts/chart.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import {
  dateText,
  KeyFigure,
  KeyFigures,
  moneyText,
  numberText,
  percentText,
  shortMoneyText,
} from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { Markup } from '../../../parts/markup.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { api, may, partnership } from '../../../session/person.ts';
import { FirstSteps } from './first-steps.tsx';
import { OwnLink } from './own-link.tsx';
import { dashboard } from './texts.ts';

type Statistics = Gets['/v2/portal/statistics']['data'];
type Balance = Gets['/v2/portal/balance']['data'];

const PERIODS = [7, 30, 90] as const;
type Period = (typeof PERIODS)[number];

const DAY_MS = 86_400_000;

/** The day so many days before another one. */
const dayBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);

/** Without days the API answers the last thirty, up to today in the program's own zone. */
const statisticsOf = async (period: Period): Promise<Statistics> => {
  const last = await api.get('/v2/portal/statistics');
  if (period === 30) return last;
  return api.get('/v2/portal/statistics', { query: { from: dayBefore(last.to, period - 1), to: last.to } });
};

const Figures = ({ of }: { readonly of: Statistics }) => {
  const { t } = dashboard;
  const { totals, currency } = of;
  const share = (bps: number | null): string => (bps === null ? t.noConversion : t.ofClicks(percentText(bps)));
  return (
    <KeyFigures>
      <KeyFigure label={t.clicks} value={numberText(totals.clicks)} />
      <KeyFigure label={t.signUps} value={numberText(totals.sign_ups)} note={share(totals.sign_ups_of_clicks_bps)} />
      <KeyFigure
        label={t.sales}
        value={numberText(totals.transactions)}
        note={t.revenue(moneyText(totals.revenue, currency))}
      />
      <KeyFigure
        label={t.conversion}
        value={totals.transactions_of_clicks_bps === null ? '–' : percentText(totals.transactions_of_clicks_bps)}
        note={totals.transactions_of_clicks_bps === null ? t.noConversion : t.conversionNote}
      />
      <KeyFigure label={t.earnings} value={moneyText(totals.earned_amount, currency)} to={href('/rewards')} />
    </KeyFigures>
  );
};

const Charts = ({ of }: { readonly of: Statistics }) => {
  const { t } = dashboard;
  const days = of.items.map(({ day }) => day);
  const money = (amount: number): string => moneyText(amount, of.currency);
  const shortMoney = (amount: number): string => shortMoneyText(amount, of.currency);
  const chart = (
    title: string,
    name: 'clicks' | 'sign_ups' | 'transactions' | 'earned_amount',
    text: (value: number) => string,
    short = text,
  ) => {
    const series = [{ title, values: of.items.map((item) => item[name]) }];
    return <Chart title={title} days={days} series={series} text={text} short={short} />;
  };
  return (
    <div class="charts">
      {chart(t.earnings, 'earned_amount', money, shortMoney)}
      {chart(t.sales, 'transactions', numberText)}
      {chart(t.clicks, 'clicks', numberText)}
      {chart(t.signUps, 'sign_ups', numberText)}
    </div>
  );
};

const NextPayment = ({ of: { next_payment: next, currency } }: { readonly of: Balance }) => {
  const { t } = dashboard;
  return (
    <Card title={t.next} actions={<a href={href('/payments')}>{t.toPayments}</a>}>
      {next === null || next.amount <= 0 ? (
        <p>{t.noNext}</p>
      ) : (
        <div>
          <p class="amount-large">{moneyText(next.amount, currency)}</p>
          <p>{t.nextOn(dateText(next.at))}</p>
          <p class="muted">{t.states[next.status]}</p>
        </div>
      )}
    </Card>
  );
};

/** What everything but the figures over time is made of. */
const useOwn = (of: string | undefined) =>
  useAnswer(async () => {
    const [balance, links, method, hasTax] = await Promise.all([
      api.get('/v2/portal/balance'),
      api.get('/v2/portal/links', { query: { limit: 10 } }),
      api.get('/v2/portal/payout-method'),
      may('portal:account:read')
        ? api.get('/v2/portal/tax-details').then(({ tax_details: tax }) => tax !== null)
        : true,
    ]);
    return { balance, links, method, hasTax };
  }, [of]);

type Own = NonNullable<ReturnType<typeof useOwn>['data']>;

/** What the partner has begun, until everything is done: the program's welcome, and what is left to do. */
const Beginning = ({ own, clicked }: { readonly own: Own; readonly clicked: boolean }) => {
  const welcome = look.value?.welcome ?? null;
  const begun = {
    link: own.links.items.length > 0,
    share: clicked,
    method: own.method.verified,
    tax: own.hasTax,
  };
  if (Object.values(begun).every(Boolean)) return null;
  return (
    <>
      {welcome === null ? null : (
        <Card title={welcome.title}>
          <Markup text={welcome.text} />
        </Card>
      )}
      <FirstSteps begun={begun} />
    </>
  );
};

const OverTime = ({ of, period }: { readonly of: Statistics; readonly period: Period }) => {
  const { t } = dashboard;
  const isQuiet = of.items.every(({ clicks, sign_ups, transactions, earned_amount }) =>
    [clicks, sign_ups, transactions, earned_amount].every((value) => value === 0),
  );
  return (
    <Card
      title={t.figures}
      actions={
        <SelectFilter
          label={t.period}
          value={String(period)}
          set={(value) => void changeQuery({ days: value === '30' ? undefined : value }, true)}
          options={PERIODS.map((each) => ({ value: String(each), title: t.periods[each] }))}
          needed
        />
      }
    >
      <Figures of={of} />
      {isQuiet ? (
        <EmptyState title={t.empty} action={<LinkButton to={href('/links')}>{t.toLinks}</LinkButton>}>
          {t.emptyText}
        </EmptyState>
      ) : (
        <>
          <h3>{t.charts}</h3>
          <Charts of={of} />
        </>
      )}
    </Card>
  );
};

/** So many lines stand for the page until everything is there: nothing on it moves afterwards. */
const LINES = 24;

/** How the partner does, what is paid next, and what to do. */
export const Dashboard = () => {
  const { t } = dashboard;
  const key = partnership.value?.key;
  const period = PERIODS.find((each) => String(each) === place.value.query.get('days')) ?? 30;
  const statistics = useAnswer(() => statisticsOf(period), [key, period]);
  const own = useOwn(key);
  return (
    <Page title={t.title} lead={t.lead(programName.value)}>
      <Answer of={statistics} lines={LINES}>
        {(figures) => (
          <Answer of={own} lines={LINES}>
            {(of) => (
              <>
                <Beginning own={of} clicked={figures.totals.clicks > 0} />
                <div class="columns">
                  <NextPayment of={of.balance} />
                  <OwnLink links={of.links} />
                </div>
                <OverTime of={figures} period={period} />
              </>
            )}
          </Answer>
        )}
      </Answer>
    </Page>
  );
};
