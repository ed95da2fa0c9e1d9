import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { setPaymentMethod } from '../../../cli/replay/setup.ts';
import { publicFormSlug } from '../../../table/public-forms.ts';
import { Caller } from '../support/caller.ts';
import { partnerOf } from '../support/login.ts';
import { PARTNER_VIEWS } from '../support/partner-views.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';

jest.setTimeout(180_000);

const Anything = z.record(z.string(), z.unknown());
const Listed = z.object({ items: z.array(z.object({ key: z.string() })) });
const Upload = z.object({ upload: z.string(), url: z.string(), fields: z.record(z.string(), z.string()) });

const NAMES = ['quince group', 'quince tag', 'quince segment', 'quince trigger'] as const;
const [GROUP, TAG, SEGMENT, TRIGGER] = NAMES;

let runtime: TestRuntime;
let api: ApiClient;
let merchant: Caller;

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T10:00:00Z');
  const made = await runtime.merchant();
  ({ api } = made);
  merchant = new Caller(runtime.url, made.secret);
});
afterAll(() => runtime?.close());

const file = async (): Promise<string> => {
  const asked = { kind: 'file', type: 'text/plain', size: 5 };
  const { upload, url, fields } = await merchant.data(Upload, 'POST', '/v2/creatives/uploads', asked);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob(['words']));
  await fetch(url, { method: 'POST', body: form });
  return upload;
};

/** A group, a tag, a segment and a trigger that are used wherever they can be. */
const defined = async () => {
  const group = await merchant.made('/v2/groups', {
    ...{ name: GROUP, destination_url: 'https://acme.example', terms_url: 'https://acme.example/terms' },
  });
  const tag = await merchant.made('/v2/tags', { name: TAG });
  const segment = await merchant.made('/v2/segments', { name: SEGMENT, match: TAG });
  const offer = { type: 'percentage', bps: 1_000, description: 'Ten per cent' };
  const trigger = await merchant.made('/v2/triggers', {
    ...{ name: TRIGGER, event: 'transaction.accepted', audience: { type: 'segments', segments: [segment] } },
    action: { type: 'reward', offer },
  });
  await merchant.data(Anything, 'PATCH', '/v2/programs', { second_tier_bps: 1_000 });
  for (const kind of ['lead', 'deal']) {
    await merchant.data(Anything, 'PATCH', `/v2/form-templates/${group}.${kind}`, { enabled: true });
  }
  const target = { type: 'groups', group_keys: [group] };
  const [words, kit] = [{ text: 'Mugs' }, { upload: await file(), name: 'Kit.txt' }];
  await merchant.made('/v2/creatives', { name: 'Line', kind: 'text_link', text_link: words, target });
  await merchant.made('/v2/creatives', { name: 'Kit', kind: 'file', file: kit, target });
  const forSegment = { type: 'segments', segment_keys: [segment] };
  await merchant.made('/v2/portal-pages', { title: 'Tips', slug: 'tips', text: 'Try it.', target: forSegment });
  return { group, tag, segment, trigger };
};

/** A partner who has one of everything that a partner can have. */
const settledIn = async ({ group, tag }: { readonly group: string; readonly tag: string }) => {
  const in_group = { group_key: group, tags: [tag] };
  const quinn = await merchant.made('/v2/partnerships', {
    partner_key: 'quinn',
    email: 'quinn@p.example',
    ...in_group,
  });
  const recruit = { partner_key: 'rita', email: 'rita@p.example', recruited_by: 'quinn', ...in_group };
  await merchant.made('/v2/partnerships', recruit);
  await merchant.data(Anything, 'PUT', '/v2/partnerships/quinn/payout-method', {
    ...{ provider: 'stripe', destination: 'acct_ok_quinn' },
  });
  await merchant.made('/v2/links', { partnership_key: 'quinn', slug: 'quinn' });
  await merchant.made('/v2/coupons', { code: 'QUINN', partnership_key: 'quinn' });
  await setPaymentMethod(api);
  for (const [customer, partner] of [
    ['quentin', 'quinn'],
    ['rosa', 'rita'],
  ] as const) {
    await merchant.made('/v2/customers', { customer_key: customer, partner_key: partner });
    const sale = { external_key: `sale-${customer}`, customer_key: customer, amount: 9_000, currency: 'GBP' };
    await merchant.made('/v2/transactions', sale);
  }
  await merchant.made('/v2/leads', { external_key: 'lead', partner_key: 'quinn', email: 'lea@firm.example' });
  await merchant.made('/v2/deals', { external_key: 'deal', partner_key: 'quinn', account_name: 'Firm' });
  const { token } = await partnerOf(runtime, quinn);
  const portal = new Caller(runtime.url, token);
  const data_export = await portal.made('/v2/portal/data-exports', {});
  await settled(api);
  await until(api, '2026-02-14T00:00:00Z');
  const rewards = await portal.data(Listed, 'GET', '/v2/portal/rewards?period=2026-01');
  return { token, named: { data_export, reward: rewards.items[0]?.key ?? '' } };
};

test('E1 nothing that is made for partners or visitors names a group, a tag, a segment or a trigger', async () => {
  const keys = await defined();
  const { token, named } = await settledIn(keys);
  const { join_slug: join } = await merchant.data(
    ...([z.object({ join_slug: z.string() }), 'GET', `/v2/groups/${keys.group}`] as const),
  );
  const viewing = { url: runtime.url, link: 'quinn', token, forms: publicFormSlug(keys.group), join, named };
  expect(PARTNER_VIEWS.length).toBeGreaterThan(35);
  const told: unknown[] = [];
  for (const { name, read } of PARTNER_VIEWS) {
    const text = await read(viewing).catch((error: unknown) => `quince: ${String(error)}`);
    const found = [...NAMES, ...Object.values(keys), 'quince'].filter((internal) => text.includes(internal));
    if (found.length > 0) told.push([name, found, text.slice(0, 200)]);
  }
  expect(told).toEqual([]);
});
