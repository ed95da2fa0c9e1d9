import type { Explanation } from '../../../api/operations.ts';
import { actorText, useTeam } from '../../../parts/definitions.ts';
import { moneyText, periodText } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import { rewards } from '../../../parts/rewards/texts.ts';
import { Timeline } from '../../../parts/timeline.tsx';
import { settingsOfProgram } from '../../../session/program.ts';

type Mark = Explanation['marks'][number];

/** What became of a reward: decisions with who and why, and what refunds took back. */
export const History = ({ of: { reward, marks, clawbacks } }: { readonly of: Explanation }) => {
  const { t } = rewards;
  const team = useTeam().data;
  const money = (amount: number): string => moneyText(amount, reward.currency);
  const textOf = ({ note, difference, into_period, by }: Mark): string =>
    [
      ...(difference === null ? [] : [money(difference)]),
      ...(into_period === null ? [] : [t.intoPeriod(periodText(into_period))]),
      ...(note === null ? [] : [note]),
      t.by(actorText(team, by)),
    ].join(' · ');
  const decided = marks.map((mark) => ({
    key: `${mark.action}.${mark.at}`,
    at: mark.at,
    title: t.marks[mark.action],
    text: textOf(mark),
  }));
  const takenBack = clawbacks.map(({ event_key, at, amount, period }) => ({
    key: event_key,
    at,
    title: t.tookBack(money(amount)),
    text: `${event_key} · ${periodText(period)}`,
  }));
  const made = { key: 'made', at: reward.created_at, title: t.madeWith(money(reward.original_amount)) };
  const all = [...decided, ...takenBack].toSorted((one, other) => other.at - one.at);
  return (
    <Card title={t.history}>
      <Timeline of={[...all, made]} zone={settingsOfProgram().time_zone} />
    </Card>
  );
};
