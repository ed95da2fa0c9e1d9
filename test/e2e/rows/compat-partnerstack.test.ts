import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import type { Merchant } from '../../../cli/replay/run.ts';
import { settled, TestRuntime } from '../support/runtime.ts';

/**
 * What PartnerStack's published client sends, and what strict readers of its API want to see: with another base URL and
 * other keys both work here. Fields of our own may stand beside theirs.
 */

jest.setTimeout(120_000);

const text = z.string().min(1);
const instant = z.int().min(1_000_000_000_000);
const base = { key: text, created_at: instant, updated_at: instant };
const nullable = z.string().nullable();

const FieldData = z.looseObject({
  ...{ api_name: text, field_key: text, name: text, type: text, help_text: nullable, placeholder_text: nullable },
  ...{ hidden: z.boolean(), required: z.boolean(), position: z.int() },
});
const Group = z.looseObject({
  ...{ ...base, name: text, slug: text, archived: z.boolean(), default: z.boolean() },
  features: z.strictObject({
    ...{ application_enabled: z.boolean(), leads_enabled: z.boolean(), deals_enabled: z.boolean() },
    disable_link_create: z.boolean(),
  }),
});
const Partnership = z.looseObject({
  ...{ ...base, partner_key: text, email: text, first_name: text, last_name: text, joined_at: instant },
  ...{ approved_status: z.enum(['approved', 'pending', 'declined']), claimed: z.boolean(), archived: z.boolean() },
  address: z.looseObject({ country: nullable }).nullable(),
  stats: z.looseObject({ CUSTOMER_COUNT: z.number().optional() }),
  group: Group.nullable(),
  ...{ tags: z.array(z.string()), team: z.null(), manager: z.null() },
});
const Customer = z.looseObject({
  ...{ ...base, customer_key: nullable, email: nullable, name: nullable, provider_key: nullable, test: z.boolean() },
  ...{ partnership_key: text, partner_key: text, source_type: nullable, source_key: nullable, archived: z.boolean() },
});
const Transaction = z.looseObject({
  ...{ ...base, amount: z.int(), currency: z.string().length(3), customer_key: text, test: z.boolean() },
  ...{ approved: z.boolean(), archived: z.boolean(), product_key: nullable, category_key: nullable },
  customer: z.looseObject({ external_key: text }).nullable(),
  metadata: z.record(z.string(), z.string()),
});
const Reward = z.looseObject({
  ...{ ...base, amount: z.number(), currency: text, description: z.string(), decline_reason: nullable },
  reward_status: z.enum(['hold', 'pending', 'approved', 'declined', 'paid', 'scheduled']),
  partnership: z.looseObject({ key: text, email: nullable }),
  customer: z.looseObject({ email: nullable, external_key: nullable }).nullable(),
  transaction: z.looseObject({ amount: z.number(), currency: text }).nullable(),
  action: z.looseObject({ key: text, type: text }).nullable(),
  trigger: z.looseObject({ key: text, name: text }).nullable(),
  offer: z.looseObject({ key: text, description: z.string() }).nullable(),
  invoice: z.looseObject({ key: text }).nullable(),
});
const Link = z.looseObject({ ...base, dest: text, url: text });
const RecordedAction = z.looseObject({
  ...{ ...base, external_key: text, target_key: text, type: text, value: z.int() },
  target_type: z.enum(['customer', 'partnership']),
});
const ListedAction = z.looseObject({
  ...{ ...base, archived: z.boolean(), partnership_key: nullable, type: text, value: z.int(), company: z.null() },
  customer: z.looseObject({ key: text, sub_ids: z.array(z.string()) }).nullable(),
});
const prospect = {
  ...{ ...base, amount: z.int().nullable(), external_key: nullable, group_key: text, mold_key: nullable },
  ...{ partner_key: nullable, fields: z.array(FieldData), team: z.null() },
};
const Lead = z.looseObject({ ...prospect, approved: z.boolean().nullable(), status: text });
const Deal = z.looseObject({
  ...{ ...prospect, account_name: nullable, contact_first_name: nullable, contact_last_name: nullable },
  close_date: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .nullable(),
  ...{ lost_reason: nullable, source: z.enum(['partner', 'vendor']), stage: nullable, team_member: z.null() },
});
const FormTemplate = z.looseObject({
  ...{ ...base, description: nullable.optional(), name: text, title: text, type: text, fields: z.array(FieldData) },
  groups: z.array(z.looseObject({ archived: z.boolean(), default: z.boolean(), name: text, slug: text })),
});

let runtime: TestRuntime | undefined;
let api: ApiClient;
let keys: Merchant;
let group: z.infer<typeof Group>;

/** A request as their client sends it, JSON type and all; each answer has an object with its status and a message. */
const answerOf = async (method: string, path: string, body?: unknown) => {
  const authorization = `Basic ${Buffer.from(`${keys.public_key}:${keys.secret_key}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json', accept: 'application/json, text/plain, */*' };
  const sent = body === undefined ? null : JSON.stringify(body);
  const response = await fetch(new URL(path, api.url), { method, headers, body: sent });
  const answer = z
    .looseObject({ status: z.int(), message: text, data: z.unknown().optional() })
    .parse(await response.json());
  expect(answer.status).toBe(response.status);
  return answer;
};
const sent = async <S extends z.ZodType>(schema: S, method: string, path: string, body?: unknown) => {
  const { status, message, data } = await answerOf(method, path, body);
  if (status !== 200) throw new Error(`${method} ${path}: ${status} ${message}`);
  return schema.parse(data);
};
const listed = <S extends z.ZodType>(schema: S, path: string) =>
  sent(z.looseObject({ has_more: z.boolean(), items: z.array(schema) }), 'GET', path);
const Archived = z.looseObject({ key: text });

beforeAll(async () => {
  runtime = await TestRuntime.start('2011-01-10T10:00:00Z');
  ({ api } = await runtime.merchant());
  keys = runtime.made();
  await api.call('PATCH', '/v2/programs', { destination_url: 'https://acme.example' });
  const offer = { type: 'flat', value: 500, description: 'Five pounds' };
  const active = { name: 'Every action', event: 'action.reported', action: { type: 'reward', offer } };
  await api.call('POST', '/v2/triggers', active);
  const sale = { type: 'percentage', bps: 1000, description: '10 %' };
  await api.call('POST', '/v2/triggers', {
    ...{ name: 'Every sale', event: 'transaction.accepted', action: { type: 'reward', offer: sale } },
  });
  group = (await listed(Group, '/v2/groups')).items[0] ?? Group.parse(undefined);
});
afterAll(() => runtime?.close());

test('Partnerships are made, found, listed, moved and archived', async () => {
  const person = { first_name: 'Anna', last_name: 'Ames' };
  const body = { email: 'anna@partners.example', partner_key: 'anna', ...person, group_key: group.key, tags: null };
  const anna = await sent(Partnership, 'POST', '/v2/partnerships', body);
  await sent(Partnership, 'POST', '/v2/partnerships', { ...body, email: 'ben@partners.example', partner_key: 'ben' });
  expect(anna.group).toMatchObject({ key: group.key, slug: group.slug });
  for (const name of [anna.key, 'anna', 'anna@partners.example']) {
    expect((await sent(Partnership, 'GET', `/v2/partnerships/${name}`)).key).toBe(anna.key);
  }
  const { items } = await listed(Partnership, `/v2/partnerships?group=${group.slug}&approved_status=approved&limit=1`);
  expect(items).toHaveLength(1);
  const other = await sent(Group, 'POST', '/v2/groups', { name: 'Gold Partners' });
  await sent(z.looseObject({}), 'PATCH', '/v2/partnerships', { group_key: other.key, partnerships: ['ben'] });
  expect((await listed(Partnership, '/v2/partnerships?group=goldpartners')).items).toHaveLength(1);
  await sent(Archived, 'DELETE', '/v2/partnerships/ben');
  expect((await sent(Partnership, 'GET', '/v2/partnerships/ben')).archived).toBe(true);
  await api.call('PATCH', '/v2/partnerships/ben', { status: 'active' });
  await api.call('POST', '/v2/links', { partnership_key: 'anna', slug: 'anna' });
  const links = await listed(Link, '/v2/links/partnership/anna@partners.example');
  expect(links.items.map(({ dest }) => dest)).toEqual(['https://acme.example/']);
});

test('Customers and transactions take the names that PartnerStack has for their fields', async () => {
  const cathy = await sent(Customer, 'POST', '/v2/customers', {
    ...{ customer_key: null, email: 'cathy@shop.example', partner_key: 'anna', name: 'Cathy', provider_key: null },
    ...{ meta: { plan: 'pro' }, member_key: null },
  });
  expect(cathy).toMatchObject({ customer_key: 'cathy@shop.example', partner_key: 'anna', test: true });
  const sale = { amount: 5000, currency: 'GBP', product_key: 'mug', category_key: null, metadata: null };
  const sold = await sent(Transaction, 'POST', '/v2/transactions', {
    ...{ ...sale, key: 'sale-1', customer_external_key: 'cathy@shop.example', test: true },
  });
  expect(sold).toMatchObject({ external_key: 'sale-1', product_key: 'mug', archived: false });
  await sent(Transaction, 'POST', '/v2/transactions', { ...sale, customer_email: 'cathy@shop.example' });
  await sent(Transaction, 'POST', '/v2/transactions', { ...sale, customer_key: cathy.key });
  expect((await answerOf('POST', '/v2/transactions', { ...sale, test: false })).status).toBe(422);
  await settled(api);
  const { items } = await listed(Reward, '/v2/rewards');
  expect(items).toHaveLength(3);
  expect(items[0]).toMatchObject({
    ...{ reward_status: 'pending', partnership: { email: 'anna@partners.example' } },
    customer: { external_key: 'cathy@shop.example', email: 'cathy@shop.example' },
    ...{ transaction: { amount: 5000, currency: 'GBP' }, trigger: { name: 'Every sale' } },
  });
});

test('A deleted transaction is refunded in full and counts once; a deleted customer is bound to nobody', async () => {
  await sent(Archived, 'DELETE', '/v2/transactions/sale-1');
  await sent(Archived, 'DELETE', '/v2/transactions/sale-1');
  const sold = await sent(Transaction, 'GET', '/v2/transactions/sale-1');
  expect(sold).toMatchObject({ archived: true, refunded_amount: 5000 });
  const frank = { customer_key: 'frank', email: 'frank@shop.example', partner_key: 'anna' };
  await sent(Customer, 'POST', '/v2/customers', frank);
  await sent(Archived, 'DELETE', '/v2/customers/frank');
  expect((await listed(Customer, '/v2/customers')).items.map(({ customer_key }) => customer_key)).not.toContain(
    'frank',
  );
  expect(await api.call('GET', '/v2/customers/frank')).toMatchObject({ archived: true, partnership_key: null });
});

test('Actions: record, list, archive, which declines the rewards', async () => {
  const recorded = await sent(RecordedAction, 'POST', '/v2/actions', {
    ...{ external_key: 'act-1', target_key: 'anna', target_type: 'partnership', type: 'post_created', value: null },
  });
  expect(recorded).toMatchObject({ external_key: 'act-1', value: 1 });
  await settled(api);
  const query = `partnership_key=anna&action_type=post_created&min_created=0&order_by=-created_at&limit=10`;
  const { items } = await listed(ListedAction, `/v2/actions?${query}`);
  expect(items.map(({ key }) => key)).toEqual([recorded.key]);
  const ofAction = async () =>
    (await listed(Reward, '/v2/rewards')).items.filter(({ action }) => action?.key === recorded.key);
  expect((await ofAction()).map(({ reward_status }) => reward_status)).toEqual(['pending']);
  await sent(Archived, 'DELETE', `/v2/actions/${recorded.key}`);
  await sent(Archived, 'DELETE', `/v2/actions/${recorded.key}`);
  expect(await ofAction()).toMatchObject([{ reward_status: 'declined', decline_reason: 'The action was archived.' }]);
  expect((await listed(ListedAction, '/v2/actions')).items).toEqual([]);
});

test('Deals: create, list, get, update, convert, files, assign, form templates, archive', async () => {
  const created = await sent(Deal, 'POST', '/v2/deals', {
    ...{ partner_key: 'anna', group_key: group.key, account_name: 'Firm', amount: 5000, close_date: '2011-06-30' },
    ...{ contact_first_name: 'Cora', contact_last_name: null, external_key: 'deal-1', mold_key: `${group.key}.deal` },
    ...{ source: 'partner', stage: null, lost_reason: null, fields: [{ field_key: 'account_name', name: 'Account' }] },
  });
  await sent(Deal, 'POST', '/v2/deals', { group_key: group.key, partner_key: null, account_name: 'Other' });
  const { items } = await listed(Deal, `/v2/deals?group=${group.slug}&partner_key=anna&limit=5`);
  expect(items.map(({ key }) => key)).toEqual([created.key]);
  expect((await sent(Deal, 'GET', '/v2/deals/deal-1')).key).toBe(created.key);
  // A client sends back what it read, and nulls that it never meant.
  const { account_name, close_date, group_key, source, fields } = created;
  const update = { account_name, close_date, group_key, source, fields, team: null, team_member: null };
  const changed = await sent(Deal, 'PATCH', '/v2/deals/deal-1', { ...update, amount: null, stage: 'Proposal' });
  expect(changed).toMatchObject({ amount: 5000, stage: 'Proposal' });
  const customer = await sent(Customer, 'POST', '/v2/deals/deal-1/convert', { email: 'dora@firm.example' });
  expect(customer.partner_key).toBe('anna');
  const Files = z.looseObject({ deal_files: z.array(z.looseObject({ field_key: text, key: text, name: nullable })) });
  await sent(Files, 'GET', '/v2/deals/deal-1/files');
  expect((await answerOf('GET', '/deals/deal-1/file/none')).status).toBe(404);
  expect((await sent(Deal, 'POST', '/deals/deal-1/assignment/ben/stck_1')).partner_key).toBe('ben');
  const forms = await sent(z.array(FormTemplate), 'GET', `/v2/deals/form-templates?group_key=${group.key}`);
  expect(forms).toHaveLength(1);
  expect((await sent(z.array(FormTemplate), 'GET', '/v2/deals/form-templates')).length).toBeGreaterThan(1);
  await sent(Archived, 'DELETE', '/v2/deals/deal-1');
  expect((await listed(Deal, '/v2/deals?partner_key=ben')).items).toEqual([]);
});

test('Leads take what PartnerStack tells of them, and have forms of their own', async () => {
  const lead = await sent(Lead, 'POST', '/v2/leads', {
    ...{ external_key: 'lea@firm.example', partner_key: 'anna', status: 'open', amount: null, approved: null },
    ...{ meta: { first_name: 'Lea', last_name: 'Lane', size: '20' }, fields: null, field_data: null, group_key: null },
  });
  expect(lead).toMatchObject({ first_name: 'Lea', metadata: { size: '20' }, approved: null, partner_key: 'anna' });
  expect((await listed(Lead, `/v2/leads?group=${group.slug}`)).items).toHaveLength(1);
  await sent(z.array(FormTemplate), 'GET', '/v2/leads/form-templates?partner_key=anna');
  expect(await sent(Lead, 'PATCH', `/v2/leads/${lead.key}`, { status: 'qualified' })).toMatchObject({ approved: true });
  await sent(Archived, 'DELETE', `/v2/leads/${lead.key}`);
  expect((await listed(Lead, '/v2/leads')).items).toEqual([]);
});

test('A refusal tells its status and a message, as theirs does', async () => {
  const { status, message } = await answerOf('GET', '/v2/deals/nothing');
  expect([status, message]).toEqual([404, 'There is no such deal.']);
});
