import { claimsOf } from './pkce.ts';
import { settings } from './settings.ts';
import { begin, here, takeAnswer } from './started.ts';

/**
 * OAuth 2.0 code flow with PKCE. Tokens are in this module's memory and nowhere else: a reload asks the login again,
 * whose own session answers without a question.
 */

interface Tokens {
  readonly access: string;
  readonly refresh: string | undefined;
  /** When to fetch others, in milliseconds of this page's life. */
  readonly renewAt: number;
}

interface TokenAnswer {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token?: string;
  readonly expires_in: number;
}

/** The log-in did not work; the code is OAuth's. */
export class LoginProblem extends Error {
  override readonly name = 'LoginProblem';
}

const RENEW_BEFORE_MS = 60_000;
/** The pages that take codes, beside the start page. */
const TAKERS = ['/console/', '/portal/', '/account/'];

let tokens: Tokens | undefined;
let renewal: Promise<boolean> | undefined;

const redirectOf = (url: string): string => url + (TAKERS.find((page) => location.pathname.startsWith(page)) ?? '/');

const keep = ({ access_token, refresh_token, expires_in }: TokenAnswer, before?: Tokens): void => {
  const renewAt = performance.now() + Math.max(expires_in * 1000 - RENEW_BEFORE_MS, 10_000);
  tokens = { access: access_token, refresh: refresh_token ?? before?.refresh, renewAt };
};

const askForTokens = async (form: Readonly<Record<string, string>>): Promise<TokenAnswer> => {
  const { login, client } = await settings();
  const body = new URLSearchParams({ ...form, client_id: client });
  const answer = await fetch(`${login}/oauth2/token`, { method: 'POST', body });
  if (!answer.ok) throw new LoginProblem('The login gave no tokens.');
  return answer.json();
};

/**
 * Leaves for the login; `to` is where in this site the person comes back to, at the same position. The login takes the
 * place of this page in the history, so that the way back does not lead through it, unless it was asked for.
 */
export const logIn = async ({ to = here(), asked = false } = {}): Promise<never> => {
  const { login, client, url } = await settings();
  const { state, nonce, challenge } = await begin(to);
  const query = new URLSearchParams({
    ...{ response_type: 'code', client_id: client, redirect_uri: redirectOf(url), scope: 'openid email' },
    ...{ state, nonce, code_challenge: challenge, code_challenge_method: 'S256' },
  });
  const address = `${login}/oauth2/authorize?${query}`;
  if (asked) location.assign(address);
  else location.replace(address);
  return new Promise(() => undefined);
};

/**
 * Takes the code in this page's address, if there is one, and puts the address there that the person came from.
 * @throws LoginProblem
 */
export const takeCode = async (): Promise<void> => {
  const answered = takeAnswer();
  if (answered === undefined) return;
  const { code, error, verifier, nonce } = answered;
  if (code === null) throw new LoginProblem(error ?? 'The login gave no code.');
  const { url } = await settings();
  const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectOf(url) };
  const answer = await askForTokens({ ...grant, code_verifier: verifier });
  if (claimsOf(answer.id_token)['nonce'] !== nonce) throw new LoginProblem('The answer belongs to no question.');
  keep(answer);
};

const renew = async (): Promise<boolean> => {
  const before = tokens;
  if (before?.refresh === undefined) return false;
  try {
    keep(await askForTokens({ grant_type: 'refresh_token', refresh_token: before.refresh }), before);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof LoginProblem)) throw thrown;
    tokens = undefined;
    return false;
  }
};

/** Fetches other tokens; requests at the same moment share one. */
export const renewTokens = (): Promise<boolean> => {
  renewal ??= renew().finally(() => {
    renewal = undefined;
  });
  return renewal;
};

/** Whether somebody is logged in, as far as this page knows. */
export const hasTokens = (): boolean => tokens !== undefined;

/** A token that is good for the next minute. Whoever's session has ended logs in again and comes back here. */
export const accessToken = async (): Promise<string> => {
  if (tokens === undefined || (performance.now() >= tokens.renewAt && !(await renewTokens()))) return logIn();
  return tokens.access;
};

/** Ends the session at the login, which leads to the start page. */
export const endLogin = async (): Promise<never> => {
  const { login, client, url } = await settings();
  location.assign(`${login}/logout?${new URLSearchParams({ client_id: client, logout_uri: `${url}/` })}`);
  return new Promise(() => undefined);
};

/** Ends the session here and at the login. */
export const logOut = async (): Promise<never> => {
  const { login, client } = await settings();
  const refresh = tokens?.refresh;
  tokens = undefined;
  if (refresh !== undefined) {
    const body = new URLSearchParams({ token: refresh, client_id: client });
    await fetch(`${login}/oauth2/revoke`, { method: 'POST', body }).catch(() => undefined);
  }
  return endLogin();
};
