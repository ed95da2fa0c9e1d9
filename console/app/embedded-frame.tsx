import { signal } from '@preact/signals';
import { Fragment } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Asking } from '../parts/asking.tsx';
import { Button } from '../parts/button.tsx';
import { Toasts } from '../parts/toasts.tsx';
import { openSession, tellParent } from '../session/embedding.ts';
import { portal } from './portal-frame.tsx';
import { arrivals } from './router.ts';
import { Navigation, type ShellProps } from './shell.tsx';
import '../styles/embed.css';

/** Whether the session has ended and the page around gave no other. */
const ended = signal(false);
/** How often somebody went on after that: what could not be loaded meanwhile is asked for again. */
const resumed = signal(0);

/** The token was refused. Answers whether the page around has given another one. */
export const renewSession = async (): Promise<boolean> => {
  const renewed = (await openSession()) !== undefined;
  ended.value = !renewed;
  return renewed;
};

interface NoSessionProps {
  readonly title: string;
  readonly resume: () => void;
}

/** Says that nobody is let in, and goes on as soon as the page around gives a session. */
export const NoSession = ({ title, resume }: NoSessionProps) => {
  const { t } = portal;
  const [busy, setBusy] = useState(false);
  const goOn = async (): Promise<void> => {
    setBusy(true);
    if (await renewSession()) resume();
    setBusy(false);
  };
  return (
    <section class="note note-warning above" role="alert">
      <p>
        <strong>{title}</strong> {t.sessionEndedText}
      </p>
      <Button kind="primary" busy={busy} onClick={() => void goOn()}>
        {t.sessionResume}
      </Button>
    </section>
  );
};

/** The frame of the portal in the merchant's own page: the way to its pages, and the page itself. */
export const EmbeddedFrame = ({ areas, children }: ShellProps) => {
  const arrival = arrivals.value;
  useEffect(() => {
    if (arrival > 0) tellParent({ fairshare: 'top' });
  }, [arrival]);
  return (
    <div class="embedded">
      <Navigation areas={areas} />
      {/* The page around has the one main part that a page may have. */}
      <div id="content" class="content" tabIndex={-1}>
        {ended.value ? (
          <NoSession title={portal.t.sessionEnded} resume={() => (resumed.value += 1)} />
        ) : (
          <Fragment key={resumed.value}>{children}</Fragment>
        )}
      </div>
      <Toasts />
      <Asking />
    </div>
  );
};
