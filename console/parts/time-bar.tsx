import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { catalogue, language, locale } from '../app/language.ts';
import { Button } from './button.tsx';
import {
  type ClockState,
  dayAfter,
  type Happening,
  mayTravel,
  moveClock,
  nextDayOfMonth,
  readClock,
  readHappened,
  summarise,
} from './time-travel.ts';
import { tell } from './toasts.tsx';
import './time-bar.css';

const time = catalogue({ en: () => import('../texts/time.en.ts'), de: () => import('../texts/time.de.ts') });
const STOPS = [1, 8, 13] as const;
const POLL_MS = 700;

/** How often the clock was moved here: what depends on time is shown anew. */
export const travels = signal(0);

const instantText = (at: number | string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(at));

const known = (state: string): state is keyof typeof time.t.states => Object.hasOwn(time.t.states, state);

const Happened = ({ of, close }: { readonly of: readonly Happening[]; readonly close: (() => void) | undefined }) => {
  const { t } = time;
  const lines = summarise(of, known);
  return (
    <section class="time-happened" aria-label={t.happened}>
      <h2>{t.happened}</h2>
      {lines.length === 0 ? <p>{t.nothing}</p> : null}
      <ol>
        {lines.map(({ kind, title, at, count, first }) => (
          <li key={`${kind} ${title}`}>
            <time dateTime={at}>{instantText(at)}</time>{' '}
            {kind === 'state' && known(title) ? (
              <strong>{t.states[title]}</strong>
            ) : (
              <>
                {t.mails(count)}: <q>{title}</q> <span class="muted">{t.to_whom(first, count - 1)}</span>
              </>
            )}
          </li>
        ))}
      </ol>
      <p class="actions">
        <a href="/_local/mail" target="_blank" rel="noreferrer">
          {t.allMails}
        </a>
        {close === undefined ? null : <Button onClick={close}>{t.close}</Button>}
      </p>
    </section>
  );
};

/** Moves the clock, telling on the way what happens. */
const useTravel = (clock: ClockState | undefined, arrived: (at: ClockState) => void) => {
  const [to, setTo] = useState<number>();
  const [seen, setSeen] = useState<readonly Happening[]>();
  const travel = async (target: number): Promise<void> => {
    if (clock === undefined || to !== undefined) return;
    setTo(target);
    setSeen([]);
    let after = (await readHappened())?.last ?? 0;
    const look = async (): Promise<void> => {
      const found = await readHappened(after);
      if (found === undefined || found.items.length === 0) return;
      after = found.last;
      setSeen((before) => [...(before ?? []), ...found.items]);
      if (found.items.length > 1) await look();
    };
    const timer = setInterval(() => void look(), POLL_MS);
    try {
      const moved = await moveClock(target);
      clearInterval(timer);
      await look();
      if (moved !== undefined) arrived(moved);
    } catch (thrown) {
      tell(thrown instanceof Error ? thrown.message : String(thrown));
    } finally {
      clearInterval(timer);
      setTo(undefined);
    }
  };
  return { to, seen, travel, close: () => setSeen(undefined) };
};

const Bar = ({ at }: { readonly at: ClockState }) => {
  const { t } = time;
  const [clock, setClock] = useState(at);
  const { to, seen, travel, close } = useTravel(clock, (moved) => {
    setClock(moved);
    travels.value += 1;
  });
  const now = Date.parse(clock.now);
  const moves = [
    { key: 'day', title: t.day, hint: undefined, target: dayAfter(now) },
    ...STOPS.map((day) => ({
      key: String(day),
      title: t.to(day),
      hint: t.why[day],
      target: nextDayOfMonth(now, day),
    })),
  ];
  return (
    <aside class="time-bar" aria-label={t.label}>
      <div class="time-moves">
        <p role="status">
          <span class="muted">{t.now}</span> {to === undefined ? instantText(clock.now) : t.moving(instantText(to))}
        </p>
        {moves.map(({ key, title, hint, target }) => (
          <span key={key} title={hint}>
            <Button
              busy={to === target}
              disabled={to !== undefined && to !== target}
              onClick={() => void travel(target)}
            >
              {title}
            </Button>
          </span>
        ))}
      </div>
      {seen === undefined ? null : <Happened of={seen} close={to === undefined ? close : undefined} />}
    </aside>
  );
};

/** The bar of the local runtime that moves time; nothing where the product is deployed. */
export const TimeBar = () => {
  const [clock, setClock] = useState<ClockState>();
  useEffect(() => {
    if (!mayTravel()) return;
    void Promise.all([readClock(), time.load(language.peek())]).then(([found]) => setClock(found));
  }, []);
  return clock === undefined ? null : <Bar at={clock} />;
};
