import type { ComponentChildren } from 'preact';
import type { Gets } from '../../../api/operations.ts';
import { digitsOf } from '../../../parts/amounts.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { stepText, type Writing } from '../../../parts/arithmetic.ts';
import { NotFound } from '../../../parts/empty-state.tsx';
import { Badge, dateText, moneyText, percentText, When } from '../../../parts/figures.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { api } from '../../../session/person.ts';
import { arithmetic, rewards } from './texts.ts';
import { descriptionText, eventText, KINDS, titleOf } from './words.ts';

type Why = Gets['/v2/portal/rewards/{reward}/explain']['data'];

/** Amounts come in whole units with a point: `12.50 GBP`. */
const minorOf = (text: string, currency: string): number => Math.round(Number(text) * 10 ** digitsOf(currency));

const WRITING: Writing = {
  money: (text) => {
    const [amount = '', currency = ''] = text.split(' ');
    return moneyText(minorOf(amount, currency), currency);
  },
  percent: (text) => percentText(Math.round(Number(text) * 100)),
};

const Line = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <div class="line">
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Event = ({ of: { event, reward, offer, base_amount: base } }: { readonly of: Why }) => {
  const { t } = rewards;
  return (
    <Card title={t.happened}>
      <dl class="lines">
        <Line name={t.event}>
          {eventText(event.type)} {reward.level === 2 ? <Badge>{t.recruit}</Badge> : null}
        </Line>
        <Line name={t.date}>
          <When at={event.at} style="minute" />
        </Line>
        {event.amount === null ? null : (
          <Line name={t.eventAmount}>{moneyText(event.amount, event.currency ?? reward.currency)}</Line>
        )}
        {event.amount === null ? null : <Line name={t.base}>{moneyText(base, reward.currency)}</Line>}
        <Line name={t.offer}>{descriptionText(offer)}</Line>
      </dl>
    </Card>
  );
};

const Amount = ({ of: { reward, clawbacks } }: { readonly of: Why }) => {
  const { t } = rewards;
  const money = (amount: number): string => moneyText(amount, reward.currency);
  return (
    <Card title={t.amount}>
      <dl class="lines">
        <Line name={t.original}>{money(reward.original_amount)}</Line>
        {reward.adjusted_amount === 0 ? null : <Line name={t.adjusted}>{money(reward.adjusted_amount)}</Line>}
        {reward.clawed_back_amount === 0 ? null : (
          <Line name={t.clawedBack}>
            {money(-reward.clawed_back_amount)}
            <ul>
              {clawbacks.map(({ at, amount }) => (
                <li key={at} class="muted small">
                  {t.clawback(money(amount), dateText(at))}
                </li>
              ))}
            </ul>
          </Line>
        )}
        <Line name={t.left}>
          <strong>{money(reward.amount)}</strong>
        </Line>
      </dl>
      <p>
        <Badge kind={KINDS[reward.status]}>{t.statuses[reward.status]}</Badge>{' '}
        <span class="muted">{t.meaning[reward.status]}</span>
      </p>
    </Card>
  );
};

/** Why the partner earned something: the event, the offer, and the arithmetic. */
export const RewardPage = ({ reward }: { readonly reward: string }) => {
  const { t } = rewards;
  const why = useAnswer(() => api.get('/v2/portal/rewards/{reward}/explain', { params: { reward } }), [reward]);
  if (why.problem?.code === 'not_found') return <NotFound />;
  return (
    <Page title={why.data === undefined ? t.why : titleOf(why.data.reward)} back={{ to: '/rewards', title: t.back }}>
      <Answer of={why} lines={12}>
        {(of) => (
          <>
            <div class="columns">
              <Event of={of} />
              <Amount of={of} />
            </div>
            <Card title={t.arithmetic}>
              <ol class="arithmetic">
                {of.arithmetic.map((line) => (
                  <li key={line}>{stepText(arithmetic.t, WRITING, line)}</li>
                ))}
              </ol>
            </Card>
          </>
        )}
      </Answer>
    </Page>
  );
};
