import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { setPaymentMethod } from '../../../cli/replay/setup.ts';
import type { Caller } from '../../e2e/support/caller.ts';
import { settled } from '../../e2e/support/runtime.ts';
import type { SiteMerchant } from './site.ts';

const Anything = z.unknown();

export const PASSWORD = 'Geheim 12345!';
export const anna = { email: 'anna@partners.example', password: PASSWORD };
export const nina = { email: 'nina@partners.example', password: PASSWORD };
/** What no partner may ever see. */
export const INTERNAL = ['Inner trigger', 'Inner group', 'inner-tag'];

const offer = (description: string, changes: object = {}) => ({
  ...{ name: `Inner trigger: ${description}`, event: 'transaction.accepted' },
  action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description } },
  ...changes,
});

const setUp = async (acme: Caller, api: ApiClient): Promise<void> => {
  await acme.data(Anything, 'PATCH', '/v2/programs', {
    destination_url: 'https://shop.example/',
    second_tier_bps: 1000,
  });
  const group = await acme.made('/v2/groups', {
    ...{ name: 'Inner group', destination_url: 'https://shop.example/', terms_url: 'https://shop.example/terms' },
  });
  await acme.data(Anything, 'PATCH', `/v2/groups/${group}`, { default: true });
  for (const kind of ['application', 'lead', 'deal']) {
    await acme.data(Anything, 'PATCH', `/v2/form-templates/${group}.${kind}`, { enabled: true });
  }
  const settings = { moved_by: 'both', confirmation: false, closing_amount: true };
  const stages = [
    { key: 'new', name: 'New', final: null },
    { key: 'won', name: 'Won', final: 'won' },
    { key: 'lost', name: 'Lost', final: 'lost' },
  ];
  await acme.data(Anything, 'PUT', `/v2/groups/${group}/deal-settings`, { ...settings, stages });
  const Form = z.object({
    fields: z.array(z.object({ field_key: z.string(), name: z.string(), type: z.string(), required: z.boolean() })),
  });
  const { fields } = await acme.data(Form, 'GET', `/v2/form-templates/${group}.deal`);
  const brief = { field_key: 'brief', type: 'file', name: 'Brief', required: true };
  await acme.data(Anything, 'PATCH', `/v2/form-templates/${group}.deal`, { fields: [...fields, brief] });
  await acme.data(Anything, 'PATCH', '/v2/portal-look', {
    ...{ name: 'Acme Partners', primary_color: '#7a1fa2', accent_color: '#ffd400' },
    welcome: { title: 'Welcome to Acme', text: 'Share **your** link.' },
  });
  await acme.data(Anything, 'POST', '/v2/portal-pages', { title: 'Tips', slug: 'tips', text: '## Say it twice' });
  await acme.data(Anything, 'POST', '/v2/tiers', {
    name: 'Starter',
    minimum: 0,
    measurement: 'lifetime_sales',
    movement: 'live',
  });
  await acme.data(Anything, 'POST', '/v2/tiers', { name: 'Star', minimum: 500_000 });
  await acme.data(Anything, 'POST', '/v2/triggers', offer('Ten per cent of every sale'));
  await setPaymentMethod(api);
};

/** A partner with a link, a code, promo material, and a sale that was refunded in part; and one with nothing yet. */
const populate = async (acme: Caller, api: ApiClient): Promise<void> => {
  const partner = { partner_key: 'anna', first_name: 'Anna', last_name: 'Ashe' };
  await acme.data(Anything, 'POST', '/v2/partnerships', { ...partner, ...anna });
  await acme.data(Anything, 'POST', '/v2/partnerships', { partner_key: 'nina', ...nina });
  await acme.data(Anything, 'POST', '/v2/coupons', { code: 'ANNA10', partnership_key: 'anna' });
  await acme.data(Anything, 'POST', '/v2/creatives', {
    name: 'Short',
    kind: 'text_link',
    text_link: { text: 'The best tea' },
  });
  await acme.data(Anything, 'POST', '/v2/customers', { customer_key: 'cathy', partner_key: 'anna' });
  const sale = { external_key: 's1', customer_key: 'cathy', currency: 'GBP', amount: 123_400 };
  await acme.data(Anything, 'POST', '/v2/transactions', sale);
  await settled(api);
};

/** Makes the merchant's a program with two partners, as those who look at its portal find it. */
export const portalProgram = async ({ api, acme }: SiteMerchant): Promise<void> => {
  await setUp(acme, api);
  await populate(acme, api);
};
