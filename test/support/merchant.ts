import { PORTAL_SCOPES } from '../../domain/roles.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { contentRoutes } from '../../functions/content/routes.ts';
import { formPageRoutes } from '../../functions/form-pages/routes.ts';
import { formRoutes } from '../../functions/forms/routes.ts';
import { operate } from '../../functions/operator/operate.ts';
import { linkRoutes } from '../../functions/partnerships/links.ts';
import { portalProfileRoutes } from '../../functions/partnerships/portal-profile.ts';
import { portalRecruitingRoutes } from '../../functions/partnerships/portal-recruiting.ts';
import { partnershipRoutes } from '../../functions/partnerships/routes.ts';
import { routes as programRoutes } from '../../functions/programs/routes.ts';
import { type Edge, serve } from '../../functions/shared/api.ts';
import type { Caller } from '../../functions/shared/auth.ts';
import { openFormTokens } from '../../functions/shared/form-tokens.ts';
import { openHints } from '../../functions/shared/hints.ts';
import { openIds } from '../../functions/shared/ids.ts';
import type { Limiter } from '../../functions/shared/limits.ts';
import { openMailedTokens } from '../../functions/shared/mailed-tokens.ts';
import { configurationCache, getConfiguration, getProgram } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import { MovableClock } from '../functions/shared/fakes/clock.ts';
import { KeptLog } from '../functions/shared/fakes/edge.ts';
import { httpEvent } from '../functions/shared/fakes/http-event.ts';
import { FakeLogins } from './fake-logins.ts';
import { KeptDns } from './kept-dns.ts';
import { MemoryFiles } from './memory-files.ts';
import { MemoryStore } from './memory-store.ts';

/** Parsed JSON, which tests look into as they expect it to be. */
type Json = ReturnType<typeof JSON.parse>;

/** What the API answers: `data` of a success or `error` of a refusal, as parsed JSON. */
export interface Answer {
  readonly status: number;
  readonly data: Json;
  readonly error: Json;
}

const unlimited: Limiter = async () => ({ limit: 600, remaining: 599, reset: 60 });

const edgeFor = (clock: MovableClock, log: KeptLog, caller: () => Caller): Edge => ({
  clock,
  log,
  access: {
    authenticators: [async () => caller()],
    limiter: unlimited,
    idempotency: async (_request, attempt) => ({ ...(await attempt()), replayed: false }),
  },
});

/**
 * A merchant with a program (or, with `merchant_key` in the order, another program of that merchant), whose API is
 * called without a network. Every answer must be right the first time.
 */
export const openMerchant = async (order: Readonly<Record<string, unknown>> = {}, table?: Store) => {
  const memory = new MemoryStore();
  const store = table ?? memory;
  const clock = new MovableClock();
  const log = new KeptLog();
  const ids = openIds();
  const dns = new KeptDns();
  const run = operate({ store, logins: new FakeLogins(), ids, clock, log });
  const action = 'merchant_key' in order ? 'program.create' : 'merchant.create';
  const made: Json = await run({ action, name: 'Acme', currency: 'GBP', ...order });
  const program: string = made.program_key;
  let scopes: Caller['scopes'] = 'all';
  let partner: string | undefined;
  const caller = (): Caller => {
    const known = { program, mode: 'test', identity: 'test' } as const;
    if (partner === undefined) return { ...known, kind: 'key', actor: 'key_test', scopes };
    const user = `user-of-${partner}`;
    return { ...known, kind: 'partner', actor: partner, partnership: partner, user, scopes: PORTAL_SCOPES };
  };
  const deps = {
    store,
    ids,
    clock,
    chance: () => 0,
    configurations: configurationCache(store),
    logins: new FakeLogins(),
    tokens: async () => openMailedTokens('a secret of the test'),
    dns,
    cdnHost: 'd1.cdn.example',
    ownHosts: ['d1.cdn.example'],
    siteUrl: 'https://fairshare.example',
  };
  const files = new MemoryFiles();
  const tokens = openFormTokens('secret of the test');
  const formDeps = { files, tokens: async () => tokens, mailedTokens: deps.tokens, limiter: unlimited };
  const handle = serve(edgeFor(clock, log, caller), [
    ...programRoutes(deps),
    ...partnershipRoutes(deps),
    ...linkRoutes({ ...deps, publicUrl: 'https://acme.example' }),
    ...portalProfileRoutes(deps),
    ...portalRecruitingRoutes({ ...deps, publicUrl: 'https://acme.example' }),
    ...contentRoutes({ ...deps, files, publicUrl: 'https://acme.example' }),
    ...formRoutes({ ...deps, ...formDeps, publicUrl: 'https://acme.example' }),
    ...formPageRoutes({
      ...deps,
      ...formDeps,
      publicUrl: 'https://acme.example',
      leads: { ...deps, hints: openHints(), clicksOf: async () => [] },
    }),
  ]);
  const call = async (method: string, target: string, body?: unknown): Promise<Answer> => {
    const [path = '', query = ''] = target.split('?');
    const answer = await handle(httpEvent({ method, path, query, body }));
    const parsed = JSON.parse(answer.body);
    if (answer.statusCode === 500) throw new Error(log.lines.join('\n'));
    return { status: answer.statusCode, data: parsed.data, error: parsed.error };
  };
  /** Asks for a page as a browser without a key does, or sends what is in it. */
  const browse = (target: string, form?: URLSearchParams, headers: Readonly<Record<string, string>> = {}) => {
    const [path = '', query = ''] = target.split('?');
    const asked = { path, query, key: null, headers };
    if (form === undefined) return handle(httpEvent(asked));
    const sent = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
    return handle(httpEvent({ ...asked, method: 'POST', headers: sent, text: form.toString() }));
  };
  /** Calls and expects success. */
  const must = async (method: string, target: string, body?: unknown): Promise<Json> => {
    const { status, data, error } = await call(method, target, body);
    if (status !== 200) throw new Error(`${method} ${target}: ${JSON.stringify(error)}`);
    return data;
  };
  /** The partner of a partnership, logged in: its calls run one after the other. */
  const as = (partnership: string) => {
    const own = async (method: string, target: string, body?: unknown): Promise<Answer> => {
      partner = partnership;
      try {
        return await call(method, target, body);
      } finally {
        partner = undefined;
      }
    };
    return {
      call: own,
      must: async (method: string, target: string, body?: unknown): Promise<Json> => {
        const { status, data, error } = await own(method, target, body);
        if (status !== 200) throw new Error(`${method} ${target}: ${JSON.stringify(error)}`);
        return data;
      },
    };
  };
  const head = async () => {
    const found = await getProgram(store, program);
    if (found === undefined) throw new Error('The program is gone.');
    return found;
  };
  return {
    made,
    program,
    memory,
    store,
    clock,
    dns,
    files,
    deps,
    operate: run,
    call,
    browse,
    must,
    as,
    head,
    limitTo(own: string[]) {
      scopes = own;
    },
    configuration: async (version?: number): Promise<Configuration> =>
      getConfiguration(store, program, version ?? (await head()).config),
  };
};
export type TestMerchant = Awaited<ReturnType<typeof openMerchant>>;

export const trigger = (changes: Readonly<Record<string, unknown>> = {}) => ({
  name: 'Five percent',
  event: 'transaction.accepted',
  action: { type: 'reward', offer: { type: 'percentage', bps: 500, description: '5 % of everything' } },
  ...changes,
});
