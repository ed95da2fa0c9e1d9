import { Failure, notFound } from '../../domain/errors.ts';
import { createApiKey, pointToApiKey } from '../../table/api-keys.ts';
import { merchantKey, planKey } from '../../table/keys.ts';
import {
  addMerchant,
  addMerchantProgram,
  changeMerchant,
  getMerchant,
  programsOf,
  readMerchant,
} from '../../table/merchants.ts';
import { addPlan, changePlan, getPlan, readPlan } from '../../table/plans.ts';
import { changeProgram, getProgram } from '../../table/programs.ts';
import { describeError } from '../shared/log.ts';
import { programWrites } from '../shared/new-programs.ts';
import { listPage } from '../shared/paging.ts';
import { inParallel } from '../shared/parallel.ts';
import { invalidFields, read } from '../shared/problems.ts';
import { untilUncontended } from '../shared/retry.ts';
import { newApiKey } from '../shared/secrets.ts';
import type { Asked, OperatorDeps } from './deps.ts';
import { createMember, createPartnerLogin } from './people.ts';
import { OperatorRequest } from './requests.ts';

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

/** Plans are few: an operator sells a handful. */
const MOST_PLANS = 250;

const createProgram = async (deps: OperatorDeps, asked: Asked<'program.create'>) => {
  const { merchant_key: merchant, name, currency, time_zone, mode } = asked;
  const owner = await getMerchant(deps.store, merchant);
  if (owner === undefined) throw notFound('merchant', 'merchant_key');
  const order = { merchant, name, currency, time_zone, mode, plan: owner.plan };
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

const putPlan = async (deps: OperatorDeps, asked: Asked<'plan.put'>) => {
  const now = deps.clock.now();
  const { plan_key: key, name, without, limits } = asked;
  const before = await getPlan(deps.store, key);
  const plan = { key, name, without, limits, created_at: before?.created_at ?? now, updated_at: now, rev: 1 };
  await deps.store.write(before === undefined ? addPlan(plan) : changePlan(before, plan));
  return { plan_key: key, name, without, limits };
};

const listPlans = async (deps: OperatorDeps) => {
  const { pk } = planKey('');
  const page = await deps.store.query({ pk, limit: MOST_PLANS });
  const items = page.items.map(readPlan).map(({ key, name, without, limits }) => ({
    plan_key: key,
    name,
    without,
    limits,
  }));
  return { items };
};

/** The plan stands with the merchant, for programs to come, and in each program, where it is looked at. */
const givePlan = async (deps: OperatorDeps, asked: Asked<'merchant.plan'>) => {
  const { merchant_key: merchant, plan_key: plan } = asked;
  if ((await getPlan(deps.store, plan)) === undefined) throw notFound('plan', 'plan_key');
  const now = deps.clock.now();
  const { chance } = deps.ids;
  await untilUncontended(['merchant_changed'], chance, async () => {
    const before = await getMerchant(deps.store, merchant);
    if (before === undefined) throw notFound('merchant', 'merchant_key');
    await deps.store.write(changeMerchant(before, { ...before, plan, updated_at: now }));
  });
  const programs = await programsOf(deps.store, merchant);
  for (const key of programs) {
    await untilUncontended(['program_changed'], chance, async () => {
      const program = await getProgram(deps.store, key);
      if (program === undefined) throw new Error(`The program ${key} is missing.`);
      await deps.store.transact([changeProgram(program, { ...program, plan, updated_at: now })]);
    });
  }
  return { merchant_key: merchant, plan_key: plan, program_keys: programs };
};

const act = (deps: OperatorDeps, asked: OperatorRequest): Promise<object> => {
  switch (asked.action) {
    case 'merchant.create':
      return createMerchant(deps, asked);
    case 'merchant.list':
      return listMerchants(deps, asked);
    case 'program.create':
      return createProgram(deps, asked);
    case 'member.create':
      return createMember(deps, asked);
    case 'partner.login':
      return createPartnerLogin(deps, asked);
    case 'key.create':
      return createKey(deps, asked);
    case 'plan.put':
      return putPlan(deps, asked);
    case 'plan.list':
      return listPlans(deps);
    case 'merchant.plan':
      return givePlan(deps, asked);
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
