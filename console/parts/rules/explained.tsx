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

/** As many are read at once; a sale of a hundred lines would hide what comes below it. */
const AT_ONCE = 5;

const OutcomeList = ({ of: outcomes, wording }: OutcomesProps) => {
  const { why } = rules.t;
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

/** Each rule with what it saw and whether it held: the first ones, and the others where somebody wants them. */
export const Outcomes = ({ of: outcomes, wording }: OutcomesProps) => {
  const { why } = rules.t;
  if (outcomes.length === 0) return <p class="muted">{why.noRules}</p>;
  const others = outcomes.slice(AT_ONCE);
  return (
    <div class="outcomes">
      <OutcomeList of={outcomes.slice(0, AT_ONCE)} wording={wording} />
      {others.length === 0 ? null : (
        <details>
          <summary>{why.others(wording.format.number(others.length))}</summary>
          <OutcomeList of={others} wording={wording} />
        </details>
      )}
    </div>
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
