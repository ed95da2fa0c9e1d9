import type { RuleOutcome } from '../../api/operations.ts';
import { digitsOf } from '../amounts.ts';
import { notedStepText, type Writing } from '../arithmetic.ts';
import { Badge, moneyText, percentText } from '../figures.tsx';
import { rules } from './texts.ts';
import { factText, ruleText, sentenceCase, type Wording } from './wording.ts';
import './rules.css';

interface OutcomesProps {
  readonly of: readonly RuleOutcome[];
  readonly wording: Wording;
}

/** Each rule with what it saw and whether it held. */
export const Outcomes = ({ of: outcomes, wording }: OutcomesProps) => {
  const { why } = rules.t;
  if (outcomes.length === 0) return <p class="muted">{why.noRules}</p>;
  return (
    <ul class="outcomes" aria-label={why.rules}>
      {outcomes.map((outcome, at) => (
        // Outcomes never move: their place is what tells them apart.
        <li key={at} class={outcome.held ? 'outcome' : 'outcome outcome-failed'}>
          <span class="outcome-rule">
            {outcome.line === null ? null : (
              <span class="muted">{why.line(wording.format.number(outcome.line + 1))}: </span>
            )}
            {sentenceCase(ruleText(wording, outcome))}
          </span>
          <span class="muted small">
            {why.saw}: {factText(wording, outcome, outcome.actual)}
          </span>
          <Badge kind={outcome.held ? 'good' : 'neutral'}>{outcome.held ? why.held : why.failed}</Badge>
        </li>
      ))}
    </ul>
  );
};

/** Amounts come in whole units with a point, and rates in per cent. */
const WRITING: Writing = {
  money: (text) => {
    const [amount = '', currency = ''] = text.split(' ');
    return moneyText(Math.round(Number(amount) * 10 ** digitsOf(currency)), currency);
  },
  percent: (text) => percentText(Math.round(Number(text) * 100)),
};

/** How an amount came about, a line a step. */
export const Arithmetic = ({ of: steps }: { readonly of: readonly string[] }) => (
  <ol class="arithmetic" aria-label={rules.t.why.arithmetic}>
    {steps.map((step, at) => (
      <li key={at}>{notedStepText(rules.t.arithmetic, WRITING, step)}</li>
    ))}
  </ol>
);
