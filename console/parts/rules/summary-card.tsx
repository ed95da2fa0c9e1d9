import { settingsOfProgram } from '../../session/program.ts';
import { type References, wordingOf } from './references.ts';
import { summaryOf, type TriggerTerms } from './summary.ts';
import { rules } from './texts.ts';
import './rules.css';

interface SummaryProps {
  readonly of: TriggerTerms;
  readonly references: References | undefined;
  /** Whether the settings of the program are told too. */
  readonly program?: boolean;
}

/** What a trigger does, in plain language. */
export const TriggerSummary = ({ of: terms, references, program = false }: SummaryProps) => {
  const summary = summaryOf(wordingOf(references), terms, program ? settingsOfProgram() : undefined);
  return (
    <div class="summary">
      <p class="summary-sentence">{summary.sentence}</p>
      {summary.details.length === 0 ? null : (
        <ul class="summary-details">
          {summary.details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
      {summary.program.length === 0 ? null : (
        <div class="muted small">
          <p>{rules.t.program.from}</p>
          <ul class="summary-details">
            {summary.program.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
};
