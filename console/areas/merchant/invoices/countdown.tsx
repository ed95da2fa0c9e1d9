import { When } from '../../../parts/figures.tsx';
import { useNow } from '../../../parts/now.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { invoices } from './texts.ts';

const HOUR = 3_600_000;

/** How long the review still lasts. */
export const Countdown = ({ to, approved }: { readonly to: number; readonly approved: boolean }) => {
  const { t } = invoices;
  const now = useNow();
  const left = now === undefined ? undefined : Math.max(0, to - now);
  const days = left === undefined ? 0 : Math.floor(left / (24 * HOUR));
  const hours = left === undefined ? 0 : Math.floor(left / HOUR) - days * 24;
  return (
    <p class="note note-info" role="status">
      {approved ? t.approvedAlready : t.inReview} <strong>{left === undefined ? '…' : t.left(days, hours)}</strong>{' '}
      {t.until} <When at={to} style="minute" zone={settingsOfProgram().time_zone} />. {t.thenCharged}
    </p>
  );
};
