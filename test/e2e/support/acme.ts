import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { everyItem } from '../../../cli/recount/listing.ts';
import { runRecount } from '../../../cli/recount/run.ts';
import { partnersTable } from '../../../cli/recount/tables.ts';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { setPaymentMethod } from '../../../cli/replay/setup.ts';
import { settled, until } from './runtime.ts';
import { uploadImport } from './uploads.ts';

const Keyed = z.object({ key: z.string() });
const Anything = z.record(z.string(), z.unknown());

/** The keys of a small program in which everything is used at least once. */
export interface Acme {
  readonly group: string;
  readonly tag: string;
  readonly segment: string;
  readonly tier: string;
  readonly trigger: string;
  readonly member: string;
  readonly link: string;
  readonly reward: string;
  readonly form: string;
  readonly application: string;
  readonly importFile: string;
  readonly creative: string;
  readonly page: string;
  readonly domain: string;
}

const created = async (api: ApiClient, path: string, body: unknown): Promise<string> =>
  Keyed.parse(await api.call('POST', path, body)).key;

/** What the merchant has before anything is sold. */
const configure = async (api: ApiClient) => {
  const group = await created(api, '/v2/groups', { name: 'Resellers' });
  const tag = await created(api, '/v2/tags', { name: 'vip' });
  const segment = await created(api, '/v2/segments', { name: 'Important', match: tag });
  await api.call('POST', '/v2/tiers', { name: 'Bronze', minimum: 0, measurement: 'lifetime_sales', movement: 'live' });
  const tier = await created(api, '/v2/tiers', { name: 'Silver', minimum: 100_000 });
  const trigger = await created(api, '/v2/triggers', {
    name: 'Ten per cent',
    event: 'transaction.accepted',
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 %' } },
  });
  await setPaymentMethod(api);
  const member = await created(api, '/v2/team', { email: 'mia@team.example', role: 'manager' });
  return { member, group, tag, segment, tier, trigger };
};

const Located = z.object({ url: z.string() });
const Served = z.object({ token: z.string() });

/** Somebody has applied through the form of a group, and took the time that a person takes. */
const applied = async (api: ApiClient, group: string): Promise<string> => {
  const { url } = Located.parse(await api.call('GET', `/v2/form-templates/${group}.application`));
  const path = new URL(url).pathname.replace(/\/page$/, '');
  const { token } = Served.parse(await api.call('GET', path));
  await sleep(2_100);
  const answers = { email: 'zoe@partners.example', first_name: 'Zoe', last_name: 'Zed' };
  await api.call('POST', path, { token, answers });
  const [application] = await everyItem(api, '/v2/applications', Keyed);
  return application?.key ?? '';
};

/** Two partners, two months of sales and a refund; the clock ends in the review of the first. */
export const fillAcme = async (api: ApiClient): Promise<Acme> => {
  const configured = await configure(api);
  await api.call('POST', '/v2/partnerships', { partner_key: 'anna', email: 'anna@partners.example' });
  await api.call('POST', '/v2/partnerships', {
    partner_key: 'ben',
    email: 'ben@partners.example',
    recruited_by: 'anna',
  });
  const payout = { provider: 'stripe', destination: 'acct_ok_anna' };
  await api.call('PUT', '/v2/partnerships/anna/payout-method', payout);
  const link = await created(api, '/v2/links', {
    partnership_key: 'anna',
    slug: 'anna',
    destination_url: 'https://acme.example',
  });
  await api.call('POST', '/v2/customers', { customer_key: 'cathy', partner_key: 'anna' });
  const application = await applied(api, configured.group);
  await api.call('POST', '/v2/coupons', { code: 'ANNA10', partnership_key: 'anna' });
  await api.call('POST', '/v2/customer-tags', { partnership_key: 'ben', email: 'dave@shop.example' });
  await until(api, '2011-01-20T10:00:00Z');
  const lines = [{ product_key: 'mug', quantity: 4, unit_amount: 500 }];
  await api.call('POST', '/v2/transactions', { external_key: 'sale-1', customer_key: 'cathy', currency: 'GBP', lines });
  await api.call('POST', '/v2/transactions/sale-1/refunds', {
    external_key: 'refund-1',
    lines: [{ line: 0, quantity: 1 }],
  });
  await api.call('POST', '/v2/actions', { external_key: 'action-1', type: 'demo', target_key: 'cathy' });
  await api.call('POST', '/v2/leads', { external_key: 'lead-1', partner_key: 'anna', email: 'lea@firm.example' });
  await api.call('POST', '/v2/deals', { external_key: 'deal-1', partner_key: 'anna', account_name: 'Firm Ltd' });
  await until(api, '2011-02-03T10:00:00Z');
  const sale = { external_key: 'sale-2', customer_key: 'cathy', currency: 'GBP', amount: 3000 };
  await api.call('POST', '/v2/transactions', sale);
  await settled(api);
  const text = { name: 'Try it', kind: 'text_link', text_link: { text: 'Try it' } };
  const creative = await created(api, '/v2/creatives', text);
  const page = await created(api, '/v2/portal-pages', { title: 'Tips', slug: 'tips', text: 'Try it.' });
  const domain = await created(api, '/v2/domains', { host: 'partners.acme.example' });
  const [reward] = await everyItem(api, '/v2/rewards?period=2011-01', Keyed);
  const importFile = await uploadImport(api, Buffer.from('Email,Slug\nnew@partners.example,new-one\n'));
  const form = `${configured.group}.lead`;
  return { ...configured, link, reward: reward?.key ?? '', form, application, importFile, creative, page, domain };
};

const LISTS = [
  ...[
    '/v2/groups?include_archived=true',
    '/v2/tags',
    '/v2/segments',
    '/v2/tiers',
    '/v2/triggers?include_archived=true',
    '/v2/creatives?include_archived=true',
    '/v2/portal-pages',
  ],
  ...['/v2/partnerships', '/v2/links', '/v2/customers', '/v2/coupons', '/v2/customer-tags', '/v2/transactions'],
  ...[
    '/v2/transactions/sale-1/refunds',
    '/v2/actions',
    '/v2/leads',
    '/v2/deals',
    '/v2/leads/lead-1/history',
    '/v2/rewards?period=2011-01',
    '/v2/rewards?period=2011-02',
  ],
  ...['/v2/form-templates', '/v2/applications'],
  ...['/v2/invoices', '/v2/payouts', '/v2/ledger', '/v2/api-keys', '/v2/team'],
] as const;

const SINGLES = [
  '/v2/programs',
  '/v2/payment-methods',
  '/v2/portal-look',
  '/v2/merchant',
  '/v2/billing-details',
  '/v2/merchant/programs',
  '/v2/partnerships/anna/payout-method',
  '/v2/statistics?from=2011-01-01&to=2011-02-28',
];

/** Everything that can be read of the program, when nothing is under way any more, and the recount of its facts. */
export const everything = async (api: ApiClient): Promise<ReadonlyMap<string, unknown>> => {
  await settled(api);
  const seen = new Map<string, unknown>();
  for (const path of LISTS) seen.set(path, await everyItem(api, path, Anything));
  for (const path of SINGLES) seen.set(path, await api.call('GET', path));
  const { months, found } = await runRecount(api, true);
  seen.set('the recount', partnersTable(months));
  seen.set('differences from the recount', found);
  return seen;
};
