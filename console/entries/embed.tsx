import { App } from '../app/app.tsx';
import { loadFrame, showPage } from '../app/boot.tsx';
import { EmbeddedFrame, NoSession, renewSession } from '../app/embedded-frame.tsx';
import { LANGUAGES, language, showLanguage } from '../app/language.ts';
import { loadLook } from '../app/look.ts';
import { PORTAL_AREAS } from '../app/portal-areas.ts';
import { AboveEveryPage, BelowEveryPage, loadTerms, portal } from '../app/portal-frame.tsx';
import { startRouter } from '../app/router.ts';
import { parts } from '../app/texts.ts';
import { LinkButton } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { showTheme, THEMES } from '../parts/theme.ts';
import { tellProblem } from '../parts/toasts.tsx';
import { isEmbedded, type Opening, openSession, sessionToken, tellParent } from '../session/embedding.ts';
import { meetPartner, partnership } from '../session/person.ts';

/** Tells the page around how tall this one is, whenever that changes. */
const tellHeight = (): void => {
  const { documentElement: root } = document;
  new ResizeObserver(() => tellParent({ fairshare: 'height', height: root.offsetHeight })).observe(root);
};

/** Notes where something was pressed, by mouse or by key: dialogs and messages are shown there. */
const noteActs = (): void => {
  const note = ({ target }: Event): void => {
    if (!(target instanceof Element) || target.closest('dialog') !== null) return;
    document.documentElement.style.setProperty('--acted-at', `${Math.round(target.getBoundingClientRect().top)}px`);
  };
  addEventListener('click', note, true);
};

/** Shows the portal as the page around wants it. */
const appear = async ({ language: wanted, theme }: Opening): Promise<void> => {
  showTheme(THEMES.find((each) => each === theme) ?? 'system');
  const chosen = LANGUAGES.find((each) => each === wanted?.slice(0, 2));
  if (chosen !== undefined) await showLanguage(chosen);
};

const nobody = () => null;
const switcher = () => ({ label: parts.t.program, chosen: partnership.value?.key, of: [], choose: nobody });

const Portal = () => (
  <App
    areas={PORTAL_AREAS}
    switcher={switcher}
    other={() => undefined}
    above={<AboveEveryPage />}
    below={<BelowEveryPage />}
    frame={EmbeddedFrame}
  />
);

/** Nothing more is shown until the page around lets a partner in. */
const open = async (): Promise<void> => {
  try {
    const opening = await openSession();
    if (opening === undefined) throw new Error('The page around gives no session.');
    await appear(opening);
    await meetPartner({ token: sessionToken, refused: renewSession });
    await Promise.all([loadLook(), loadTerms()]);
    showPage(<Portal />);
  } catch {
    showPage(
      <div class="embedded-alone">
        <NoSession title={portal.t.notLetIn} resume={() => void open()} />
      </div>,
    );
  }
};

const start = async (): Promise<void> => {
  await Promise.all([loadFrame(), portal.load(language.peek())]);
  if (!isEmbedded()) {
    showPage(
      <main class="alone">
        <h1>{portal.t.notEmbedded}</h1>
        <EmptyState
          title={portal.t.notEmbeddedText}
          action={<LinkButton to="/portal/">{parts.t.toPortal}</LinkButton>}
        />
      </main>,
    );
    return;
  }
  startRouter('/embed');
  tellHeight();
  noteActs();
  addEventListener('unhandledrejection', ({ reason }) => tellProblem(reason));
  await open();
};

void start();
