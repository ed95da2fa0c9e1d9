import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { isObject, type Loose, listAt, many, numberAt, objectAt, objectsAt, textAt, tryJson } from './values.ts';

/** What a token says, once its signature, issuer, audience and times were found right. */
export interface Claims {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[];
}

const ALGORITHM = 'RS256';
/** Keys of an issuer are asked for again after so long, or at once for a key nobody has seen. */
const KEYS_MS = 300_000;

type Keys = ReadonlyMap<string, KeyObject>;

async function fetchJson(url: string): Promise<Loose> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  const parsed: unknown = await response.json();
  if (!response.ok || !isObject(parsed)) throw new Error(`${url} answers ${response.status}.`);
  return parsed;
}

async function fetchKeys(issuer: string): Promise<Keys> {
  const configuration = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const keys = new Map<string, KeyObject>();
  const document = await fetchJson(textAt(configuration, 'jwks_uri') ?? '');
  for (const key of objectsAt(document, 'keys')) {
    const id = textAt(key, 'kid');
    if (id !== undefined && key['kty'] === 'RSA') keys.set(id, createPublicKey({ key: { ...key }, format: 'jwk' }));
  }
  return keys;
}

function part(text: string | undefined): Loose {
  const parsed = tryJson(Buffer.from(text ?? '', 'base64url').toString());
  return isObject(parsed) ? parsed : {};
}

function flatten(payload: Loose): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => {
      if (Array.isArray(value)) return [name, `[${value.join(' ')}]`];
      return [name, typeof value === 'string' ? value : JSON.stringify(value)];
    }),
  );
}

/**
 * A JWT authorizer of an HTTP API: tokens of one issuer, for one of the audiences, signed with RS256.
 * Answers undefined for anything else. Times are real: sign-in does not follow the business clock.
 */
export function jwtAuthorizer(properties: Loose): (authorization: string | undefined) => Promise<Claims | undefined> {
  const configuration = objectAt(properties, 'JwtConfiguration');
  const issuer = textAt(configuration, 'Issuer') ?? '';
  const audiences = listAt(configuration, 'Audience').map(String);
  const source = listAt(properties, 'IdentitySource').map(String);
  if (source.some((each) => each !== '$request.header.Authorization')) {
    throw new Error(`The local runtime does not support the identity source ${source.join(', ')}.`);
  }
  let keys: Promise<Keys> | undefined;
  let fetched = 0;
  const keyOf = async (id: string): Promise<KeyObject | undefined> => {
    const known = (await keys)?.get(id);
    if (known !== undefined && performance.now() - fetched < KEYS_MS) return known;
    fetched = performance.now();
    keys = fetchKeys(issuer);
    keys.catch(() => {
      keys = undefined;
    });
    return (await keys).get(id);
  };

  return async (authorization) => {
    const token = (authorization ?? '').replace(/^Bearer /i, '');
    const [head, body, signature, ...more] = token.split('.');
    if (head === undefined || body === undefined || signature === undefined || more.length > 0) return undefined;
    const header = part(head);
    if (header['alg'] !== ALGORITHM) return undefined;
    const key = await keyOf(textAt(header, 'kid') ?? '').catch(() => undefined);
    if (key === undefined) return undefined;
    const signed = Buffer.from(`${head}.${body}`);
    if (!verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))) return undefined;
    const payload = part(body);
    const seconds = Date.now() / 1000;
    const audience = [...many(payload['aud']), payload['client_id']];
    const expires = numberAt(payload, 'exp');
    const right =
      payload['iss'] === issuer &&
      audience.some((each) => typeof each === 'string' && audiences.includes(each)) &&
      expires !== undefined &&
      expires > seconds &&
      (numberAt(payload, 'nbf') ?? 0) <= seconds;
    if (!right) return undefined;
    return {
      claims: flatten(payload),
      scopes: (textAt(payload, 'scope') ?? '').split(' ').filter((each) => each !== ''),
    };
  };
}
