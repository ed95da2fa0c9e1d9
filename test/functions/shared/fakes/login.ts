import { type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import type { Clock } from '../../../../functions/shared/clock.ts';

export const LOGIN = {
  issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool',
  client: 'the-console',
} as const;

/** What differs from a proper access token. */
export interface Odd {
  readonly issuer?: string;
  readonly client?: string;
  readonly use?: string;
  readonly expiresIn?: number;
  readonly kid?: string;
  readonly key?: CryptoKey;
  readonly leave?: readonly string[];
}

/** A user pool that signs tokens as Cognito's do, with keys of its own. */
export const openFakeLogin = async (clock: Clock) => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const keys: JSONWebKeySet = { keys: [{ ...jwk, kid: 'first', alg: 'RS256', use: 'sig' }] };
  const token = (user: string, odd: Odd = {}): Promise<string> => {
    const at = Math.floor(clock.real() / 1000);
    const claims: Record<string, unknown> = {
      ...{ sub: user, iss: odd.issuer ?? LOGIN.issuer, client_id: odd.client ?? LOGIN.client },
      ...{ token_use: odd.use ?? 'access', exp: at + (odd.expiresIn ?? 900), iat: at },
    };
    for (const name of odd.leave ?? []) delete claims[name];
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: odd.kid ?? 'first' })
      .sign(odd.key ?? privateKey);
  };
  return { keys, publicKey, token };
};
