import type { ApiKey } from '../../table/api-keys.ts';
import { hashSecret } from './api-key-auth.ts';
import type { Ids } from './ids.ts';

/** What a new API key is for. */
interface KeyRequest {
  readonly program: string;
  readonly mode: 'test' | 'live';
  readonly name: string;
  readonly scopes: ApiKey['scopes'];
}

interface NewApiKey {
  /** Shown once; only its hash is stored. */
  readonly secret: string;
  readonly hash: string;
  readonly key: ApiKey;
}

const SECRET_BYTES = 32;
const SHOWN = 12;

/** A new pair of public and secret key. `createApiKey(hash, key)` stores it. */
export const newApiKey = (ids: Ids, request: KeyRequest, now: number): NewApiKey => {
  const { mode } = request;
  const secret = `sk_${mode}_${ids.secret(SECRET_BYTES)}`;
  const key = {
    ...request,
    key: ids.key('key', now),
    public_key: `pk_${mode}_${ids.secret(SECRET_BYTES)}`,
    prefix: secret.slice(0, SHOWN),
    created_at: now,
  };
  return { secret, hash: hashSecret(secret), key };
};
