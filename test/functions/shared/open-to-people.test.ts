import * as z from 'zod/mini';
import { accessTokens } from '../../../functions/shared/access-tokens.ts';
import { personalRoute, publicRoute, serve } from '../../../functions/shared/api.ts';
import { personalOperation, publicOperation } from '../../../functions/shared/contract.ts';
import { openEdgeOver } from '../../../functions/shared/edge.ts';
import { openIds } from '../../../functions/shared/ids.ts';
import type { Store } from '../../../table/store.ts';
import { MovableClock } from './fakes/clock.ts';
import { KeptLog } from './fakes/edge.ts';
import { httpEvent } from './fakes/http-event.ts';
import { LOGIN, openFakeLogin } from './fakes/login.ts';
import { openRealTable } from './fakes/real-table.ts';

let table: { readonly store: Store; readonly close: () => Promise<void> };
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

const described = { tag: 'tests', summary: 'For a test', message: 'Done.' } as const;
const body = z.strictObject({ name: z.string() });
const whoAmI = personalOperation({
  ...described,
  ...{ id: 'whoAmI', method: 'POST', path: '/v2/who', body, data: z.strictObject({ user: z.string() }) },
});
/** Each test has an operation of its own: requests are counted by operation and address. */
const knocking = (id: string) =>
  publicOperation({
    ...described,
    ...{ id, method: 'POST', path: '/v2/public/door', body, requestsPerMinute: 3 },
    data: z.strictObject({ from: z.string(), user: z.nullable(z.string()) }),
  });

const setUp = async (id: string) => {
  const clock = new MovableClock();
  const login = await openFakeLogin(clock);
  const tokens = accessTokens(LOGIN, clock, async () => login.keys);
  let runs = 0;
  const handle = serve(openEdgeOver(table.store, clock, new KeptLog(), openIds(), tokens), [
    personalRoute(whoAmI, async ({ person }) => {
      runs++;
      return { user: person.user };
    }),
    publicRoute(knocking(id), async ({ sourceIp, person }, input) => ({
      from: sourceIp,
      user: input.body.name === 'login' ? (await person()).user : null,
    })),
  ]);
  const post = async (path: string, sent: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await handle(httpEvent({ method: 'POST', path, body: sent, headers }));
    return { status: answer.statusCode, headers: answer.headers, ...JSON.parse(answer.body) };
  };
  return { ...login, post, runs: () => runs };
};

test('A personal operation is for whoever has logged in, whatever programs the person belongs to', async () => {
  const { post, token, runs } = await setUp('whoami');
  const authorization = `Bearer ${await token('anna')}`;
  expect(await post('/v2/who', { name: 'x' }, { authorization })).toMatchObject({
    ...{ status: 200, data: { user: 'anna' } },
    headers: { 'x-ratelimit-limit': '60000' },
  });
  expect(await post('/v2/who', { nam: 'x' }, { authorization })).toMatchObject({ status: 422 });
  expect(await post('/v2/who', { name: 'x' })).toMatchObject({ status: 401 });
  const key = `Bearer sk_test_${'a'.repeat(43)}`;
  expect(await post('/v2/who', { name: 'x' }, { authorization: key })).toMatchObject({ status: 401 });
  const once = { authorization, 'idempotency-key': 'one' };
  await post('/v2/who', { name: 'x' }, once);
  expect(await post('/v2/who', { name: 'x' }, once)).toMatchObject({ headers: { 'idempotent-replayed': 'true' } });
  expect(runs()).toBe(2);
});

test('A public operation needs no key and no login, and may ask for one', async () => {
  const { post, token } = await setUp('askmaybe');
  expect(await post('/v2/public/door', { name: 'x' })).toMatchObject({ status: 200, data: { user: null } });
  expect(await post('/v2/public/door', { name: 'login' })).toMatchObject({ status: 401 });
  const authorization = `Bearer ${await token('anna')}`;
  expect(await post('/v2/public/door', { name: 'login' }, { authorization })).toMatchObject({ data: { user: 'anna' } });
});

test('An address that knocks too often is told when to come again', async () => {
  const { post } = await setUp('toooften');
  const statuses: number[] = [];
  for (let tries = 0; tries < 4; tries++) statuses.push((await post('/v2/public/door', { name: 'x' })).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
});
