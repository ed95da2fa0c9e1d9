import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { TestRuntime, until } from '../support/runtime.ts';

const Made = z.object({ merchant_key: z.string(), program_key: z.string(), secret_key: z.string() });
const Plan = z.object({
  key: z.string(),
  name: z.string(),
  features: z.record(z.string(), z.boolean()),
  limits: z.array(z.object({ kind: z.string(), most: z.int(), used: z.int() })),
});
const Key = z.object({
  key: z.string(),
  name: z.string(),
  mode: z.string(),
  prefix: z.string(),
  scopes: z.union([z.literal('all'), z.array(z.string())]),
  revoked_at: z.int().nullable(),
  secret_key: z.string(),
});
const Refusal = z.object({ status: z.int(), error: z.object({ code: z.string(), reason: z.string().optional() }) });

jest.setTimeout(120_000);

let runtime: TestRuntime | undefined;
let api: ApiClient;
let merchant: z.infer<typeof Made>;

const send = async (secret: string, method: string, path: string, body?: unknown) => {
  const response = await fetch(new URL(path, api.url), {
    method,
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  return { status: response.status, answer };
};
const refusal = async (method: string, path: string, body?: unknown, secret = merchant.secret_key) => {
  const { status, error } = Refusal.parse((await send(secret, method, path, body)).answer);
  return `${status} ${error.code} ${error.reason ?? '-'}`;
};
const data = async (secret: string, method: string, path: string, body?: unknown): Promise<unknown> =>
  z.object({ data: z.unknown() }).parse((await send(secret, method, path, body)).answer).data;
const newKey = async (body: unknown) => Key.parse(await data(merchant.secret_key, 'POST', '/v2/api-keys', body));

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T10:00:00Z');
  ({ api } = await runtime.merchant());
  const order = { action: 'merchant.create', name: 'Limited', currency: 'GBP' };
  merchant = Made.parse(await runtime.operator(order));
});
afterAll(() => runtime?.close());

describe('A15 plans', () => {
  test('A15 the default plan allows everything', async () => {
    const plan = Plan.parse(await data(merchant.secret_key, 'GET', '/v2/plan'));
    expect(plan.key).toBe('default');
    expect(Object.values(plan.features)).toEqual([true, true, true, true]);
    expect(plan.limits).toContainEqual({ kind: 'groups', most: 50, used: 1 });
  });

  test('A15 plans are data: an operator makes one and gives it to a merchant, and it counts at once', async () => {
    const limits = { groups: 2, tiers: 1, segments: 1 };
    const put = { action: 'plan.put', plan_key: 'small', name: 'Small', without: ['deals'], limits };
    await runtime?.operator(put);
    await runtime?.operator({ action: 'merchant.plan', merchant_key: merchant.merchant_key, plan_key: 'small' });
    const plan = Plan.parse(await data(merchant.secret_key, 'GET', '/v2/plan'));
    expect(plan).toMatchObject({ key: 'small', name: 'Small', features: { deals: false, leads: true } });
    expect(plan.limits).toContainEqual({ kind: 'groups', most: 2, used: 1 });
  });

  test('A15 the number of groups, tiers and segments is limited, and the refusal names the limit', async () => {
    await data(merchant.secret_key, 'POST', '/v2/groups', { name: 'Second' });
    expect(await refusal('POST', '/v2/groups', { name: 'Third' })).toBe('403 plan_limit groups');
    const terms = { measurement: 'lifetime_sales', movement: 'live' };
    await data(merchant.secret_key, 'POST', '/v2/tiers', { name: 'One', minimum: 0, ...terms });
    expect(await refusal('POST', '/v2/tiers', { name: 'Two', minimum: 5 })).toBe('403 plan_limit tiers');
    await data(merchant.secret_key, 'POST', '/v2/tags', { name: 'vip' });
    await data(merchant.secret_key, 'POST', '/v2/segments', { name: 'One', match: 'vip' });
    expect(await refusal('POST', '/v2/segments', { name: 'Two', match: 'vip' })).toBe('403 plan_limit segments');
  });

  test('A15 a feature that the plan does not have is refused by its name, and the others work', async () => {
    const { items } = z
      .object({ items: z.array(z.object({ key: z.string(), default: z.boolean() })) })
      .parse(await data(merchant.secret_key, 'GET', '/v2/groups'));
    const group = items.find((each) => each.default)?.key;
    const enable = { enabled: true };
    expect(await refusal('PATCH', `/v2/form-templates/${group}.deal`, enable)).toBe('403 plan_limit deals');
    await data(merchant.secret_key, 'PATCH', `/v2/form-templates/${group}.lead`, { enabled: true });
  });

  test('A15 a plan that allows more lets the merchant go on; a program made later has the plan as well', async () => {
    await runtime?.operator({ action: 'plan.put', plan_key: 'small', name: 'Small', limits: { groups: 3 } });
    await data(merchant.secret_key, 'POST', '/v2/groups', { name: 'Third' });
    expect(await refusal('POST', '/v2/groups', { name: 'Fourth' })).toBe('403 plan_limit groups');
    const { merchant_key } = merchant;
    const order = { action: 'program.create', merchant_key, name: 'Other', currency: 'EUR' };
    const other = Made.parse(await runtime?.operator(order));
    expect(Plan.parse(await data(other.secret_key, 'GET', '/v2/plan')).key).toBe('small');
  });

  test('A15 another merchant is not touched', async () => {
    expect(Plan.parse(await api.call('GET', '/v2/plan')).key).toBe('default');
  });
});

describe('J2 API keys', () => {
  test('J2 a key is shown once, found by its prefix, and may do only what its scopes name', async () => {
    const made = await newKey({ name: 'Reporting', scopes: ['sales:read'] });
    expect(made.secret_key.startsWith(made.prefix)).toBe(true);
    const listed = JSON.stringify(await data(merchant.secret_key, 'GET', '/v2/api-keys?limit=50'));
    expect(listed).toContain(made.prefix);
    expect(listed).not.toContain(made.secret_key);
    expect((await send(made.secret_key, 'GET', '/v2/transactions')).status).toBe(200);
    expect(await refusal('GET', '/v2/groups', undefined, made.secret_key)).toBe('403 forbidden scope');
  });

  test('J2 a replaced key goes on working for the overlap, and not longer', async () => {
    const old = await newKey({ name: 'Shop', scopes: ['programs:read'] });
    const fresh = Key.extend({ replaces: z.string() }).parse(
      await data(merchant.secret_key, 'POST', `/v2/api-keys/${old.key}/rotate`, { overlap_hours: 2 }),
    );
    expect(fresh).toMatchObject({ name: 'Shop', scopes: ['programs:read'], replaces: old.key, revoked_at: null });
    expect(fresh.secret_key).not.toBe(old.secret_key);
    expect((await send(old.secret_key, 'GET', '/v2/groups')).status).toBe(200);
    expect((await send(fresh.secret_key, 'GET', '/v2/groups')).status).toBe(200);
    expect(await refusal('POST', `/v2/api-keys/${old.key}/rotate`, {})).toBe('409 conflict revoked');
    await until(api, '2026-01-10T13:00:00Z');
    // A function may know a key for another thirty seconds; a new one asks the table.
    runtime?.kill();
    expect((await send(fresh.secret_key, 'GET', '/v2/groups').catch(() => retry(fresh.secret_key))).status).toBe(200);
    expect(await refusal('GET', '/v2/groups', undefined, old.secret_key)).toBe('401 unauthorized -');
  });

  test('J2 test and live keys are kept apart: a key is of its program’s mode and reaches no other program', async () => {
    const { merchant_key } = merchant;
    const order = { action: 'program.create', merchant_key, name: 'Live', currency: 'GBP', mode: 'live' };
    const live = Made.parse(await runtime?.operator(order));
    expect(live.secret_key).toMatch(/^sk_live_/);
    expect(merchant.secret_key).toMatch(/^sk_test_/);
    const Program = z.object({ key: z.string(), mode: z.string() });
    expect(Program.parse(await data(live.secret_key, 'GET', '/v2/programs'))).toEqual({
      key: live.program_key,
      mode: 'live',
    });
    const group = z.object({ key: z.string() }).parse(await data(live.secret_key, 'POST', '/v2/groups', { name: 'L' }));
    expect(await refusal('GET', `/v2/groups/${group.key}`)).toBe('404 not_found -');
    const made = Key.parse(await data(live.secret_key, 'POST', '/v2/api-keys', { name: 'Second' }));
    expect(made.mode).toBe('live');
    expect(made.secret_key).toMatch(/^sk_live_/);
  });
});

/** The runtime starts again after it was killed; this waits until it serves. */
const retry = async (secret: string) => {
  await api.call('GET', '/v2/groups');
  return send(secret, 'GET', '/v2/groups');
};
