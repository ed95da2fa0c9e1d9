import { useEffect, useState } from 'preact/hooks';
import { When } from '../../../parts/figures.tsx';
import { mayTravel, readClock } from '../../../parts/time-travel.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { invoices } from './texts.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Now, as the product sees it: on one machine its clock may be another one than that of the browser. */
const useNow = (): number | undefined => {
  const [now, setNow] = useState<number>();
  useEffect(() => {
    const look = async (): Promise<void> => {
      const clock = mayTravel() ? await readClock() : undefined;
      setNow(clock === undefined ? Date.now() : Date.parse(clock.now));
    };
    void look();
    const timer = setInterval(() => void look(), MINUTE);
    return () => clearInterval(timer);
  }, []);
  return now;
};

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
