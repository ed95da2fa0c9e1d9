import { hasTokens, LoginProblem, logIn, logOut, takeCode } from '../session/login.ts';
import { isHome } from '../session/settings.ts';
import { isAnswered } from '../session/started.ts';

/** How somebody gets into a page. */
interface Entrance {
  /** Takes a code in the address of the page, and puts the address there that the person came from, at once. */
  takeCode(): Promise<void>;
  isIn(): boolean;
  logIn(): Promise<never>;
  logOut(): Promise<never>;
}

/** The login of our own address. */
const login: Entrance = { takeCode, isIn: hasTokens, logIn, logOut };

/** By the login, at our own address; from every other one people are led there. */
export const byLogin = async (): Promise<Entrance | undefined> => ((await isHome()) ? login : undefined);

/** The app of a page. */
interface AppOfPage {
  /** Shows it, as soon as the person has got in. */
  start(entered: Promise<void>): Promise<void>;
}

const getIn = async ({ takeCode: take, isIn, logIn: leave }: Entrance): Promise<void> => {
  await take();
  if (!isIn()) await leave();
};

/**
 * Lets somebody into a page. Whoever comes without an answer of the login is led there before the app is loaded; for
 * everybody else the app is loaded while the answer is looked at.
 */
export const enter = async (
  load: () => Promise<AppOfPage>,
  find: () => Promise<Entrance | undefined> = byLogin,
): Promise<void> => {
  let entrance = login;
  const app = isAnswered() ? load() : undefined;
  // What cannot be loaded is told below, also when that is known earlier than who has come.
  app?.catch(() => undefined);
  try {
    const found = await find();
    if (found === undefined) return;
    entrance = found;
    if (app === undefined) return await entrance.logIn();
    // The same for whoever does not get in.
    const entered = getIn(entrance);
    entered.catch(() => undefined);
    await (await app).start(entered);
  } catch (thrown) {
    // Whoever said no at the login has not logged in; another try starts from the beginning.
    if (thrown instanceof LoginProblem && thrown.message === 'access_denied') location.assign('/');
    else await (await import('./no-entry.tsx')).showNoEntry(thrown, entrance);
  }
};
