import * as z from 'zod/mini';
import { operation, SCOPES } from '../contract.ts';
import { instant, key, line, listOf, listQuery, objectFields } from './fields.ts';

const tag = 'api-keys';
const scopes = z.union([z.literal('all'), z.array(z.enum(SCOPES)).check(z.minLength(1), z.maxLength(SCOPES.length))]);

const fields = {
  ...objectFields,
  name: line(100),
  mode: z.enum(['test', 'live']),
  public_key: z.string(),
  /** The first characters of the secret key. */
  prefix: z.string(),
  scopes,
  /** From then on it is refused; in the future for a key that was replaced and still works. */
  revoked_at: z.nullable(instant),
} as const;

/** A key of the program, without its secret, which nobody can see again. */
export const ApiKey = z.strictObject(fields);

export const createApiKey = operation({
  id: 'createApiKey',
  method: 'POST',
  path: '/v2/api-keys',
  tag,
  scope: 'keys:write',
  summary: 'Create an API key',
  description: 'The answer shows the secret key, this once. A key cannot give scopes that it does not have.',
  message: 'Key created.',
  body: z.strictObject({ name: line(100), scopes: z._default(scopes, 'all') }),
  data: z.strictObject({ ...fields, secret_key: z.string() }),
});

export const listApiKeys = operation({
  id: 'listApiKeys',
  method: 'GET',
  path: '/v2/api-keys',
  tag,
  scope: 'keys:write',
  summary: 'List the API keys of the program',
  message: 'Keys retrieved.',
  query: listQuery,
  data: listOf(ApiKey),
});

export const rotateApiKey = operation({
  id: 'rotateApiKey',
  method: 'POST',
  path: '/v2/api-keys/{api_key}/rotate',
  tag,
  scope: 'keys:write',
  summary: 'Replace an API key',
  description:
    'The answer shows the new secret key, this once. It has the name, scopes and mode of the old one, which goes on working for `overlap_hours`, so that servers can change over one by one.',
  message: 'Key replaced.',
  params: z.strictObject({ api_key: key }),
  body: z.strictObject({ overlap_hours: z._default(z.int().check(z.minimum(0), z.maximum(168)), 24) }),
  data: z.strictObject({ ...fields, secret_key: z.string(), replaces: key }),
});

export const revokeApiKey = operation({
  id: 'revokeApiKey',
  method: 'DELETE',
  path: '/v2/api-keys/{api_key}',
  tag,
  scope: 'keys:write',
  summary: 'Revoke an API key',
  description: 'It is refused everywhere after at most five seconds.',
  message: 'Key revoked.',
  params: z.strictObject({ api_key: key }),
  data: ApiKey,
});
