import { flagAt, type Loose, listAt, numberAt } from './values.ts';

type Headers = Record<string, string>;

/** The cross-origin rules of an API, which API Gateway applies by itself. */
export interface Cors {
  /** The answer's headers to a preflight request. */
  preflight(origin: string, requestHeaders: string | undefined): Headers;
  /** Headers for any other answer; those that the function set for cross-origin requests are left out then. */
  decorate(origin: string | undefined): Headers;
}

const texts = (rules: Loose, key: string): string[] => listAt(rules, key).map(String);

function allowedOrigin(origins: readonly string[], origin: string): string | undefined {
  if (origins.includes('*')) return '*';
  const lower = origin.toLowerCase();
  const known = origins.some(
    (each) => each.toLowerCase() === lower || (/^https?:\/\/\*$/.test(each) && lower.startsWith(each.slice(0, -1))),
  );
  return known ? origin : undefined;
}

/** Reads the CorsConfiguration of an API. */
export function createCors(rules: Loose): Cors {
  const origins = texts(rules, 'AllowOrigins');
  const methods = texts(rules, 'AllowMethods').join(',');
  const allowHeaders = texts(rules, 'AllowHeaders');
  const exposed = texts(rules, 'ExposeHeaders').join(',');
  const maxAge = numberAt(rules, 'MaxAge');
  const credentials: Headers = flagAt(rules, 'AllowCredentials') ? { 'access-control-allow-credentials': 'true' } : {};

  const decorate = (origin: string | undefined): Headers => {
    const allowed = origin === undefined ? undefined : allowedOrigin(origins, origin);
    if (allowed === undefined) return {};
    return {
      'access-control-allow-origin': allowed,
      ...(allowed === '*' ? {} : { vary: 'Origin' }),
      ...credentials,
      ...(exposed === '' ? {} : { 'access-control-expose-headers': exposed }),
    };
  };
  return {
    decorate,
    preflight: (origin, requestHeaders) => {
      const basic = decorate(origin);
      if (!('access-control-allow-origin' in basic)) return {};
      const headers = allowHeaders.includes('*') ? requestHeaders : allowHeaders.join(',');
      return {
        ...basic,
        ...(methods === '' ? {} : { 'access-control-allow-methods': methods }),
        ...(headers === undefined || headers === '' ? {} : { 'access-control-allow-headers': headers }),
        ...(maxAge === undefined ? {} : { 'access-control-max-age': String(maxAge) }),
      };
    },
  };
}
