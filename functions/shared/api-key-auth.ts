import { createHash, timingSafeEqual } from 'node:crypto';
import { type ApiKey, readApiKey } from '../../table/api-keys.ts';
import type { Store } from '../../table/store.ts';
import { type Authenticator, type KeyCaller, refused } from './auth.ts';
import type { Clock } from './clock.ts';
import { keeping } from './keeping.ts';

interface KeyPair {
  readonly secret: string;
  readonly publicKey: string | undefined;
}

const fromBasic = (encoded: string): KeyPair | undefined => {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { publicKey: text.slice(0, colon), secret: text.slice(colon + 1) };
};

const SECRET_KEY = /^sk_(?:test|live)_[\w-]{20,100}$/;

const credentialsOf = (authorization: string): KeyPair | undefined => {
  const [scheme = '', value = ''] = authorization.trim().split(/\s+/, 2);
  const found = /^basic$/i.test(scheme)
    ? fromBasic(value)
    : /^bearer$/i.test(scheme)
      ? { publicKey: undefined, secret: value }
      : undefined;
  return found !== undefined && SECRET_KEY.test(found.secret) ? found : undefined;
};

/** What is stored of a secret key and looked it up by. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const sameText = (left: string, right: string): boolean =>
  timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());

const callerOf = (hash: string, key: ApiKey): KeyCaller => ({
  kind: 'key',
  program: key.program,
  mode: key.mode,
  identity: hash,
  actor: key.key,
  scopes: key.scopes,
  requestsPerMinute: key.requests_per_minute,
});

/**
 * API keys: `Basic public:secret` or `Bearer secret`. A looked-up key is kept for five seconds, so that a busy
 * function needs no read for it; a revoked key is refused everywhere after at most that long. That a secret is
 * unknown is kept as well, which makes guessing cheap for us.
 */
export const apiKeys = (store: Store, clock: Clock): Authenticator => {
  const lookUp = keeping(clock, (hash: string) => readApiKey(store, hash));
  return async ({ authorization }) => {
    const credentials = credentialsOf(authorization);
    if (credentials === undefined) return undefined;
    const hash = hashSecret(credentials.secret);
    const key = await lookUp(hash);
    if (key === undefined) throw refused();
    if (key.revoked_at !== undefined && key.revoked_at <= clock.now()) throw refused();
    if (credentials.publicKey !== undefined && !sameText(credentials.publicKey, key.public_key)) throw refused();
    return callerOf(hash, key);
  };
};
