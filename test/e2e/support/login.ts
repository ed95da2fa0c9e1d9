import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Role } from '../../../domain/roles.ts';
import type { TestRuntime } from './runtime.ts';

const Told = z.object({
  outputs: z.object({ LoginAddress: z.string(), ConsoleClientId: z.string() }),
});
const Tokens = z.object({ access_token: z.string(), id_token: z.string(), refresh_token: z.string() });
type Tokens = z.infer<typeof Tokens>;

/** Somebody with a login, and what was handed out. `token` is what requests send as `Authorization: Bearer`. */
export interface LoggedIn {
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly tokens: Tokens;
}

/** Where the login of a runtime is, and the client of its console. */
export const loginOf = async (url: string) => {
  const { outputs } = Told.parse(await (await fetch(`${url}/_local/runtime`)).json());
  return { address: outputs.LoginAddress, client: outputs.ConsoleClientId, redirect: `${url}/` };
};

const mustLead = (response: Response, what: string): URL => {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`${what} was answered with ${response.status} and leads nowhere.`);
  return new URL(location, response.url);
};

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/**
 * Logs in as a browser does: authorization code with PKCE through the pages of the login. Takes about a fifth of a
 * second. Access tokens are valid for 15 minutes of real time, whatever the test clock says.
 */
export const logIn = async (url: string, email: string, password: string): Promise<LoggedIn> => {
  const { address, client, redirect } = await loginOf(url);
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    ...{ response_type: 'code', client_id: client, redirect_uri: redirect, scope: 'openid email' },
    ...{ code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' },
  });
  const asked = await fetch(`${address}/oauth2/authorize?${query}`, { redirect: 'manual' });
  const page = mustLead(asked, 'The request for a code');
  const form = new URLSearchParams({ username: email, password });
  const sent = await fetch(page, { method: 'POST', headers: FORM, body: form, redirect: 'manual' });
  const code = mustLead(sent, 'The log-in').searchParams.get('code') ?? '';
  const grant = { grant_type: 'authorization_code', client_id: client, redirect_uri: redirect };
  const answer = await fetch(`${address}/oauth2/token`, {
    ...{ method: 'POST', headers: FORM },
    body: new URLSearchParams({ ...grant, code, code_verifier: verifier }),
  });
  const tokens = Tokens.parse(await answer.json());
  return { email, password, token: tokens.access_token, tokens };
};

const Made = z.object({ password: z.string() });

/**
 * A new member of the merchant's team, logged in. The merchant must be there already (`runtime.merchant()`):
 *
 *     const anna = await memberOf(runtime, 'manager');
 *     const api = new ApiClient(runtime.url, anna.token);
 *
 * Who belongs to several programs names one in the header `fairshare-program`.
 */
export const memberOf = async (
  runtime: TestRuntime,
  role: Role,
  email = `${role}-${randomBytes(4).toString('hex')}@team.example`,
): Promise<LoggedIn> => {
  const { merchant_key } = runtime.made();
  const { password } = Made.parse(await runtime.operator({ action: 'member.create', merchant_key, email, role }));
  return logIn(runtime.url, email, password);
};

/**
 * The partner of a partnership, logged in. The partnership must exist, and its e-mail address must be new to the login:
 *
 *     const { key } = await api.call('POST', '/v2/partnerships', { partner_key: 'anna', email: 'anna@partners.example' });
 *     const anna = await partnerOf(runtime, key);
 *     const portal = new ApiClient(runtime.url, anna.token);
 */
export const partnerOf = async (runtime: TestRuntime, partnership: string): Promise<LoggedIn> => {
  const asked = { action: 'partner.login', partnership_key: partnership };
  const { email, password } = Made.extend({ email: z.string() }).parse(await runtime.operator(asked));
  return logIn(runtime.url, email, password);
};
