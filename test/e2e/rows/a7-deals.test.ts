import * as z from 'zod';
import { everyItem } from '../../../cli/recount/listing.ts';
import { runRecount } from '../../../cli/recount/run.ts';
import { ApiClient } from '../../../cli/replay/client.ts';
import { partnerOf } from '../support/login.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';

const Keyed = z.object({ key: z.string() });
const Deal = z.object({
  ...{ key: z.string(), status: z.string(), stage: z.string().nullable(), partner_key: z.string().nullable() },
  ...{ held: z.boolean(), duplicate_of: z.string().nullable(), amount: z.int().nullable(), archived: z.boolean() },
  fields: z.array(z.object({ field_key: z.string(), value: z.unknown() })),
});
const Portal = z.looseObject({ key: z.string(), held: z.boolean() });
const Settings = z.object({ stages: z.array(z.looseObject({ key: z.string() })), moved_by: z.string() });
const Form = z.object({ enabled: z.boolean(), title: z.string(), embed: z.object({ script: z.string() }) });
const History = z.object({ what: z.string(), by: z.string(), at: z.int(), reason: z.string().nullable() });
const Reward = z.object({ event_type: z.string(), partner_key: z.string(), original_amount: z.int() });
const Line = z.object({ partnership_key: z.string(), reward_amount: z.int() });
const Refused = z.object({ error: z.object({ code: z.string(), reason: z.string().optional() }) });

jest.setTimeout(180_000);

let runtime: TestRuntime | undefined;
let api: ApiClient;
let secret = '';
let group = '';

const get = async <S extends z.ZodType>(path: string, schema: S) => schema.parse(await api.call('GET', path));
const send = async <S extends z.ZodType>(
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body: unknown,
  schema: S,
) => schema.parse(await api.call(method, path, body));
const register = (body: object) => send('POST', '/v2/deals', { partner_key: 'ben', ...body }, Deal);
const change = (deal: string, body: object) => send('PATCH', `/v2/deals/${deal}`, body, Deal);
/** What a refused request is answered. */
const refusal = async (method: string, path: string, body: unknown, token = secret): Promise<string> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(new URL(path, api.url), { method, headers, body: JSON.stringify(body) });
  const { error } = Refused.parse(await response.json());
  return `${response.status} ${error.code} ${error.reason ?? '-'}`;
};
const rewards = async () => {
  await settled(api);
  const all = await everyItem(api, '/v2/rewards?period=2011-01', Reward);
  return all.map(({ event_type, partner_key, original_amount }) => [event_type, partner_key, original_amount]).sort();
};

/** The portal of a partner who has logged in. */
const portalOf = async (partner: string) => {
  if (runtime === undefined) throw new Error('The runtime has not started.');
  const { key } = await get(`/v2/partnerships/${partner}`, Keyed);
  const { token } = await partnerOf(runtime, key);
  const portal = new ApiClient(runtime.url, token);
  return {
    get: async (path: string) => Portal.parse(await portal.call('GET', path)),
    send: async (method: 'POST' | 'PUT', path: string, body: unknown) =>
      Portal.parse(await portal.call(method, path, body)),
    refusal: (method: string, path: string, body: unknown) => refusal(method, path, body, token),
  };
};
let asBen: Awaited<ReturnType<typeof portalOf>>;

const STAGES = [
  { key: 'open', name: 'Open', final: null },
  { key: 'offer', name: 'Offer made', final: null },
  { key: 'signed', name: 'Signed', final: 'won' },
  { key: 'gone', name: 'Gone', final: 'lost' },
] as const;

beforeAll(async () => {
  runtime = await TestRuntime.start('2011-01-03T00:00:00Z');
  ({ api, secret } = await runtime.merchant());
  group = (await send('POST', '/v2/groups', { name: 'Resellers' }, Keyed)).key;
  await api.call('POST', '/v2/partnerships', { partner_key: 'anna', email: 'anna@partners.example' });
  await api.call('POST', '/v2/partnerships', {
    ...{ partner_key: 'ben', email: 'ben@partners.example', group_key: group },
  });
  asBen = await portalOf('ben');
  const offers = [
    ['deal.won', { type: 'percentage', bps: 1000, description: '10 %' }, undefined],
    ['deal.stage_changed', { type: 'flat', value: 300, description: 'An offer was made' }, 'offer'],
  ] as const;
  for (const [event, offer, stage] of offers) {
    await api.call('POST', '/v2/triggers', {
      ...{ name: event, event, action: { type: 'reward', offer }, audience: { type: 'group', group } },
      ...(stage === undefined ? {} : { rules: { and: [{ field: 'stage', op: 'eq', value: stage }] } }),
    });
  }
});
afterAll(() => runtime?.close());

describe('A7 the deal form and the stages of a group', () => {
  test('A7 the form is off at first, is switched on, and can be put on any page', async () => {
    const path = `/v2/form-templates/${group}.deal`;
    expect(await get(path, Form)).toMatchObject({ enabled: false });
    const form = await send('PATCH', path, { enabled: true, title: 'Your deal' }, Form);
    expect(form).toMatchObject({ enabled: true, title: 'Your deal' });
    expect(form.embed.script).toContain('<script');
  });

  test('A7 stages are the group’s own, with those that are final; it can start again', async () => {
    const path = `/v2/groups/${group}/deal-settings`;
    expect((await get(path, Settings)).stages).toHaveLength(6);
    const settings = { stages: STAGES, moved_by: 'both', confirmation: true, closing_amount: true };
    expect(await send('PUT', path, settings, Settings)).toMatchObject({ moved_by: 'both', stages: STAGES });
    expect((await send('DELETE', path, undefined, Settings)).stages).toHaveLength(6);
    expect(await refusal('PUT', path, { ...settings, stages: STAGES.slice(0, 3) })).toBe(
      '422 unprocessable invalid_fields',
    );
    await send('PUT', path, settings, Settings);
  });
});

describe('A7 a deal on its way', () => {
  test('A7 is registered with the answers to the form, accepted, moved and won with its closing amount', async () => {
    await until(api, '2011-01-10T12:00:00Z');
    const answers = { name: 'Licences', account_name: 'Firm Ltd', contact_email: 'cora@firm.example', amount: 90_000 };
    const deal = await register({ external_key: 'd1', answers });
    expect(deal).toMatchObject({ status: 'registered', amount: 90_000, held: false });
    expect(deal.fields.find(({ field_key }) => field_key === 'account_name')?.value).toBe('Firm Ltd');
    expect(await refusal('PATCH', '/v2/deals/d1', { status: 'rejected' })).toBe('422 unprocessable reason_missing');
    expect(await change('d1', { status: 'accepted' })).toMatchObject({ status: 'accepted', stage: 'Open' });
    for (const stage of ['Offer made', 'Open', 'Offer made']) {
      expect(await change('d1', { stage })).toMatchObject({ stage });
    }
    expect(await refusal('PATCH', '/v2/deals/d1', { stage: 'Signed' })).toBe('422 unprocessable amount_missing');
    for (let time = 0; time < 3; time++) {
      expect(await change('d1', { stage: 'Signed', amount: 80_000 })).toMatchObject({ status: 'won', amount: 80_000 });
    }
    expect(await refusal('PATCH', '/v2/deals/d1', { stage: 'Gone' })).toBe('409 conflict won');
    const history = await everyItem(api, '/v2/deals/d1/history?order_by=created_at', History);
    expect(history.map(({ what }) => what)).toEqual([
      ...['registered', 'accepted', 'stage_changed', 'stage_changed', 'stage_changed', 'won'],
    ]);
    expect(history.every(({ by, at }) => by !== '' && at >= Date.parse('2011-01-10T00:00:00Z'))).toBe(true);
  });

  test('A7 the offer for a closed deal pays once, and so does the one for a stage', async () => {
    expect(await rewards()).toEqual([
      ['deal.stage_changed', 'ben', 300],
      ['deal.won', 'ben', 8000],
    ]);
  });

  test('A7 is rejected with a reason, or lost with one', async () => {
    await register({ external_key: 'd2', account_name: 'Small' });
    expect(await change('d2', { status: 'rejected', reason: 'Too small' })).toMatchObject({ status: 'rejected' });
    expect(await refusal('PATCH', '/v2/deals/d2', { status: 'accepted' })).toBe('409 conflict rejected');
    await register({ external_key: 'd3', account_name: 'Slow', stage: 'Open' });
    expect(await change('d3', { status: 'lost', lost_reason: 'Price' })).toMatchObject({
      status: 'lost',
      stage: 'Gone',
    });
    const history = await everyItem(api, '/v2/deals/d2/history', History);
    expect(history.map(({ reason }) => reason)).toContain('Too small');
  });

  test('A7 who may move it is set for the group', async () => {
    const path = `/v2/groups/${group}/deal-settings`;
    const settings = { stages: STAGES, confirmation: true, closing_amount: true };
    await register({ external_key: 'd4', account_name: 'Moved', stage: 'Open' });
    await send('PUT', path, { ...settings, moved_by: 'partner' }, Settings);
    expect(await refusal('PATCH', '/v2/deals/d4', { stage: 'Offer made' })).toBe('403 forbidden moved_by');
    await send('PUT', path, { ...settings, moved_by: 'both' }, Settings);
    expect(await change('d4', { stage: 'Offer made' })).toMatchObject({ stage: 'Offer made' });
  });

  test('A7 a partner registers a deal in the portal, follows it, and moves it only where partners may', async () => {
    const path = `/v2/groups/${group}/deal-settings`;
    const settings = { stages: STAGES, confirmation: true, closing_amount: true };
    const { key, held } = await asBen.send('POST', '/v2/portal/deals', {
      answers: { name: 'Seats', account_name: 'Portal Inc', contact_email: 'pia@portal.example', amount: 5_000 },
    });
    expect(held).toBe(false);
    const seats = { name: 'More seats', account_name: 'Portal Inc', contact_email: 'pia@portal.example' };
    const edited = await asBen.send('PUT', `/v2/portal/deals/${key}`, { answers: seats });
    expect(edited).toMatchObject({ name: 'More seats', amount: null, may_edit: true });
    // Who withdraws a deal lets others register the same.
    const twin = { answers: { name: 'Twin', account_name: 'Twin Inc' } };
    const first = await asBen.send('POST', '/v2/portal/deals', twin);
    const withdrawn = await asBen.send('POST', `/v2/portal/deals/${first.key}/withdrawal`, {});
    expect(withdrawn).toMatchObject({ status: 'withdrawn', may_edit: false });
    expect((await asBen.send('POST', '/v2/portal/deals', twin)).held).toBe(false);
    await change(key, { status: 'accepted' });
    const late = { answers: { ...seats, name: 'Fewer seats' } };
    expect(await asBen.refusal('PUT', `/v2/portal/deals/${key}`, late)).toBe('409 conflict decided');
    await send('PUT', path, { ...settings, moved_by: 'merchant' }, Settings);
    const move = (body: object) => asBen.refusal('POST', `/v2/portal/deals/${key}/stage`, body);
    expect(await move({ stage: 'Offer made' })).toBe('403 forbidden moved_by');
    await send('PUT', path, { ...settings, moved_by: 'both' }, Settings);
    for (const body of [{}, { stage: 7 }, { stage: 'Open', amount: -1 }, { stage: 'Open', surprise: 1 }]) {
      expect(await move(body)).toBe('422 unprocessable invalid_fields');
    }
    expect(await move({ stage: 'Nowhere' })).toBe('422 unprocessable unknown_stage');
    const moved = await asBen.send('POST', `/v2/portal/deals/${key}/stage`, { stage: 'Signed', amount: 4_000 });
    expect(moved).toMatchObject({ status: 'accepted', stage: 'Open', to_confirm: { stage: 'Signed', amount: 4_000 } });
    expect(JSON.stringify(moved)).not.toMatch(/grp_|group/);
    expect(await change(key, { confirm: true, amount: 3_000 })).toMatchObject({ status: 'won', amount: 3_000 });
    expect(await asBen.get(`/v2/portal/deals/${key}`)).toMatchObject({ status: 'won', stage: 'Signed', amount: 3_000 });
    expect(await asBen.refusal('POST', '/v2/portal/deals', { answers: { name: 'x' } })).toBe(
      '422 unprocessable invalid_fields',
    );
  });

  test('A7 is assigned to another partner, and archived', async () => {
    expect(await change('d4', { partner_key: 'anna' })).toMatchObject({ partner_key: 'anna' });
    await api.call('DELETE', '/v2/deals/d4');
    expect(await get('/v2/deals/d4', Deal)).toMatchObject({ archived: true });
    expect((await everyItem(api, '/v2/deals', Keyed)).length).toBe(6);
  });
});

describe('A7 duplicates are detected', () => {
  test('A7 of twenty that are registered at one moment exactly one is the first, and the others are held', async () => {
    const account = { account_name: 'Big & Co. Ltd', contact_email: 'bo@big.example' };
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        register({ ...account, partner_key: index % 2 ? 'anna' : 'ben', external_key: `big-${index}` }),
      ),
    );
    const firsts = made.filter(({ held }) => !held);
    expect(firsts).toHaveLength(1);
    expect(new Set(made.map(({ duplicate_of }) => duplicate_of))).toEqual(new Set([null, firsts[0]?.key ?? '']));
    const held = await everyItem(api, '/v2/deals?held=true', Deal);
    expect(held).toHaveLength(19);
  });

  test.each([
    ['the address of the contact', { contact_email: 'BO@big.example' }],
    ['the domain of the contact', { contact_email: 'somebody@big.example' }],
    ['the account by another spelling', { account_name: 'BIG and Co' }],
  ])('A7 by %s', async (_title, body) => {
    expect(await register(body)).toMatchObject({ held: true, status: 'registered' });
  });

  test('A7 the merchant decides about one that is held', async () => {
    const [one] = await everyItem(api, '/v2/deals?held=true', Deal);
    expect(await change(one?.key ?? '', { status: 'accepted' })).toMatchObject({ status: 'accepted', held: false });
  });
});

test('I3 the customer of a deal belongs to its partner, with the deal as the reason', async () => {
  const Attributed = z.object({ attribution: z.object({ reason: z.string() }).nullable() });
  const cora = await send('POST', '/v2/customers', { customer_key: 'cora', email: 'cora@firm.example' }, Attributed);
  expect(cora.attribution).toMatchObject({ reason: 'deal' });
  const made = await send('POST', '/v2/deals/d1/convert', { customer_key: 'cora' }, Attributed);
  expect(made).toEqual(cora);
});

test('A7 the rewards are on the invoice of the month, and a recount comes to the same', async () => {
  await until(api, '2011-02-01T00:00:00Z');
  const lines = await everyItem(api, '/v2/invoices/2011-01/lines', Line, 'partnership_key');
  // Two deals reached the stage of an offer, and two were won.
  expect(lines.map(({ reward_amount }) => reward_amount).filter((amount) => amount > 0)).toEqual([8900]);
  expect((await runRecount(api, true)).found).toEqual([]);
});
