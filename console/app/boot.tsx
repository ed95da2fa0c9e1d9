import { type ComponentChildren, render } from 'preact';
import { problemFrom } from '../api/problem.ts';
import { Button } from '../parts/button.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { tellProblem } from '../parts/toasts.tsx';
import { hasTokens, LoginProblem, logIn, logOut, takeCode } from '../session/login.ts';
import { isHome } from '../session/settings.ts';
import '../styles/base.css';
import '../styles/shell.css';
import '../styles/parts.css';
import '../styles/table.css';
import '../styles/print.css';
import { language } from './language.ts';
import { restoreKept, startRouter } from './router.ts';
import { navigation, parts, refusals } from './texts.ts';

/** Loads what every page shows. */
export const loadFrame = async (): Promise<void> => {
  document.documentElement.lang = language.peek();
  await Promise.all([parts, navigation, refusals].map((each) => each.load(language.peek())));
};

/** Shows something as the whole page. */
export const showPage = (content: ComponentChildren): void => {
  const place = document.getElementById('app');
  if (place === null) throw new Error('The page has no place for the app.');
  render(content, place);
};

/** How somebody gets into a page. */
interface Entrance {
  /** Takes a code in the address of the page. */
  takeCode(): Promise<void>;
  isIn(): boolean;
  logIn(): Promise<never>;
  logOut(): Promise<never>;
}

/** The login of our own address. */
const login: Entrance = { takeCode, isIn: hasTokens, logIn, logOut };

/** By the login, at our own address; from every other one people are led there. */
export const byLogin = async (): Promise<Entrance | undefined> => ((await isHome()) ? login : undefined);

const showProblem = async (thrown: unknown, { logIn: again, logOut: leave }: Entrance): Promise<void> => {
  await loadFrame();
  showPage(
    <main class="alone">
      <h1>{parts.t.product}</h1>
      <ProblemNote problem={problemFrom(thrown)} />
      <div class="actions">
        <Button kind="primary" onClick={() => void again()}>
          {parts.t.again}
        </Button>
        <Button onClick={() => void leave()}>{parts.t.logOut}</Button>
      </div>
    </main>,
  );
};

interface Booting {
  /** The folder of the page, such as `/console`. */
  readonly folder: string;
  /** Loads whatever the app needs once somebody has logged in, and answers what is shown. */
  readonly start: () => Promise<ComponentChildren>;
  /** How somebody gets in here; undefined when the person is led elsewhere. */
  readonly entrance?: () => Promise<Entrance | undefined>;
}

/** Starts a page for somebody who has logged in; everybody else is led to the login and comes back to this address. */
export const boot = async ({ folder, start, entrance: find = byLogin }: Booting): Promise<void> => {
  let entrance: Entrance | undefined = login;
  try {
    entrance = await find();
    if (entrance === undefined) return;
    const frame = loadFrame();
    await entrance.takeCode();
    if (!entrance.isIn()) await entrance.logIn();
    startRouter(folder);
    // Whatever failed where nobody said what then is told all the same.
    addEventListener('unhandledrejection', ({ reason }) => tellProblem(reason));
    const [content] = await Promise.all([start(), frame]);
    showPage(content);
    restoreKept();
  } catch (thrown) {
    // Whoever said no at the login has not logged in; another try starts from the beginning.
    if (thrown instanceof LoginProblem && thrown.message === 'access_denied') location.assign('/');
    else await showProblem(thrown, entrance ?? login);
  }
};
