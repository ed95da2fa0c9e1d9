import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { decodeJwt, decodeProtectedHeader, importPKCS8, SignJWT } from 'jose';
import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import {
  EMBEDDED_SCOPES,
  isPortalScope,
  PORTAL_SCOPES,
  ROLES,
  SCOPES,
  type Scope,
  scopesOf,
} from '../../../domain/roles.ts';
import { BODY_EXAMPLES } from '../../../functions/reference/examples.ts';
import type { AnyOperation } from '../../../functions/shared/contract.ts';
import { ALL_OPERATIONS } from '../../../functions/shared/contracts/index.ts';
import { inParallel } from '../../../functions/shared/parallel.ts';
import { type Acme, fillAcme } from '../support/acme.ts';
import { memberOf, partnerOf } from '../support/login.ts';
import { TestRuntime } from '../support/runtime.ts';

jest.setTimeout(180_000);

/** Somebody who calls, by what comes in the header `authorization`, and the scopes that it holds. */
interface Identity {
  readonly name: string;
  readonly authorization: string | undefined;
  /** `nobody` is refused before anything is looked at. */
  readonly holds: readonly Scope[] | 'nobody';
  /** Whether it is a person, who may call what is for people in no program. */
  readonly person: boolean;
}

let runtime: TestRuntime;
let api: ApiClient;
let acme: Acme;
let stranger: string;
const identities: Identity[] = [];

const Keyed = z.object({ key: z.string(), secret_key: z.string() });
const newKey = async (name: string, scopes: readonly Scope[] | 'all') =>
  Keyed.parse(await api.call('POST', '/v2/api-keys', { name, scopes }));

/** A token of the login's own key that ended a minute ago. The key is read from a copy of the runtime's journal. */
const expired = async (token: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'fairshare-journal-'));
  for (const end of ['', '-wal'])
    copyFileSync(join(runtime.dataDir, `runtime.db${end}`), join(folder, `copy.db${end}`));
  const database = new DatabaseSync(join(folder, 'copy.db'));
  const { pem } = z.object({ pem: z.string() }).parse(database.prepare('SELECT pem FROM login_keys').get());
  database.close();
  rmSync(folder, { recursive: true });
  const now = Math.floor(Date.now() / 1000);
  const { kid = '' } = decodeProtectedHeader(token);
  return new SignJWT({ ...decodeJwt(token), iat: now - 960, exp: now - 60 })
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(await importPKCS8(pem, 'RS256'));
};

beforeAll(async () => {
  runtime = await TestRuntime.start('2011-01-10T10:00:00Z');
  let secret: string;
  ({ api, secret } = await runtime.merchant());
  acme = await fillAcme(api);
  const add = (name: string, token: string | undefined, holds: Identity['holds'], person = false) =>
    identities.push({ name, authorization: token === undefined ? undefined : `Bearer ${token}`, holds, person });
  add('nobody', undefined, 'nobody');
  add('a key with everything', secret, SCOPES);
  for (const role of ROLES) {
    const member = await memberOf(runtime, role);
    add(`a member with the role ${role}`, member.token, scopesOf(role), true);
    if (role === 'owner') add('an owner whose token has expired', await expired(member.token), 'nobody');
    if (role === 'owner') add('an owner with the ID token', member.tokens.id_token, 'nobody');
  }
  const anna = z.object({ key: z.string() }).parse(await api.call('GET', '/v2/partnerships/anna'));
  add('a partner', (await partnerOf(runtime, anna.key)).token, PORTAL_SCOPES, true);
  const session = await api.call('POST', `/v2/partnerships/${anna.key}/portal-sessions`);
  add('an embedded portal', z.object({ token: z.string() }).parse(session).token, EMBEDDED_SCOPES);
  for (const scopes of [['programs:read'], ['partnerships:read']] as const) {
    add(`a key with ${scopes} only`, (await newKey('Little', scopes)).secret_key, scopes);
  }
  const revoked = await newKey('Revoked', 'all');
  await api.call('DELETE', `/v2/api-keys/${revoked.key}`);
  add('a revoked key', revoked.secret_key, 'nobody');
  const other = await runtime.operator({ action: 'merchant.create', name: 'Other', currency: 'GBP' });
  stranger = z.object({ secret_key: z.string() }).parse(other).secret_key;
});
afterAll(() => runtime?.close());

const Refusal = z.object({ error: z.object({ code: z.string(), reason: z.string().optional() }) });

const ask = async (operation: AnyOperation, path: string, authorization: string | undefined, body: unknown) => {
  const carries = operation.method !== 'GET' && operation.method !== 'DELETE';
  const response = await fetch(`${runtime.url}${path}`, {
    method: operation.method,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(carries ? { 'content-type': 'application/json' } : {}),
    },
    ...(carries ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  const refusal = response.ok ? undefined : Refusal.safeParse(JSON.parse(text)).data?.error;
  const told = refusal?.reason === 'scope' ? `${response.status} scope` : String(response.status);
  return { status: response.status, told, text };
};

/** A request that is refused for its fields by whoever may make it: it shows who gets that far, and changes nothing. */
const probe = async (operation: AnyOperation, { authorization }: Identity): Promise<string> => {
  const path = operation.path.replace(/\{\w+\}/, 'nothing-there');
  return (await ask(operation, `${path}?no_such_field=1`, authorization, { no_such_field: 1 })).told;
};

const expected = (operation: AnyOperation, { holds, person }: Identity): string => {
  if (operation.kind === 'public') return '422';
  if (holds === 'nobody') return '401';
  if (operation.kind === 'personal') return person ? '422' : '401';
  if (operation.kind !== 'keyed') throw new Error(`${operation.id} has no documented answer.`);
  return holds.includes(operation.scope) ? '422' : '403 scope';
};

const answered = ALL_OPERATIONS.filter(({ kind }) => kind === 'keyed' || kind === 'personal');

test('J2 every operation answers every identity as the table of roles says: by default it refuses', async () => {
  const wrong: string[] = [];
  for (const identity of identities) {
    await inParallel(answered, async (operation) => {
      const told = await probe(operation, identity);
      const right = expected(operation, identity);
      if (told !== right) wrong.push(`${identity.name}, ${operation.id}: ${told} instead of ${right}`);
    });
  }
  expect(wrong).toEqual([]);
  expect(answered.length).toBeGreaterThan(100);
});

test('J2 what needs no key is the same for everybody, whatever comes with it', async () => {
  const open = ALL_OPERATIONS.filter(({ kind }) => kind === 'public');
  for (const identity of identities.slice(0, 3)) {
    const told = await Promise.all(open.map(async (operation) => [operation.id, await probe(operation, identity)]));
    expect(told).toEqual(open.map((operation) => [operation.id, expected(operation, identity)]));
  }
});

test('J2 each scope is needed by an operation, or nobody would miss it', () => {
  const needed = new Set(ALL_OPERATIONS.flatMap((operation) => (operation.kind === 'keyed' ? [operation.scope] : [])));
  for (const scope of needed) expect([...SCOPES, ...PORTAL_SCOPES]).toContain(scope);
});

const Page = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

/** Names of things of Acme for the parameters of paths: known ones, and the first of each list. */
const ownNames = async (): Promise<ReadonlyMap<string, string>> => {
  const names = new Map<string, string>([
    ...Object.entries(acme),
    ...Object.entries({ partnership: 'anna', customer: 'cathy', transaction: 'sale-1', invoice: '2011-01' }),
  ]);
  for (const operation of ALL_OPERATIONS) {
    const [, list = '', name = ''] = /^(\/v2\/[\w-]+)\/\{(\w+)\}/.exec(operation.path) ?? [];
    if (list === '' || names.has(name)) continue;
    const page = Page.safeParse(await api.call('GET', list).catch(() => undefined));
    const key = page.data?.items[0]?.['key'];
    if (typeof key === 'string') names.set(name, key);
  }
  return names;
};

test('J2 a key of another program finds nothing of this one, by whatever name', async () => {
  const names = await ownNames();
  const secrets = [runtime.made().program_key, runtime.made().merchant_key, ...Object.values(acme)];
  const wrong: string[] = [];
  for (const operation of ALL_OPERATIONS) {
    if (operation.kind !== 'keyed' || isPortalScope(operation.scope)) continue;
    const name = /\{(\w+)\}/.exec(operation.path)?.[1];
    const own = name === undefined ? undefined : (names.get(name) ?? 'nothing-there');
    const path = operation.path.replace(/\{\w+\}/, encodeURIComponent(own ?? ''));
    const { status, text } = await ask(operation, path, `Bearer ${stranger}`, BODY_EXAMPLES[operation.id] ?? {});
    if (status >= 500) wrong.push(`${operation.id}: ${status}`);
    if (own !== undefined && status < 300) wrong.push(`${operation.id} ${path}: ${status}`);
    if (own !== undefined && operation.method === 'GET' && ![404, 422].includes(status))
      wrong.push(`${operation.id}: ${status}`);
    const seen = secrets.filter((secret) => secret !== own && text.includes(secret));
    if (seen.length > 0) wrong.push(`${operation.id} shows ${seen}`);
  }
  expect(wrong).toEqual([]);
});
