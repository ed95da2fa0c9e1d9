import { createHash, randomUUID } from 'node:crypto';
import type { Account } from './accounts.ts';
import type { Granted } from './grants.ts';
import type { LoginClient } from './settings.ts';
import type { Signer } from './signing.ts';

/** The tokens of one log-in, as the token endpoint answers them. */
export interface Tokens {
  readonly id_token: string;
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

/** The left half of the token's hash, which ties an ID token to its access token. */
const halfHash = (token: string): string =>
  createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');

/** Makes an access token and an ID token with the claims of Cognito's. */
export function makeTokens(
  signer: Signer,
  issuer: string,
  client: LoginClient,
  account: Account,
  granted: Granted,
): Tokens {
  const now = Math.floor(Date.now() / 1000);
  const common = {
    ...{ sub: account.sub, iss: issuer, origin_jti: granted.origin, event_id: randomUUID() },
    ...{ auth_time: granted.authTime, iat: now },
  };
  const access = signer.sign({
    ...common,
    ...{ version: 2, client_id: client.id, token_use: 'access', scope: granted.scope ?? '', username: account.sub },
    ...{ exp: now + client.access, jti: randomUUID() },
  });
  const identity = signer.sign({
    ...common,
    ...{ at_hash: halfHash(access), aud: client.id, token_use: 'id', 'cognito:username': account.sub },
    ...{ email: account.email, email_verified: account.attributes['email_verified'] === 'true' },
    ...{ exp: now + client.identity, jti: randomUUID() },
    ...(granted.nonce === undefined ? {} : { nonce: granted.nonce }),
  });
  return { id_token: identity, access_token: access, token_type: 'Bearer', expires_in: client.access };
}
