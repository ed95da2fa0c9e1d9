import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { apiKeyPointerKey } from './keys.ts';
import { absent, type Item, type ItemKey, type Store, type Write } from './store.ts';

/** A secret key's record. The secret itself is nowhere: the item is found by its SHA-256. */
const ApiKeySchema = z.object({
  key: z.string(),
  program: z.string(),
  mode: z.enum(['test', 'live']),
  name: z.string(),
  public_key: z.string(),
  /** The first characters of the secret, to tell keys apart on a screen. */
  prefix: z.string(),
  scopes: z.union([z.literal('all'), z.array(z.string())]),
  created_at: z.int(),
  revoked_at: z.optional(z.int()),
  requests_per_minute: z.optional(z.int()),
});
export type ApiKey = z.infer<typeof ApiKeySchema>;

const apiKeyKey = (hash: string): ItemKey => ({ pk: `KEY#${hash}`, sk: 'A' });

/** The item of a key under the hash of its secret. */
const apiKeyItem = (hash: string, key: ApiKey): Item => ({ ...apiKeyKey(hash), ...key, v: 1 });

export const createApiKey = (hash: string, key: ApiKey): Write & { kind: 'put' } => ({
  kind: 'put',
  item: apiKeyItem(hash, key),
  condition: absent('api_key_is_new'),
});

/** The key whose secret has this hash. */
export const readApiKey = async (store: Store, hash: string): Promise<ApiKey | undefined> => {
  const item = await store.get(apiKeyKey(hash));
  return item === undefined ? undefined : z.parse(ApiKeySchema, item);
};

/** Lists a key in its program: a small item that names the hash. */
export const pointToApiKey = (hash: string, key: ApiKey): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...apiKeyPointerKey(key.program, key.key), hash },
  condition: absent('api_key_is_new'),
});

const Pointer = z.object({ hash: z.string() });

/** The hash that a pointer of a program names. */
export const readApiKeyPointer = (item: Item): string => decode(Pointer, item).hash;

/** The hash of the program's key with this public name; undefined when it has none. */
export const apiKeyHash = async (store: Store, program: string, key: string): Promise<string | undefined> => {
  const item = await store.get(apiKeyPointerKey(program, key));
  return item === undefined ? undefined : readApiKeyPointer(item);
};

/** The keys with these hashes, in their order; at most 100. */
export const readApiKeys = async (store: Store, hashes: readonly string[]): Promise<readonly ApiKey[]> => {
  const found = new Map((await store.batchGet(hashes.map(apiKeyKey))).map((item) => [item.pk, item]));
  return hashes.flatMap((hash) => {
    const item = found.get(apiKeyKey(hash).pk);
    return item === undefined ? [] : [z.parse(ApiKeySchema, item)];
  });
};

/** Puts a changed key back. */
export const changeApiKey = (hash: string, key: ApiKey): Write & { kind: 'put' } => ({
  kind: 'put',
  item: apiKeyItem(hash, key),
  condition: { name: 'api_key_gone', expression: 'attribute_exists(pk)' },
});
