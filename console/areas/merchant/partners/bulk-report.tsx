import { Button } from '../../../parts/button.tsx';
import { downloadCsv } from '../../../parts/csv.ts';
import { KeyFigure, KeyFigures, numberText } from '../../../parts/figures.tsx';
import { partners } from './texts.ts';

/** What became of one of many. */
export interface Reported {
  readonly key: string;
  readonly name: string;
  readonly result: 'done' | 'unchanged' | 'refused';
  /** Why it was refused. */
  readonly why: string;
}

const MOST_SHOWN = 100;

/** How many were changed, and each one that was not, with the reason. */
export const BulkReport = ({ of: reported }: { readonly of: readonly Reported[] }) => {
  const { t } = partners;
  const count = (wanted: Reported['result']): number => reported.filter(({ result }) => result === wanted).length;
  const refused = reported.filter(({ result }) => result === 'refused');
  return (
    <div class="stack" role="status">
      <KeyFigures>
        <KeyFigure label={t.results.done} value={numberText(count('done'))} />
        <KeyFigure label={t.results.unchanged} value={numberText(count('unchanged'))} />
        <KeyFigure label={t.results.refused} value={numberText(refused.length)} />
      </KeyFigures>
      {refused.length === 0 ? null : (
        <>
          <ul class="lines">
            {refused.slice(0, MOST_SHOWN).map(({ key, name, why }) => (
              <li key={key}>
                <strong>{name}</strong>: {why}
              </li>
            ))}
          </ul>
          <div class="actions">
            <Button
              onClick={() =>
                downloadCsv(
                  'report',
                  [
                    { title: t.partner, text: ({ name }: Reported) => name },
                    { title: t.key, text: ({ key }) => key },
                    { title: t.result, text: ({ result }) => t.results[result] },
                    { title: t.reason, text: ({ why }) => why },
                  ],
                  reported,
                )
              }
            >
              {t.downloadReport}
            </Button>
          </div>
        </>
      )}
    </div>
  );
};
