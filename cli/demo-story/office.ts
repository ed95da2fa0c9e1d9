import * as z from 'zod';
import type { ApiClient } from '../replay/client.ts';

/** What the merchant's team does besides: who is billed, notes, coupon codes, a host of its own. Each asks first. */

const Billing = z.object({ billing_details: z.unknown().nullable() });

export const setBilling = async (api: ApiClient, at: number): Promise<void> => {
  if (Billing.parse(await api.call('GET', '/v2/billing-details')).billing_details !== null) return;
  const details = {
    name: 'Demo shop Ltd',
    address_line_1: '1 Example Street',
    postal_code: 'EX1 1AA',
    city: 'Exampleton',
    country: 'GB',
  };
  await api.call('PUT', '/v2/billing-details', details, at);
};

const Guide = z.object({ steps: z.array(z.object({ key: z.string(), state: z.string() })) });

/** Says that a step of the set-up guide is done. */
export const tickOff = async (api: ApiClient, step: string, at: number): Promise<void> => {
  const { steps } = Guide.parse(await api.call('GET', '/v2/guide'));
  if (steps.some(({ key, state }) => key === step && state === 'done')) return;
  await api.call('POST', `/v2/guide/${step}`, { done: true }, at);
};

/** A host that nobody has proved yet: it shows which records are to be set. */
export const nameHost = async (api: ApiClient, at: number): Promise<void> => {
  await api.call('POST', '/v2/domains', { host: 'go.demo-shop.example' }, at);
};

const Code = z.object({ key: z.string(), code: z.string() });

export const giveCoupon = async (api: ApiClient, code: string, partner: string, at: number): Promise<void> => {
  if ((await api.all('/v2/coupons', Code)).some((one) => one.code.toUpperCase() === code)) return;
  await api.call('POST', '/v2/coupons', { code, partnership_key: partner }, at);
};

/** Notes about partners, by their places among those that sell most, from 0. */
export const NOTES = [
  { partner: 1, at: '2011-04-15T10:12:00Z', text: 'Met at the spring fair. Wants samples of the enamel range.' },
  { partner: 1, at: '2011-05-10T14:30:00Z', text: 'Asked for the higher tier early. The answer: it comes by itself.' },
  { partner: 0, at: '2011-05-18T09:05:00Z', text: 'Plans a catalogue of its own for autumn, with our pictures.' },
  { partner: 2, at: '2011-05-24T16:48:00Z', text: 'Sent the banner in its own colours. Looks good.' },
  { partner: 3, at: '2011-06-01T11:20:00Z', text: 'Rang about the invoice of April: the refund was explained.' },
] as const;

const Note = z.object({ key: z.string(), text: z.string() });

export const noteDown = async (api: ApiClient, partner: string, text: string, at: number): Promise<void> => {
  const path = `/v2/partnerships/${encodeURIComponent(partner)}/notes`;
  if ((await api.all(path, Note)).some((note) => note.text === text)) return;
  await api.call('POST', path, { text }, at);
};
