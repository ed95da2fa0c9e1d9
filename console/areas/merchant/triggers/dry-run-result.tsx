import type { DryRun } from '../../../api/operations.ts';
import { dayText, KeyFigure, KeyFigures, moneyText, numberText } from '../../../parts/figures.tsx';
import { type References, wordingOf } from '../../../parts/rules/references.ts';
import { ruleText, sentenceCase } from '../../../parts/rules/wording.ts';
import { triggers } from './texts.ts';

interface ResultProps {
  readonly of: DryRun;
  readonly references: References;
}

const REASONS = ['audience', 'customer_cap', 'rules', 'no_base', 'nothing_left', 'outdone'] as const;

/** Why events made no reward, and how many. */
const Others = ({ of: { totals } }: Pick<ResultProps, 'of'>) => {
  const { t } = triggers;
  const lines = [
    { name: t.withoutPartner, count: totals.without_partnership },
    { name: t.neverRewarded, count: totals.never_rewarded },
    ...REASONS.map((reason) => ({ name: t.turnedAway[reason], count: totals.turned_away[reason] ?? 0 })),
  ].filter(({ count }) => count > 0);
  if (lines.length === 0) return null;
  return (
    <div>
      <h3>{t.others}</h3>
      <ul class="turned-away">
        {lines.map(({ name, count }) => (
          <li key={name}>
            <strong>{numberText(count)}</strong> {name}
          </li>
        ))}
      </ul>
    </div>
  );
};

/** How often each rule held, and how many events it turned away. */
const RuleCounts = ({ of: { rules }, references }: ResultProps) => {
  const { t } = triggers;
  const wording = wordingOf(references);
  if (rules.length === 0) return null;
  return (
    <div>
      <h3>{t.rules}</h3>
      <ul class="turned-away">
        {rules.map((rule, at) => (
          <li key={at}>
            {sentenceCase(ruleText(wording, rule))}:{' '}
            <span class="muted">{t.ruleCount(rule.held, rule.turned_away, rule.alone)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};

/** What a dry run has found so far: sums, what made no reward and why, and what is only nearly right. */
export const DryRunTotals = ({ of: run, references }: ResultProps) => {
  const { t } = triggers;
  const { totals, currency } = run;
  const money = (amount: number): string => moneyText(amount, currency);
  return (
    <div class="summary" role="status">
      <p class="muted small">{t.tried(dayText(run.from), dayText(run.to), run.time_zone)}</p>
      <KeyFigures>
        <KeyFigure label={t.events} value={numberText(totals.events)} />
        <KeyFigure label={t.matched} value={numberText(totals.matched)} />
        <KeyFigure label={t.partnersReached} value={numberText(totals.partnerships)} />
        <KeyFigure
          label={t.cost}
          value={money(totals.cost)}
          note={totals.clawed_back === 0 ? undefined : t.clawedBack(money(totals.clawed_back))}
        />
      </KeyFigures>
      {totals.second_tier_amount === 0 ? null : <p>{t.secondTier(money(totals.second_tier_amount))}</p>}
      {run.status === 'done' ? <p>{t.difference(money(totals.cost_before), money(totals.cost_after))}</p> : null}
      {run.status === 'done' && !run.complete ? <p class="note note-warning">{t.incomplete}</p> : null}
      {run.approximate.map(({ reason, events }) => (
        <p key={reason} class="note note-warning">
          {t.approximate[reason](events)}
        </p>
      ))}
      <Others of={run} />
      <RuleCounts of={run} references={references} />
    </div>
  );
};
