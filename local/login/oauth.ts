import { createHash, randomUUID } from 'node:crypto';
import type { LocalResponse } from '../messaging-parts.ts';
import type { Json, JsonObject } from '../values.ts';
import type { LoginDesk } from './desk.ts';
import type { Granted } from './grants.ts';
import type { LoginClient } from './settings.ts';
import { makeTokens } from './tokens.ts';

/** A code is valid for five minutes and a session for an hour, in seconds, as Cognito has it. */
const CODE_SECONDS = 300;
export const SESSION_SECONDS = 3600;

/** What an application asks for, once it is known to be in order. */
export interface Asked {
  readonly client: LoginClient;
  readonly redirect: string;
  readonly scope: string;
  readonly challenge: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
}

/** Why a request of an application is not in order; without a redirect nobody can be sent back. */
export interface Wrong {
  readonly error: string;
  readonly back: string | undefined;
}

const withQuery = (address: string, query: Readonly<Record<string, string | undefined>>): string => {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
};

/** Reads a request for a code. Only the exact addresses of the template are led back to. */
export function readAsked(desk: LoginDesk, query: URLSearchParams): Asked | Wrong {
  const client = desk.pool.clients.get(query.get('client_id') ?? '');
  if (client === undefined) return { error: 'There is no such client.', back: undefined };
  const redirect = query.get('redirect_uri') ?? '';
  if (!client.redirects.includes(redirect))
    return { error: 'The redirect address is not one of the client.', back: undefined };
  const state = query.get('state') ?? undefined;
  const wrong = (error: string): Wrong => ({ error, back: withQuery(redirect, { error, state }) });
  if (query.get('response_type') !== 'code') return wrong('unsupported_response_type');
  const challenge = query.get('code_challenge') ?? '';
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge)) return wrong('invalid_request');
  const scope = query.get('scope') ?? client.scopes.join(' ');
  if (scope.split(' ').some((each) => !client.scopes.includes(each))) return wrong('invalid_scope');
  return { client, redirect, scope, challenge, state, nonce: query.get('nonce') ?? undefined };
}

/** Where to go with a new code. */
export function withCode(desk: LoginDesk, asked: Asked, sub: string, authTime: number): string {
  const { client, redirect, scope, challenge, state, nonce } = asked;
  const origin = randomUUID();
  const granted = { sub, origin, authTime, client: client.id, scope, redirect, challenge, nonce };
  return withQuery(redirect, { code: desk.grants.give('code', granted, CODE_SECONDS), state });
}

const answer = (status: number, body: Json): LocalResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache' },
  body: JSON.stringify(body),
});
const refused = (error: string): LocalResponse => answer(error === 'invalid_client' ? 401 : 400, { error });

const tokensFor = (desk: LoginDesk, client: LoginClient, granted: Granted): JsonObject | undefined => {
  const account = desk.accounts.find(granted.sub);
  if (account === undefined || !account.enabled) return undefined;
  return { ...makeTokens(desk.signer(), desk.place.issuer, client, account, granted) };
};

const fits = (verifier: string, challenge: string | undefined): boolean =>
  /^[\w.~-]{43,128}$/.test(verifier) && createHash('sha256').update(verifier).digest('base64url') === challenge;

function byCode(desk: LoginDesk, client: LoginClient, form: URLSearchParams): LocalResponse {
  const granted = desk.grants.take(form.get('code') ?? '');
  if (granted?.client !== client.id || granted.redirect !== form.get('redirect_uri')) return refused('invalid_grant');
  if (!fits(form.get('code_verifier') ?? '', granted.challenge)) return refused('invalid_grant');
  const tokens = tokensFor(desk, client, granted);
  if (tokens === undefined) return refused('invalid_grant');
  const { sub, origin, authTime, scope } = granted;
  const kept = { sub, origin, authTime, scope, client: client.id };
  return answer(200, { ...tokens, refresh_token: desk.grants.give('refresh', kept, client.refresh) });
}

function byRefresh(desk: LoginDesk, client: LoginClient, form: URLSearchParams): LocalResponse {
  const granted = desk.grants.read('refresh', form.get('refresh_token') ?? '');
  const tokens = granted?.client === client.id ? tokensFor(desk, client, granted) : undefined;
  return tokens === undefined ? refused('invalid_grant') : answer(200, tokens);
}

/** The token endpoint: a code with its verifier, or a refresh token. */
export function token(desk: LoginDesk, form: URLSearchParams): LocalResponse {
  const client = desk.pool.clients.get(form.get('client_id') ?? '');
  if (client === undefined) return refused('invalid_client');
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return byCode(desk, client, form);
    case 'refresh_token':
      return byRefresh(desk, client, form);
    default:
      return refused('unsupported_grant_type');
  }
}

/** Makes a refresh token worthless. Unknown ones are answered the same. */
export function revoke(desk: LoginDesk, form: URLSearchParams): LocalResponse {
  const client = desk.pool.clients.get(form.get('client_id') ?? '');
  if (client === undefined) return refused('invalid_client');
  const secret = form.get('token') ?? '';
  if (desk.grants.read('refresh', secret)?.client === client.id) desk.grants.end('refresh', secret);
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: '' };
}

/** Who an access token was given to. */
export function userInfo(desk: LoginDesk, authorization: string | undefined): LocalResponse {
  const [, presented = ''] = /^bearer\s+(\S+)$/i.exec(authorization ?? '') ?? [];
  const claims = desk.signer().read(presented);
  const account = claims?.['token_use'] === 'access' ? desk.accounts.find(String(claims['sub'])) : undefined;
  if (account === undefined || !account.enabled) return answer(401, { error: 'invalid_token' });
  const { sub, email, attributes } = account;
  return answer(200, {
    ...attributes,
    sub,
    email,
    email_verified: attributes['email_verified'] ?? 'false',
    username: sub,
  });
}

/** What an OpenID client learns by discovery. */
export function configuration({ place, pool }: LoginDesk): LocalResponse {
  const scopes = [...new Set([...pool.clients.values()].flatMap((client) => client.scopes))];
  return answer(200, {
    issuer: place.issuer,
    authorization_endpoint: `${place.url}/oauth2/authorize`,
    token_endpoint: `${place.url}/oauth2/token`,
    userinfo_endpoint: `${place.url}/oauth2/userInfo`,
    revocation_endpoint: `${place.url}/oauth2/revoke`,
    end_session_endpoint: `${place.url}/logout`,
    jwks_uri: `${place.issuer}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['none'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: scopes,
  });
}

/** The keys that tokens are checked with. */
export const keySet = (desk: LoginDesk): LocalResponse => answer(200, desk.signer().keySet);
