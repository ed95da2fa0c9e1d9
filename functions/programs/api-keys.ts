import { conflict, Failure, notFound } from '../../domain/errors.ts';
import {
  type ApiKey,
  createApiKey as addApiKey,
  apiKeyHash,
  changeApiKey,
  pointToApiKey,
  readApiKey,
  readApiKeyPointer,
  readApiKeys,
} from '../../table/api-keys.ts';
import { apiKeyPointerKey } from '../../table/keys.ts';
import type { Item, Store } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { mayGive } from '../shared/auth.ts';
import { changeProgramState } from '../shared/configuration.ts';
import { type DataOf, type InputOf, SCOPES, type Scope } from '../shared/contract.ts';
import { createApiKey, listApiKeys, revokeApiKey, rotateApiKey } from '../shared/contracts/api-keys.ts';
import { listPage } from '../shared/paging.ts';
import { requireRoom } from '../shared/plans.ts';
import { newApiKey } from '../shared/secrets.ts';
import type { ProgramsDeps } from './deps.ts';

type View = DataOf<typeof revokeApiKey>;
type Created = DataOf<typeof createApiKey>;

const view = (key: ApiKey): View => ({
  key: key.key,
  created_at: key.created_at,
  updated_at: key.revoked_at ?? key.created_at,
  name: key.name,
  mode: key.mode,
  public_key: key.public_key,
  prefix: key.prefix,
  scopes: key.scopes === 'all' ? 'all' : SCOPES.filter((scope) => key.scopes.includes(scope)),
  revoked_at: key.revoked_at ?? null,
});

const requireOwnScopes = (context: Context, scopes: 'all' | readonly Scope[]): void => {
  if (mayGive(context.caller, scopes)) return;
  throw new Failure('forbidden', 'A key cannot give scopes that it does not have.', {
    reason: 'scope',
    param: 'scopes',
  });
};

const pointers = async (store: Store, program: string): Promise<readonly Item[]> => {
  const found: Item[] = [];
  const { pk, sk: prefix } = apiKeyPointerKey(program, '');
  let start: Readonly<Record<string, unknown>> | undefined;
  do {
    const page = await store.query({ pk, prefix, limit: 100, start });
    found.push(...page.items);
    start = page.next;
  } while (start !== undefined);
  return found;
};

const keysOf = (store: Store, items: readonly Item[]): Promise<readonly ApiKey[]> =>
  readApiKeys(store, items.map(readApiKeyPointer));

const create = async (
  deps: ProgramsDeps,
  context: Context,
  body: InputOf<typeof createApiKey>['body'],
): Promise<Created> => {
  const { program, now } = context;
  requireOwnScopes(context, body.scopes);
  const made = newApiKey(deps.ids, { program, mode: context.caller.mode, ...body }, now);
  await changeProgramState(deps, context, async ({ plan }) => {
    const listed = await pointers(deps.store, program);
    requireRoom(plan, 'api_keys_with_revoked', listed.length);
    const valid: ApiKey[] = [];
    for (let start = 0; start < listed.length; start += 100) {
      const keys = await keysOf(deps.store, listed.slice(start, start + 100));
      valid.push(...keys.filter((key) => key.revoked_at === undefined));
    }
    requireRoom(plan, 'api_keys', valid.length);
    return { answer: undefined, writes: [addApiKey(made.hash, made.key), pointToApiKey(made.hash, made.key)] };
  });
  return { ...view(made.key), secret_key: made.secret };
};

const HOUR_MS = 3_600_000;

/** A successor with the same rights; the old key ends after the overlap. A replaced key is not replaced again. */
const rotate = async (
  deps: ProgramsDeps,
  context: Context,
  name: string,
  { overlap_hours }: InputOf<typeof rotateApiKey>['body'],
): Promise<DataOf<typeof rotateApiKey>> => {
  const { program, now } = context;
  const { answer } = await changeProgramState(deps, context, async ({ plan }) => {
    const hash = await apiKeyHash(deps.store, program, name);
    const old = hash === undefined ? undefined : await readApiKey(deps.store, hash);
    if (hash === undefined || old === undefined) throw notFound('API key', 'api_key');
    requireOwnScopes(context, view(old).scopes);
    if (old.revoked_at !== undefined) throw conflict('This key was replaced or revoked.', 'api_key', 'revoked');
    requireRoom(plan, 'api_keys_with_revoked', (await pointers(deps.store, program)).length);
    const made = newApiKey(deps.ids, { program, mode: old.mode, name: old.name, scopes: old.scopes }, now);
    const fresh = { ...made.key, requests_per_minute: old.requests_per_minute };
    const writes = [
      addApiKey(made.hash, fresh),
      pointToApiKey(made.hash, fresh),
      changeApiKey(hash, { ...old, revoked_at: now + overlap_hours * HOUR_MS }),
    ];
    return { answer: { ...view(fresh), secret_key: made.secret, replaces: old.key }, writes };
  });
  return answer;
};

const revoke = async (deps: ProgramsDeps, context: Context, name: string): Promise<View> => {
  const hash = await apiKeyHash(deps.store, context.program, name);
  const key = hash === undefined ? undefined : await readApiKey(deps.store, hash);
  if (hash === undefined || key === undefined) throw notFound('API key', 'api_key');
  if (key.revoked_at !== undefined && key.revoked_at <= context.now) return view(key);
  const revoked = { ...key, revoked_at: context.now };
  await deps.store.write(changeApiKey(hash, revoked));
  return view(revoked);
};

/** The operations of API keys. */
export const apiKeyRoutes = (deps: ProgramsDeps): readonly Route[] => [
  route(createApiKey, (context, { body }) => create(deps, context, body)),
  route(listApiKeys, ({ program }, { query }) => {
    const { pk, sk } = apiKeyPointerKey(program, '');
    const read = async (items: readonly Item[]) => (await keysOf(deps.store, items)).map(view);
    return listPage(deps.store, { partitions: [pk], sortPrefix: sk, keyPrefix: 'key', read }, query);
  }),
  route(rotateApiKey, (context, { params, body }) => rotate(deps, context, params.api_key, body)),
  route(revokeApiKey, (context, { params }) => revoke(deps, context, params.api_key)),
];
