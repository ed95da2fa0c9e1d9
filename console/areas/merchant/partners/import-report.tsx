import type { Import } from '../../../api/operations.ts';
import { language } from '../../../app/language.ts';
import { KeyFigure, KeyFigures, moneyText, numberText } from '../../../parts/figures.tsx';
import { FileLink } from '../../../parts/job.tsx';
import { ScrollFrame } from '../../../parts/scroll-frame.tsx';
import { detailText } from './import-values.ts';
import { imports } from './texts.ts';

type Counts = Import['counts'][string];

const KINDS = ['partners', 'links', 'coupons', 'customers', 'transactions', 'rewards', 'groups'] as const;
const isKind = (kind: string): kind is (typeof KINDS)[number] => KINDS.some((each) => each === kind);
/** What a kind of record is called. */
const kindName = (kind: string): string => (isKind(kind) ? imports.t.kinds[kind] : kind);

const reasonName = (reason: string): string => {
  const { reasons } = imports.t;
  const found = Object.entries(reasons).find(([name]) => name === reason);
  return found?.[1] ?? reason;
};

const Kind = ({ kind, of: counts, dry }: { readonly kind: string; readonly of: Counts; readonly dry: boolean }) => {
  const { t } = imports;
  return (
    <section aria-label={kindName(kind)}>
      <h3>{kindName(kind)}</h3>
      <KeyFigures>
        <KeyFigure label={dry ? t.wouldBeMade : t.made} value={numberText(counts.made)} />
        <KeyFigure label={t.exists} value={numberText(counts.exists)} />
        <KeyFigure label={t.skipped} value={numberText(counts.skipped)} />
      </KeyFigures>
    </section>
  );
};

const Problems = ({ of: { problems, skipped } }: { readonly of: Import }) => {
  const { t } = imports;
  const total = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  return (
    <>
      <h3>{t.skippedTitle}</h3>
      <ul class="lines">
        {Object.entries(skipped).map(([reason, count]) => (
          <li key={reason}>
            {numberText(count)} × {reasonName(reason)}
          </li>
        ))}
      </ul>
      <ScrollFrame label={t.skippedTitle}>
        <table class="table">
          <caption class="unseen">{t.skippedTitle}</caption>
          <thead>
            <tr>
              <th scope="col">{t.line}</th>
              <th scope="col">{t.id}</th>
              <th scope="col">{t.reason}</th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ list, line, kind, id, reason, detail }) => (
              <tr key={`${list} ${line} ${kind} ${id} ${reason}`}>
                <th scope="row">{numberText(line)}</th>
                <td>{id}</td>
                <td>
                  {reasonName(reason)}
                  <p class="muted small">{detailText(reason, detail, language.value)}</p>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
      {total > problems.length ? <p class="muted">{t.firstOf(problems.length, total)}</p> : null}
    </>
  );
};

/** What an import made, found, and left out, row by row. */
export const ImportReport = ({ of: job }: { readonly of: Import }) => {
  const { t } = imports;
  const counts = Object.entries(job.counts);
  return (
    <div class="stack" aria-live="polite">
      {job.status === 'done' ? (
        <p>
          <strong>{job.dry_run ? t.dryRunDone : t.importDone}</strong>
        </p>
      ) : null}
      {counts.length === 0 && job.status === 'done' ? <p class="muted">{t.nothing}</p> : null}
      {counts.map(([kind, each]) => (
        <Kind key={kind} kind={kind} of={each} dry={job.dry_run} />
      ))}
      {job.sums.length === 0 ? null : (
        <ul class="lines">
          {job.sums.map(({ kind, result, currency, count, amount }) => (
            <li key={`${kind} ${result} ${currency}`}>
              {kindName(kind)}, {result === 'made' ? t.made : result === 'exists' ? t.exists : reasonName(result)}:{' '}
              {numberText(count)}, {moneyText(amount, currency)}
            </li>
          ))}
        </ul>
      )}
      <Problems of={job} />
      {job.unused_columns.length === 0 ? null : (
        <p class="note note-info">{t.unusedColumns(job.unused_columns.join(', '))}</p>
      )}
      {job.report === null ? null : (
        <div class="actions">
          <FileLink of={job.report} />
        </div>
      )}
    </div>
  );
};
