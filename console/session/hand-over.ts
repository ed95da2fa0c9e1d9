import { endLogin, LoginProblem } from './login.ts';
import { anybody, HANDING_OVER } from './portal-host.ts';
import { settings } from './settings.ts';
import { begin, here, takeAnswer } from './started.ts';

/**
 * The portal on a host of the merchant's own has no login: the partner logs in at our own address, which hands the login
 * over by a code that is good once, and only with the secret that this tab has kept. What comes of it is a session of the
 * portal, in this module's memory and nowhere else.
 */

let token: string | undefined;

/** Leaves for our own address, and comes back to this page. It takes the place of this page in the history. */
const askForLogin = async (): Promise<never> => {
  const { url } = await settings();
  const { state, challenge } = await begin(here());
  const query = new URLSearchParams({ host: location.hostname, challenge, state });
  location.replace(`${url}${HANDING_OVER}?${query}`);
  return new Promise(() => undefined);
};

/** Makes a session of the code in this page's address, if there is one that this tab has asked for. */
const takeHandOver = async (): Promise<void> => {
  const answered = takeAnswer();
  if (answered === undefined) return;
  const { code, error, verifier } = answered;
  if (code === null) throw new LoginProblem(error ?? 'There is no code.');
  token = (await anybody.post('/v2/public/portal-sessions', { body: { code, verifier } })).token;
};

/** How somebody gets in, stays in and leaves, on a host of the merchant's own. */
export const ownHost = {
  takeCode: takeHandOver,
  isIn: (): boolean => token !== undefined,
  logIn: askForLogin,
  /** Forgets the session, which nobody else has, and ends the login that it came from. */
  logOut: async (): Promise<never> => {
    token = undefined;
    return endLogin();
  },
  token: async (): Promise<string | undefined> => token,
  /** The session has ended: the next one begins where this page was left. */
  refused: (): Promise<never> => askForLogin(),
};
