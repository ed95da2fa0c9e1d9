import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Explanation, Reward } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { dateText, Money, moneyText, numberText, periodText } from '../../../parts/figures.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { PartnerName } from '../../../parts/partner-name.tsx';
import { DecideDialog } from '../../../parts/rewards/decide-dialog.tsx';
import { type Act, actsFor } from '../../../parts/rewards/decisions.ts';
import { rewards } from '../../../parts/rewards/texts.ts';
import { Arithmetic, Outcomes } from '../../../parts/rules/explained.tsx';
import { type References, useReferences, wordingOf } from '../../../parts/rules/references.ts';
import { rules } from '../../../parts/rules/texts.ts';
import { nameIn } from '../../../parts/rules/wording.ts';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { History } from './history.tsx';
import { StatusOf, sourceText } from './rewards-list.tsx';

const eventText = (type: string): string => {
  const words: Readonly<Record<string, string>> = rules.t.events;
  return words[type] ?? rewards.t.byHand;
};

const What = ({ of: reward }: { readonly of: Reward }) => {
  const { t } = rewards;
  const zone = settingsOfProgram().time_zone;
  const money = (amount: number): string => moneyText(amount, reward.currency);
  return (
    <Card title={t.one}>
      <Facts
        of={[
          [t.partner, <PartnerName key="partner" of={reward.partnership_key} until={reward.partner_key} />],
          [t.description, reward.description],
          [t.level, reward.level === 2 ? t.secondTier : undefined],
          [t.original, reward.original_amount === reward.amount ? undefined : money(reward.original_amount)],
          [t.adjusted, reward.adjusted_amount === 0 ? undefined : money(reward.adjusted_amount)],
          [t.clawedBack, reward.clawed_back_amount === 0 ? undefined : money(reward.clawed_back_amount)],
          [t.period, periodText(reward.period)],
          [t.made, dateText(reward.created_at, 'minute', zone)],
          [t.declineReason, reward.decline_reason],
          [
            t.reassignedTo,
            reward.reassigned_to === null ? undefined : <PartnerName key="to" of={reward.reassigned_to} />,
          ],
        ]}
      />
    </Card>
  );
};

interface WhyProps {
  readonly of: Explanation;
  readonly references: References;
}

const Then = ({ of: { partnership }, references }: WhyProps) => {
  const { t } = rewards;
  const wording = wordingOf(references);
  const { group_key, tags, tier_key, recruited_by } = partnership;
  return (
    <>
      <h3>{t.atThatTime}</h3>
      <Facts
        of={[
          [t.group, nameIn(wording, group_key)],
          [t.tier, tier_key === null ? undefined : nameIn(wording, tier_key)],
          [t.tags, tags.map((tag) => nameIn(wording, tag)).join(', ')],
          [t.recruitedBy, recruited_by === null ? undefined : <PartnerName key="recruiter" of={recruited_by} />],
        ]}
      />
    </>
  );
};

const Why = ({ of: why, references }: WhyProps) => {
  const { t } = rewards;
  const { reward, trigger, base } = why;
  const { transaction, customer, action } = reward;
  const triggerLink: ComponentChildren =
    trigger === null ? (
      sourceText(reward)
    ) : (
      <>
        <a href={href(`/triggers/${trigger.key}`)}>{trigger.name}</a>, {t.version(numberText(trigger.version))}
      </>
    );
  return (
    <Card title={t.why}>
      <Facts
        of={[
          [t.event, eventText(reward.event_type)],
          [t.transaction, transaction === null ? undefined : transaction.external_key],
          [t.action, action?.type],
          [t.customer, customer === null ? undefined : (customer.email ?? customer.external_key)],
          [t.source, triggerLink],
          [
            rules.t.why.base,
            reward.event_type in rules.t.events ? (
              <>
                <Money amount={base.amount} currency={reward.currency} />
                {base.lines === null ? null : (
                  <> ({rules.t.why.lines(base.lines.map((line) => numberText(line + 1)).join(', '))})</>
                )}
              </>
            ) : undefined,
          ],
          [t.note, why.note],
        ]}
      />
      {trigger === null ? null : (
        <>
          <h3>{rules.t.why.rules}</h3>
          <Outcomes of={why.rules} wording={wordingOf(references)} />
        </>
      )}
      <h3>{rules.t.why.arithmetic}</h3>
      <Arithmetic of={why.arithmetic} />
      <Then of={why} references={references} />
    </Card>
  );
};

/** A reward: what it is, why it is there, and what was decided about it. */
export const OneReward = ({ of: key }: { readonly of: string }) => {
  const { t } = rewards;
  const [act, setAct] = useState<Act>();
  const references = useReferences();
  const answered = useAnswer(() => api.get('/v2/rewards/{reward}/explain', { params: { reward: key } }), []);
  const reward = answered.data?.reward;
  const acts = reward === undefined || !may('rewards:write') ? [] : actsFor(reward.status);
  return (
    <Page
      title={reward === undefined ? t.one : moneyText(reward.amount, reward.currency)}
      lead={reward === undefined ? undefined : <StatusOf of={reward.status} />}
      back={{ to: '/rewards', title: t.title }}
      actions={acts.map((each) => (
        <Button
          key={each}
          kind={each === 'decline' ? 'danger' : each === 'approve' || each === 'release' ? 'primary' : 'normal'}
          onClick={() => setAct(each)}
        >
          {t.acts[each].name}
        </Button>
      ))}
    >
      <Answer of={answered} lines={14}>
        {(why) => (
          <div class="columns">
            <div>
              <What of={why.reward} />
              <History of={why} />
            </div>
            <Answer of={references} lines={10}>
              {(known) => <Why of={why} references={known} />}
            </Answer>
          </div>
        )}
      </Answer>
      {act === undefined || reward === undefined ? null : (
        <DecideDialog
          act={act}
          reward={reward}
          close={() => setAct(undefined)}
          done={() => {
            setAct(undefined);
            void answered.again();
          }}
        />
      )}
    </Page>
  );
};
