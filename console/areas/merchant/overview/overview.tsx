import type { Gets } from '../../../api/operations.ts';
import { problemFrom } from '../../../api/problem.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { LinkButton } from '../../../parts/button.tsx';
import { Chart } from '../../../parts/chart.tsx';
import { dayBefore, daysBetween } from '../../../parts/days.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { KeyFigure, KeyFigures, moneyText, numberText, shortMoneyText } from '../../../parts/figures.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { Attention, everythingThatWaits } from './attention.tsx';
import { figuresOf, isNothing, type Sums } from './figures-of.ts';
import { SetUp } from './set-up.tsx';
import { overview } from './texts.ts';

type Statistics = Gets['/v2/statistics']['data'];

/** The figures of some days, each with what it was before, where that is known. */
const Figures = ({
  title,
  of,
  before,
}: {
  readonly title: string;
  readonly of: Sums;
  readonly before?: Sums | undefined;
}) => {
  const { t } = overview;
  const { currency } = settingsOfProgram();
  const money = (amount: number): string => moneyText(amount, currency);
  const was = (name: keyof Sums, text: (value: number) => string): string | undefined =>
    before === undefined ? undefined : t.before(text(before[name]));
  const notes = (...of: readonly (string | undefined)[]) =>
    of.filter((note) => note !== undefined).map((note) => <div key={note}>{note}</div>);
  return (
    <Card title={title}>
      <KeyFigures>
        <KeyFigure
          label={t.clicks}
          value={numberText(of.clicks)}
          note={notes(of.invalid_clicks === 0 ? undefined : t.invalid(of.invalid_clicks), was('clicks', numberText))}
        />
        <KeyFigure label={t.signUps} value={numberText(of.sign_ups)} note={was('sign_ups', numberText)} />
        <KeyFigure label={t.sales} value={numberText(of.transactions)} note={was('transactions', numberText)} />
        <KeyFigure
          label={t.revenue}
          value={money(of.revenue)}
          note={notes(of.refunded === 0 ? undefined : t.refunded(money(of.refunded)), was('revenue', money))}
        />
        <KeyFigure label={t.rewardCost} value={money(of.reward_cost)} note={was('reward_cost', money)} />
      </KeyFigures>
    </Card>
  );
};

const Charts = ({ of }: { readonly of: Statistics }) => {
  const { t } = overview;
  const days = daysBetween(of.from, of.to);
  const all = figuresOf(of.items, () => true);
  const money = (amount: number): string => moneyText(amount, of.currency);
  const shortMoney = (amount: number): string => shortMoneyText(amount, of.currency);
  const chart = (
    title: string,
    name: 'clicks' | 'sign_ups' | 'revenue' | 'reward_cost',
    text: (value: number) => string,
    short: (value: number) => string,
  ) => {
    const values = days.map((day) => of.items.find((item) => item.day === day)?.[name] ?? 0);
    return (
      <Chart title={title} days={days} series={[{ title, values }]} text={text} short={short} sum={text(all[name])} />
    );
  };
  return (
    <Card title={t.charts}>
      <div class="charts">
        {chart(t.revenue, 'revenue', money, shortMoney)}
        {chart(t.rewardCost, 'reward_cost', money, shortMoney)}
        {chart(t.clicks, 'clicks', numberText, numberText)}
        {chart(t.signUps, 'sign_ups', numberText, numberText)}
      </div>
    </Card>
  );
};

/** The whole month before the one that a day lies in. */
const monthBefore = (day: string): { readonly from: string; readonly to: string } => {
  const to = dayBefore(`${day.slice(0, 7)}-01`, 1);
  return { from: `${to.slice(0, 7)}-01`, to };
};

/** All at once, so that nothing moves when the second half comes. What waits may fail without taking the figures along. */
const everything = async () => {
  // Without days the API answers the last thirty, up to today in the program's own zone.
  const statistics = api.get('/v2/statistics');
  const today = statistics.then(({ to }) => to);
  const before = today
    .then((day) => api.get('/v2/statistics', { query: monthBefore(day) }))
    .then(({ items }) => figuresOf(items, () => true))
    // A month in which nothing happened is nothing to compare with.
    .then((sums) => (isNothing(sums) ? undefined : sums))
    .catch(() => undefined);
  const guide = may('programs:read') ? api.get('/v2/guide').catch(() => undefined) : undefined;
  const waiting = everythingThatWaits().catch(problemFrom);
  const answers = await Promise.all([statistics, waiting, guide, before]);
  return { of: answers[0], waiting: answers[1], setUp: answers[2], before: answers[3] };
};

/** How the program is doing, and what waits for somebody. */
export const Overview = () => {
  const { t } = overview;
  const answered = useAnswer(everything, []);
  return (
    <Page title={t.title} lead={t.lead}>
      <Answer of={answered} lines={14}>
        {({ of, waiting, setUp, before }) =>
          isNothing(figuresOf(of.items, () => true)) && before === undefined ? (
            <>
              {setUp === undefined ? null : <SetUp of={setUp} />}
              <Attention of={waiting} />
              <EmptyState title={t.first} action={<LinkButton to={href('/partners')}>{t.firstAction}</LinkButton>}>
                {t.firstText}
              </EmptyState>
            </>
          ) : (
            <>
              <Figures title={t.today} of={figuresOf(of.items, (day) => day === of.to)} />
              <Figures
                title={t.month}
                of={figuresOf(of.items, (day) => day.startsWith(of.to.slice(0, 7)))}
                before={before}
              />
              <Attention of={waiting} />
              {setUp === undefined ? null : <SetUp of={setUp} />}
              <Charts of={of} />
            </>
          )
        }
      </Answer>
    </Page>
  );
};
