import { Failure, notFound } from '../../domain/errors.ts';
import { createApiKey, pointToApiKey } from '../../table/api-keys.ts';
import { merchantKey } from '../../table/keys.ts';
import { addMerchant, addMerchantProgram, getMerchant, programsOf, readMerchant } from '../../table/merchants.ts';
import { getProgram } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import type { Ids } from '../shared/ids.ts';
import { describeError, type Log } from '../shared/log.ts';
import { listPage } from '../shared/paging.ts';
import { inParallel } from '../shared/parallel.ts';
import { invalidFields, read } from '../shared/problems.ts';
import { newApiKey } from '../shared/secrets.ts';
import { programWrites } from './new-program.ts';
import { OperatorRequest } from './requests.ts';

export interface OperatorDeps {
  readonly store: Store;
  readonly ids: Ids;
  readonly clock: { now(): number };
  readonly log: Log;
}

type Asked<A extends OperatorRequest['action']> = Extract<OperatorRequest, { action: A }>;

const createMerchant = async (deps: OperatorDeps, asked: Asked<'merchant.create'>) => {
  const now = deps.clock.now();
  const { name, email, currency, time_zone, mode } = asked;
  const merchant = deps.ids.key('mer', now);
  const order = { merchant, name, currency, time_zone, mode };
  const { keys, writes } = programWrites(deps.ids, order, now);
  await deps.store.transact([
    addMerchant({ key: merchant, name, email, created_at: now, updated_at: now, rev: 1 }),
    addMerchantProgram(merchant, keys.program_key),
    ...writes,
  ]);
  return { merchant_key: merchant, ...keys };
};

const createProgram = async (deps: OperatorDeps, asked: Asked<'program.create'>) => {
  const { merchant_key: merchant, name, currency, time_zone, mode } = asked;
  if ((await getMerchant(deps.store, merchant)) === undefined) throw notFound('merchant', 'merchant_key');
  const order = { merchant, name, currency, time_zone, mode };
  const { keys, writes } = programWrites(deps.ids, order, deps.clock.now());
  await deps.store.transact([addMerchantProgram(merchant, keys.program_key), ...writes]);
  return { merchant_key: merchant, ...keys };
};

const createKey = async (deps: OperatorDeps, asked: Asked<'key.create'>) => {
  const program = await getProgram(deps.store, asked.program_key);
  if (program === undefined) throw notFound('program', 'program_key');
  const request = { program: program.key, mode: program.mode, name: asked.name, scopes: 'all' } as const;
  const { hash, key, secret } = newApiKey(deps.ids, request, deps.clock.now());
  await deps.store.transact([createApiKey(hash, key), pointToApiKey(hash, key)]);
  return {
    merchant_key: program.merchant,
    program_key: program.key,
    public_key: key.public_key,
    secret_key: secret,
  };
};

const listMerchants = async (deps: OperatorDeps, asked: Asked<'merchant.list'>) => {
  const { pk } = merchantKey('');
  const { limit, starting_after } = asked;
  const page = await listPage(
    deps.store,
    { partitions: [pk], keyPrefix: 'mer', read: async (items) => items.map(readMerchant) },
    { limit, starting_after, order_by: 'created_at' },
  );
  const items = await inParallel(page.items, async ({ key, name, email, created_at }) => ({
    merchant_key: key,
    name,
    email: email ?? null,
    created_at,
    program_keys: await programsOf(deps.store, key),
  }));
  return { items, has_more: page.has_more };
};

const act = (deps: OperatorDeps, asked: OperatorRequest): Promise<object> => {
  switch (asked.action) {
    case 'merchant.create':
      return createMerchant(deps, asked);
    case 'merchant.list':
      return listMerchants(deps, asked);
    case 'program.create':
      return createProgram(deps, asked);
    case 'key.create':
      return createKey(deps, asked);
  }
};

/** What the operator is told about something that was thrown. */
const refusal = (deps: OperatorDeps, error: unknown) => {
  if (error instanceof Failure) {
    const { param, reason, fields } = error.details;
    return { error: { code: error.code, message: error.message, param, reason, fields } };
  }
  deps.log.error('A command failed.', describeError(error));
  return { error: { code: 'internal', message: 'Something went wrong; the log of this function says what.' } };
};

/** Carries out one command of the operator. A refused one changes nothing and answers `error`. */
export const operate =
  (deps: OperatorDeps) =>
  async (event: unknown): Promise<object> => {
    try {
      const asked = read(OperatorRequest, event);
      if (!asked.ok) throw invalidFields(asked.problems);
      return await act(deps, asked.value);
    } catch (error) {
      return refusal(deps, error);
    }
  };
