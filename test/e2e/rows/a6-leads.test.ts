import * as z from 'zod';
import { everyItem } from '../../../cli/recount/listing.ts';
import { runRecount } from '../../../cli/recount/run.ts';
import { ApiClient } from '../../../cli/replay/client.ts';
import { partnerOf } from '../support/login.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';

const Keyed = z.object({ key: z.string() });
const Lead = z.object({
  ...{ key: z.string(), status: z.string(), partner_key: z.string().nullable(), attribution: z.string().nullable() },
  ...{ form_version: z.int().nullable(), amount: z.int().nullable(), email: z.string().nullable() },
  fields: z.array(z.object({ field_key: z.string(), type: z.string(), value: z.unknown() })),
});
const Reward = z.object({ event_type: z.string(), partner_key: z.string(), original_amount: z.int(), level: z.int() });
const Line = z.object({ partnership_key: z.string(), reward_amount: z.int(), payable: z.int() });
const Field = z.looseObject({ field_key: z.string() });
const Form = z.object({
  ...{ key: z.string(), enabled: z.boolean(), version: z.int(), title: z.string(), description: z.string() },
  ...{ fields: z.array(Field), embed: z.object({ script: z.string(), iframe: z.string() }) },
});
const Refused = z.object({ error: z.object({ code: z.string(), reason: z.string().optional() }) });

jest.setTimeout(180_000);

let runtime: TestRuntime | undefined;
let api: ApiClient;
let secret = '';
let group = '';

const get = async <S extends z.ZodType>(path: string, schema: S) => schema.parse(await api.call('GET', path));
const send = async <S extends z.ZodType>(method: 'POST' | 'PATCH', path: string, body: unknown, schema: S) =>
  schema.parse(await api.call(method, path, body));
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
  return all
    .map(({ event_type, partner_key, original_amount, level }) => [event_type, partner_key, original_amount, level])
    .sort();
};

const FIELD_TYPES = [
  ...['text', 'long_text', 'number', 'email', 'phone', 'url', 'date', 'select', 'multi_select', 'checkbox', 'country'],
] as const;
const ANSWERS: Readonly<Record<string, unknown>> = {
  ...{ email: 'lea@firm.example', first_name: 'Lea', last_name: 'Lane', company: 'Firm' },
  ...{ a_text: 'one line', a_long_text: 'two\nlines', a_number: 120, a_email: 'boss@firm.example' },
  ...{ a_phone: '+44 20 7946 0000', a_url: 'https://firm.example', a_date: '2011-03-01', a_select: 'large' },
  ...{ a_multi_select: ['one', 'two'], a_checkbox: true, a_country: 'GB' },
};
const choices = { options: ['one', 'two', 'large'].map((value) => ({ value, label: value })) };

beforeAll(async () => {
  runtime = await TestRuntime.start('2011-01-03T00:00:00Z');
  ({ api, secret } = await runtime.merchant());
  await api.call('PATCH', '/v2/programs', { second_tier_bps: 1000 });
  group = (await send('POST', '/v2/groups', { name: 'Resellers' }, Keyed)).key;
  await api.call('POST', '/v2/partnerships', { partner_key: 'anna', email: 'anna@partners.example' });
  await api.call('POST', '/v2/partnerships', {
    ...{ partner_key: 'ben', email: 'ben@partners.example', recruited_by: 'anna', group_key: group },
  });
});
afterAll(() => runtime?.close());

describe('A6 the lead form of a group', () => {
  const path = () => `/v2/form-templates/${group}.lead`;

  test('A6 is off at first, is switched on, and has a title, a description and a snippet for any page', async () => {
    expect(await get(path(), Form)).toMatchObject({ enabled: false, version: 1 });
    const words = { enabled: true, title: 'Whom do you know?', description: 'We call within a day.' };
    const form = await send('PATCH', path(), words, Form);
    expect(form).toMatchObject(words);
    expect(form.embed.script).toContain('<script');
    expect(form.embed.iframe).toContain('<iframe');
  });

  test('A6 asks for fields of every type, required, hidden and with help, and refuses what does not fit', async () => {
    const { fields } = await get(path(), Form);
    const own = FIELD_TYPES.map((type) => ({
      ...{ field_key: `a_${type}`, name: `A ${type}`, type, help_text: 'Say it' },
      ...(type.endsWith('select') ? choices : {}),
      required: type === 'number',
    }));
    const hidden = { field_key: 'campaign', name: 'Campaign', type: 'text', hidden: true, default_value: 'spring' };
    const kept = fields.map(({ built_in: _b, api_name: _a, position: _p, ...field }) => field);
    await api.call('PATCH', path(), { fields: [...kept, ...own, hidden] });
    const body = { partner_key: 'ben', external_key: 'l1', answers: ANSWERS };
    expect(await refusal('POST', '/v2/leads', { ...body, answers: { ...ANSWERS, a_number: undefined } })).toBe(
      '422 unprocessable invalid_fields',
    );
    expect(await refusal('POST', '/v2/leads', { ...body, answers: { ...ANSWERS, a_select: 'small' } })).toBe(
      '422 unprocessable invalid_fields',
    );
    expect(await everyItem(api, '/v2/leads', Lead)).toEqual([]);
  });

  test('A6 a lead is shown with the version of the form that it answered, whatever the form is later', async () => {
    const body = { partner_key: 'ben', external_key: 'l1', answers: ANSWERS };
    const lead = await send('POST', '/v2/leads', body, Lead);
    expect(lead).toMatchObject({ status: 'submitted', partner_key: 'ben', email: 'lea@firm.example' });
    const answered = new Map(lead.fields.map(({ field_key, value }) => [field_key, value]));
    for (const [name, value] of Object.entries(ANSWERS)) expect([name, answered.get(name)]).toEqual([name, value]);
    expect(answered.get('campaign')).toBe('spring');
    await api.call('POST', `${path()}/reset`, {});
    expect((await get(path(), Form)).fields.map(({ field_key }) => field_key)).not.toContain('a_text');
    expect(await get('/v2/leads/l1', Lead)).toEqual(lead);
  });
});

test('A6 a partner submits a lead in the portal, where its group has the form on, and follows it', async () => {
  if (runtime === undefined) throw new Error('The runtime has not started.');
  const tokenOf = async (partner: string, at: TestRuntime) => {
    const { key } = await get(`/v2/partnerships/${partner}`, Keyed);
    return (await partnerOf(at, key)).token;
  };
  const [anna, ben] = [await tokenOf('anna', runtime), await tokenOf('ben', runtime)];
  const answers = { email: 'pia@portal.example', first_name: 'Pia', last_name: 'Port' };
  // Anna is in the default group, whose form is off.
  expect(await refusal('POST', '/v2/portal/leads', { answers }, anna)).toBe('403 forbidden form_off');
  for (const body of [{}, { answers: 7 }, { answers: { ...answers, email: 'pia' } }, { answers, surprise: 1 }]) {
    expect(await refusal('POST', '/v2/portal/leads', body, ben)).toBe('422 unprocessable invalid_fields');
  }
  const portal = new ApiClient(runtime.url, ben);
  const Portal = z.looseObject({ key: z.string(), status: z.string(), reason: z.string().nullable() });
  const { key, ...lead } = Portal.parse(await portal.call('POST', '/v2/portal/leads', { answers }));
  expect(lead).toMatchObject({ status: 'submitted', first_name: 'Pia' });
  expect(JSON.stringify(lead)).not.toMatch(/grp_|group/);
  const own = `/v2/portal/leads/${key}`;
  for (const body of [{}, { answers: { ...answers, email: 'pia' } }, { answers, surprise: 1 }]) {
    expect(await refusal('PUT', own, body, ben)).toBe('422 unprocessable invalid_fields');
  }
  for (const body of [{ reason: '' }, { reason: 7 }, { surprise: 1 }]) {
    expect(await refusal('POST', `${own}/withdrawal`, body, ben)).toBe('422 unprocessable invalid_fields');
  }
  const corrected = { ...answers, first_name: 'Pippa' };
  for (let time = 0; time < 2; time += 1) await portal.call('PUT', own, { answers: corrected });
  const Whole = z.looseObject({ status: z.string() });
  expect(await get(`/v2/leads/${key}`, Whole)).toMatchObject({ first_name: 'Pippa', edited_at: expect.any(Number) });
  const History = z.object({ items: z.array(z.object({ what: z.string() })) });
  const { items: happened } = await get(`/v2/leads/${key}/history?order_by=created_at`, History);
  expect(happened.map(({ what }) => what)).toEqual(['submitted', 'edited']);
  const again = Portal.parse(await portal.call('POST', '/v2/portal/leads', { answers }));
  await portal.call('POST', `/v2/portal/leads/${again.key}/withdrawal`, { reason: 'Has bought elsewhere' });
  expect(await get(`/v2/leads/${again.key}`, Whole)).toMatchObject({
    ...{ status: 'withdrawn', reason: 'Has bought elsewhere', approved: null },
  });
  await api.call('PATCH', `/v2/leads/${key}`, { status: 'rejected', reason: 'Known already' });
  expect(await refusal('PUT', own, { answers }, ben)).toBe('409 conflict decided');
  expect(await refusal('POST', `${own}/withdrawal`, {}, ben)).toBe('409 conflict decided');
  const followed = Portal.parse(await portal.call('GET', `/v2/portal/leads/${key}`));
  expect(followed).toMatchObject({ status: 'rejected', reason: 'Known already' });
  expect(await refusal('GET', `/v2/portal/leads/${key}`, undefined, anna)).toBe('404 not_found -');
});

describe('A6 the reward for a qualified or for a closed lead', () => {
  const trigger = (event: string, offer: object, more = {}) =>
    api.call('POST', '/v2/triggers', { name: event, event, action: { type: 'reward', offer }, ...more });

  test('A6 offers are for the group: flat for a qualified lead, a percentage of the amount of a closed one', async () => {
    const audience = { type: 'group', group };
    await trigger('lead.qualified', { type: 'flat', value: 2000, description: '20 a lead' }, { audience });
    await trigger(
      'lead.closed',
      { type: 'percentage', bps: 1000, description: '10 %' },
      {
        ...{ audience, rules: { and: [{ field: 'metadata.a_number', op: 'gte', value: 100 }] } },
      },
    );
    const percentage = { type: 'percentage', bps: 1000, description: '10 %' };
    expect(
      await refusal('POST', '/v2/triggers', {
        name: 'x',
        event: 'lead.qualified',
        action: { type: 'reward', offer: percentage },
      }),
    ).toBe('422 unprocessable invalid_trigger');
  });

  test('A6 a lead is qualified and closed by the merchant, and each is rewarded once, however often it is asked', async () => {
    await until(api, '2011-01-10T12:00:00Z');
    await api.call('POST', '/v2/leads', { partner_key: 'anna', external_key: 'l2', email: 'other@one.example' });
    for (let time = 0; time < 3; time++) {
      expect(await send('PATCH', '/v2/leads/l1', { status: 'qualified' }, Lead)).toMatchObject({ status: 'qualified' });
      // Anna is in another group, which has no offer.
      expect(await send('PATCH', '/v2/leads/l2', { status: 'qualified' }, Lead)).toMatchObject({ status: 'qualified' });
    }
    expect(await refusal('PATCH', '/v2/leads/l1', { status: 'closed', amount: 1, currency: 'USD' })).toContain('422');
    for (let time = 0; time < 3; time++) {
      const closed = await send('PATCH', '/v2/leads/l1', { status: 'closed', amount: 50_000 }, Lead);
      expect(closed).toMatchObject({ status: 'closed', amount: 50_000 });
    }
    expect(await rewards()).toEqual([
      ['lead.closed', 'anna', 500, 2],
      ['lead.closed', 'ben', 5000, 1],
      ['lead.qualified', 'anna', 200, 2],
      ['lead.qualified', 'ben', 2000, 1],
    ]);
  });

  test('A6 a lead that was rejected stays so, and keeps what it had earned', async () => {
    await api.call('PATCH', '/v2/leads/l2', { status: 'rejected', reason: 'No budget' });
    expect(await refusal('PATCH', '/v2/leads/l2', { status: 'qualified' })).toBe('409 conflict rejected');
    expect(await refusal('PATCH', '/v2/leads/l1', { status: 'rejected' })).toBe('409 conflict closed');
    expect(await rewards()).toHaveLength(4);
  });
});

test('I3 the customer of a qualified lead belongs to its partner, with the lead as the reason', async () => {
  const Attributed = z.object({
    attribution: z.object({ partnership_key: z.string(), reason: z.string() }).nullable(),
  });
  // Lea was no customer when her lead was qualified: she is bound as she becomes one.
  const lea = await send('POST', '/v2/customers', { customer_key: 'lea', email: 'LEA@firm.example' }, Attributed);
  expect(lea.attribution).toMatchObject({ reason: 'lead' });
  const kim = await send('POST', '/v2/customers', { customer_key: 'kim', email: 'kim@two.example' }, Attributed);
  expect(kim.attribution).toBeNull();
  await api.call('POST', '/v2/leads', { partner_key: 'anna', external_key: 'l3', email: 'kim@two.example' });
  expect(await send('PATCH', '/v2/leads/l3', { status: 'qualified' }, Lead)).toMatchObject({ attribution: 'bound' });
  expect((await get('/v2/customers/kim', Attributed)).attribution).toMatchObject({ reason: 'lead' });
});

test('A6 the rewards are on the invoice of the month, by partner, and a recount comes to the same', async () => {
  await until(api, '2011-02-01T00:00:00Z');
  const lines = await everyItem(api, '/v2/invoices/2011-01/lines', Line, 'partnership_key');
  expect(lines.map(({ reward_amount }) => reward_amount).toSorted((a, b) => a - b)).toEqual([700, 7000]);
  expect((await runRecount(api, true)).found).toEqual([]);
});
