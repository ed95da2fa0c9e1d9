import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import { Failure } from '../../domain/errors.ts';
import { refused } from './auth.ts';
import type { Clock } from './clock.ts';

/** Whose tokens are taken. */
export interface Login {
  /** The address of the user pool; its keys are found below it. */
  readonly issuer: string;
  readonly client: string;
}

/** The person that an access token was given to; undefined for credentials that are no token. */
export type TokenReader = (authorization: string) => Promise<string | undefined>;

/** Gives the issuer's keys as they are now. */
export type FetchKeys = (url: string) => Promise<JSONWebKeySet>;

const TOKEN = /^bearer\s+([\w-]+\.[\w-]+\.[\w-]*)$/i;
const LONGEST_TOKEN = 8_192;

const Keys = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

const askForKeys: FetchKeys = async (url) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(3_000), redirect: 'error' });
  if (!response.ok) throw new Error(`The keys of the login were answered with ${response.status}.`);
  return z.parse(Keys, await response.json());
};

/** A connection may break; nobody is to be refused for that. */
const fetchKeysOf: FetchKeys = (url) => askForKeys(url).catch(() => askForKeys(url));

const KEPT_MS = 3_600_000;
/** For a key that nobody has seen, the keys are asked for again, but no more often than this. */
const PATIENCE_MS = 30_000;

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** The keys of an issuer: kept for an hour, and asked for again when a token names an unknown one. */
const keySets = (url: string, clock: Clock, fetchKeys: FetchKeys) => {
  let known: { readonly keys: KeySet; readonly at: number } | undefined;
  return async (again: boolean): Promise<KeySet | undefined> => {
    const at = clock.real();
    const age = known === undefined ? Number.POSITIVE_INFINITY : at - known.at;
    if (again ? age < PATIENCE_MS : age < KEPT_MS) return again ? undefined : known?.keys;
    try {
      known = { keys: createLocalJWKSet(await fetchKeys(url)), at };
    } catch {
      // Keys change rarely: old ones are better than none while the login cannot be reached.
      if (known !== undefined) return again ? undefined : known.keys;
      throw new Failure('busy', 'The login cannot be reached at the moment.', { retryAfterSeconds: 1 });
    }
    return known.keys;
  };
};

const Claims = z.object({ sub: z.string(), token_use: z.literal('access'), client_id: z.string() });

/**
 * Reads access tokens of one client of a user pool: RS256 and nothing else, this issuer, this client, not expired in
 * real time, and no ID token. @throws Failure `unauthorized` for every other token, without saying why.
 */
export const accessTokens = (login: Login, clock: Clock, fetchKeys: FetchKeys = fetchKeysOf): TokenReader => {
  const keysOf = keySets(`${login.issuer}/.well-known/jwks.json`, clock, fetchKeys);
  const verified = (token: string, keys: KeySet) =>
    jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer: login.issuer,
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(clock.real()),
    });
  const verify = async (token: string) => {
    const keys = await keysOf(false);
    if (keys === undefined) throw refused();
    try {
      return await verified(token, keys);
    } catch (error) {
      const newer = error instanceof errors.JWKSNoMatchingKey ? await keysOf(true) : undefined;
      if (newer === undefined) throw error;
      return verified(token, newer);
    }
  };
  return async (authorization) => {
    const [, token] = authorization.length > LONGEST_TOKEN ? [] : (TOKEN.exec(authorization.trim()) ?? []);
    if (token === undefined) return undefined;
    try {
      const { payload } = await verify(token);
      const claims = z.safeParse(Claims, payload);
      if (claims.success && claims.data.client_id === login.client) return claims.data.sub;
    } catch (error) {
      if (error instanceof Failure) throw error;
      if (!(error instanceof errors.JOSEError) && !(error instanceof TypeError)) throw error;
    }
    throw refused();
  };
};
