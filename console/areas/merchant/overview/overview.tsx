import type { Gets } from '../../../api/operations.ts';
import { problemFrom } from '../../../api/problem.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { LinkButton } from '../../../parts/button.tsx';
import { Chart } from '../../../parts/chart.tsx';
import { daysBetween } from '../../../parts/days.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { KeyFigure, KeyFigures, moneyText, numberText } from '../../../parts/figures.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { api, may } from '../../../session/person.ts';
import { Attention, everythingThatWaits } from './attention.tsx';
import { figuresOf } from './figures-of.ts';
import { SetUp } from './set-up.tsx';
import { overview } from './texts.ts';

type Statistics = Gets['/v2/statistics']['data'];

const Figures = ({
  title,
  of,
  fits,
}: {
  readonly title: string;
  readonly of: Statistics;
  readonly fits: (day: string) => boolean;
}) => {
  const { t } = overview;
  const figures = figuresOf(of.items, fits);
  const money = (amount: number): string => moneyText(amount, of.currency);
  return (
    <Card title={title}>
      <KeyFigures>
        <KeyFigure
          label={t.clicks}
          value={numberText(figures.clicks)}
          note={figures.invalid_clicks === 0 ? undefined : t.invalid(figures.invalid_clicks)}
        />
        <KeyFigure label={t.signUps} value={numberText(figures.sign_ups)} />
        <KeyFigure label={t.sales} value={numberText(figures.transactions)} />
        <KeyFigure
          label={t.revenue}
          value={money(figures.revenue)}
          note={figures.refunded === 0 ? undefined : t.refunded(money(figures.refunded))}
        />
        <KeyFigure label={t.rewardCost} value={money(figures.reward_cost)} />
      </KeyFigures>
    </Card>
  );
};

const Charts = ({ of }: { readonly of: Statistics }) => {
  const { t } = overview;
  const days = daysBetween(of.from, of.to);
  const valuesOf = (name: 'clicks' | 'sign_ups' | 'revenue' | 'reward_cost'): readonly number[] =>
    days.map((day) => of.items.find((item) => item.day === day)?.[name] ?? 0);
  const money = (amount: number): string => moneyText(amount, of.currency);
  return (
    <Card title={t.charts}>
      <div class="charts">
        <Chart
          title={t.clicks}
          days={days}
          series={[{ title: t.clicks, values: valuesOf('clicks') }]}
          text={numberText}
        />
        <Chart
          title={t.signUps}
          days={days}
          series={[{ title: t.signUps, values: valuesOf('sign_ups') }]}
          text={numberText}
        />
        <Chart
          title={t.revenue}
          days={days}
          series={[{ title: t.revenue, values: valuesOf('revenue') }]}
          text={money}
        />
        <Chart
          title={t.rewardCost}
          days={days}
          series={[{ title: t.rewardCost, values: valuesOf('reward_cost') }]}
          text={money}
        />
      </div>
    </Card>
  );
};

/** All at once, so that nothing moves when the second half comes. What waits may fail without taking the figures along. */
const everything = async () => {
  // Without days the API answers the last thirty, up to today in the program's own zone.
  const statistics = api.get('/v2/statistics');
  const today = statistics.then(({ to }) => to);
  const guide = may('programs:read') ? api.get('/v2/guide').catch(() => undefined) : undefined;
  const [of, waiting, setUp] = await Promise.all([statistics, everythingThatWaits(today).catch(problemFrom), guide]);
  return { of, waiting, setUp };
};

/** How the program is doing, and what waits for somebody. */
export const Overview = () => {
  const { t } = overview;
  const answered = useAnswer(everything, []);
  return (
    <Page title={t.title} lead={t.lead}>
      <Answer of={answered} lines={14}>
        {({ of, waiting, setUp }) => (
          <>
            <div class="columns">
              <Figures title={t.today} of={of} fits={(day) => day === of.to} />
              <Figures title={t.month} of={of} fits={(day) => day.startsWith(of.to.slice(0, 7))} />
            </div>
            <Attention of={waiting} />
            {setUp === undefined ? null : <SetUp of={setUp} />}
            {of.items.length === 0 ? (
              <EmptyState title={t.first} action={<LinkButton to={href('/partners')}>{t.firstAction}</LinkButton>}>
                {t.firstText}
              </EmptyState>
            ) : (
              <Charts of={of} />
            )}
          </>
        )}
      </Answer>
    </Page>
  );
};
