import type * as z from 'zod/mini';
import type { ExplainedRule } from '../../../domain/explanations.ts';
import type { RuleOutcome } from '../contracts/rewards.ts';

type View = z.infer<typeof RuleOutcome>;

const actualOf = (actual: ExplainedRule['actual']): View['actual'] =>
  actual === undefined || typeof actual === 'string' || typeof actual === 'number' ? (actual ?? null) : [...actual];

/** A rule with what it saw, as the API shows it. */
export const ruleView = ({ line, field, op, value, actual, held }: ExplainedRule): View => ({
  line: line ?? null,
  field,
  op,
  value,
  actual: actualOf(actual),
  held,
});
