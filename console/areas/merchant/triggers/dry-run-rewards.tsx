import type { DryRunResult } from '../../../api/operations.ts';
import { dateText, Money, moneyText, numberText } from '../../../parts/figures.tsx';
import { FileLink } from '../../../parts/job.tsx';
import { PartnerName, PlainPartnerName } from '../../../parts/partner-name.tsx';
import { Arithmetic, Outcomes } from '../../../parts/rules/explained.tsx';
import { type References, wordingOf } from '../../../parts/rules/references.ts';
import { rules } from '../../../parts/rules/texts.ts';
import { triggers } from './texts.ts';
import type { Tried } from './tried.ts';

type TriedReward = DryRunResult['rewards'][number];

interface RewardProps {
  readonly of: TriedReward;
  readonly run: Tried;
  readonly references: References;
}

const Reward = ({ of: reward, run, references }: RewardProps) => {
  const { t } = triggers;
  return (
    <details class="tried">
      <summary>
        <Money amount={reward.amount} currency={run.currency} />{' '}
        <span class="muted">
          {dateText(reward.at, 'minute', run.time_zone)} ·{' '}
          <PlainPartnerName of={reward.partnership_key} until={reward.partner_key} />
          {reward.external_key === null ? null : <> · {reward.external_key}</>}
          {reward.level === 2 ? <> · {t.ofRecruiter}</> : null}
        </span>
      </summary>
      <div class="summary">
        <p>
          <PartnerName of={reward.partnership_key} until={reward.partner_key} /> ·{' '}
          {t.baseOf(moneyText(reward.base.amount, run.currency))}
        </p>
        <Outcomes of={reward.rules} wording={wordingOf(references)} />
        <h4>{rules.t.why.arithmetic}</h4>
        <Arithmetic of={reward.arithmetic} />
      </div>
    </details>
  );
};

interface RewardsProps {
  readonly of: Tried;
  readonly rewards: readonly TriedReward[];
  readonly references: References;
}

/** The first rewards that the trigger would have made, each with its reasons; all of them as a file. */
export const DryRunRewards = ({ of: run, rewards, references }: RewardsProps) => {
  const { t } = triggers;
  const partnerships = run.partnerships ?? [];
  if (run.status === 'done' && rewards.length === 0) return <p class="muted">{t.noRewards}</p>;
  if (rewards.length === 0) return null;
  return (
    <div class="summary">
      <h3>{t.firstRewards(numberText(rewards.length), numberText(run.totals.rewards))}</h3>
      <div>
        {rewards.map((reward) => (
          <Reward
            key={`${reward.event_key}.${reward.partnership_key}.${reward.level}`}
            of={reward}
            run={run}
            references={references}
          />
        ))}
      </div>
      {partnerships.length === 0 ? null : (
        <>
          <h3>{t.mostPaid}</h3>
          <ul class="turned-away">
            {partnerships.map(({ partnership_key: key, partner_key, amount, rewards: count }) => (
              <li key={key}>
                <PartnerName of={key} until={partner_key} />: <Money amount={amount} currency={run.currency} />{' '}
                <span class="muted">{t.rewardCount(count)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {run.file === null ? null : <FileLink of={run.file} />}
    </div>
  );
};
