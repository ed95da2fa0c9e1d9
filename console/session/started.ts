import { keepUnsaved } from './drafts.ts';
import { challengeOf, secret } from './pkce.ts';

/**
 * What waits in the tab's session storage while the person is elsewhere to log in: no token, and good for one code.
 */
interface Started {
  readonly verifier: string;
  readonly nonce: string;
  readonly to: string;
  /** The state of that entry of the history: how far the page was scrolled, and which entry it is. */
  readonly state: unknown;
}

/** What a page that is shown is at now; a page that is only being loaded is where it was before. */
const stateNow = (): unknown => (window.scrollY > 0 ? { ...history.state, scroll: window.scrollY } : history.state);

/** The address of this page within the site. */
export const here = (): string => location.pathname + location.search + location.hash;

/** Keeps what is needed to take the answer, and what is not saved on this page; `to` is where the person comes back to. */
export const begin = async (
  to: string,
): Promise<{ readonly state: string; readonly nonce: string; readonly challenge: string }> => {
  keepUnsaved();
  const [verifier, state, nonce] = [secret(), secret(), secret()];
  const started: Started = { verifier, nonce, to, state: stateNow() };
  sessionStorage.setItem(`login.${state}`, JSON.stringify(started));
  return { state, nonce, challenge: await challengeOf(verifier) };
};

const takeStarted = (state: string): Started | undefined => {
  const kept = sessionStorage.getItem(`login.${state}`);
  sessionStorage.removeItem(`login.${state}`);
  return kept === null ? undefined : JSON.parse(kept);
};

/** An answer to a question that this tab has asked. */
interface Answered extends Started {
  readonly code: string | null;
  readonly error: string | null;
}

const answerIn = (query: URLSearchParams) => ({
  code: query.get('code'),
  state: query.get('state'),
  error: query.get('error'),
});

/** Whether this page's address holds an answer of the login. */
export const isAnswered = (): boolean => {
  const { code, state, error } = answerIn(new URLSearchParams(location.search));
  return state !== null && (code !== null || error !== null);
};

/** Takes the answer in this page's address, if there is one, and puts the address there that the person came from. */
export const takeAnswer = (): Answered | undefined => {
  const { code, state, error } = answerIn(new URLSearchParams(location.search));
  if (state === null || (code === null && error === null)) return undefined;
  const started = takeStarted(state);
  history.replaceState(started?.state ?? null, '', started?.to ?? location.pathname);
  // A code that this tab did not ask for is somebody else's: it is never used.
  return started === undefined ? undefined : { ...started, code, error };
};
