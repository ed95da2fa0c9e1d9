import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiClient } from '../replay/client.ts';

/** People who want to become partners. All of them are made up. */
export interface Applicant {
  readonly at: string;
  readonly group: 'Affiliates' | 'Influencers' | 'Resellers';
  readonly email: string;
  readonly answers: Readonly<Record<string, string | number>>;
  /** When and why it was rejected; who has none waits. */
  readonly rejected?: { readonly at: string; readonly reason: string };
}

const who = (first_name: string, last_name: string, company: string, country: string) => ({
  ...{ first_name, last_name, company, country },
});

export const APPLICANTS: readonly Applicant[] = [
  {
    at: '2011-05-23T08:41:00Z',
    group: 'Affiliates',
    email: 'rob@quick-codes.example',
    answers: {
      ...who('Rob', 'Tansley', 'Quick Codes', 'GB'),
      website: 'https://quick-codes.example',
      readers: 'Less than 1,000 a month',
      plan: 'We list coupon codes. Send us all the codes you have, and we put them in.',
    },
    rejected: { at: '2011-05-24T09:12:00Z', reason: 'Lists codes that nobody gave it; our partners may not.' },
  },
  {
    at: '2011-05-31T15:06:00Z',
    group: 'Influencers',
    email: 'maud@thelittlekettle.example',
    answers: who('Maud', 'Ellacott', 'The Little Kettle', 'GB'),
  },
  {
    at: '2011-06-01T09:22:00Z',
    group: 'Affiliates',
    email: 'anja@papierundbluete.example',
    answers: {
      ...who('Anja', 'Kornfeld', 'Papier und Blüte', 'DE'),
      website: 'https://papierundbluete.example',
      readers: '10,000 to 100,000 a month',
      plan: 'A gift guide each month. In autumn I would show your paper chains and bunting in three articles.',
    },
  },
  {
    at: '2011-06-01T19:48:00Z',
    group: 'Resellers',
    email: 'orders@harbourlane.example',
    answers: who('Declan', 'Mulrooney', 'Harbour Lane Homeware', 'IE'),
  },
  {
    at: '2011-06-02T11:13:00Z',
    group: 'Affiliates',
    email: 'lea@tischlein.example',
    answers: {
      ...who('Léa', 'Marivaux', 'Tischlein', 'FR'),
      website: 'https://tischlein.example',
      readers: '1,000 to 10,000 a month',
      plan: 'My readers lay tables for a living: caterers and small cafés. I compare sets, and link each piece.',
    },
  },
  {
    at: '2011-06-03T07:35:00Z',
    group: 'Influencers',
    email: 'studio@sofiaatelier.example',
    answers: who('Sofia', 'Rovigo', 'Sofia Atelier', 'IT'),
  },
];

const Field = z.object({ field_key: z.string(), built_in: z.boolean() }).loose();
const Template = z.object({ key: z.string(), name: z.string(), url: z.string(), fields: z.array(Field) });

/** What the form of the affiliates asks besides. */
const QUESTIONS = [
  { field_key: 'website', name: 'Where do you write?', type: 'url', required: true, placeholder_text: 'https://' },
  {
    field_key: 'readers',
    name: 'How many people read you?',
    type: 'select',
    options: ['Less than 1,000 a month', '1,000 to 10,000 a month', '10,000 to 100,000 a month', 'More'].map(
      (label) => ({
        ...{ value: label, label },
      }),
    ),
  },
  { field_key: 'plan', name: 'How would you recommend us?', type: 'long_text', required: true },
] as const;

const formOf = async (api: ApiClient, group: string) => {
  const form = (await api.all('/v2/form-templates?type=application', Template)).find(({ name }) => name === group);
  if (form === undefined) throw new Error(`The group ${group} has no form.`);
  return form;
};

/** A field as it is handed in again. */
const asInput = (field: z.infer<typeof Field>) => {
  const { api_name: _, position: __, built_in: ___, ...input } = field;
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
};

/** Lets the form of the affiliates ask more than names. */
export const askMore = async (api: ApiClient, at: number): Promise<void> => {
  const { key, fields } = await formOf(api, 'Affiliates');
  if (fields.some(({ built_in }) => !built_in)) return;
  const asked = {
    title: 'Become an affiliate of the Demo shop',
    description: 'Tell us where you write. We answer within three working days.',
    fields: [...fields.map(asInput), ...QUESTIONS],
  };
  await api.call('PATCH', `/v2/form-templates/${encodeURIComponent(key)}`, asked, at);
};

const Found = z.object({ key: z.string(), status: z.string() });
const PublicForm = z.object({ token: z.string() });
const of = (api: ApiClient, email: string) => api.all(`/v2/applications?email=${encodeURIComponent(email)}`, Found);

/** A form that somebody has opened: where it is, and when that was by the watch on the wall. */
interface Opened {
  readonly path: string;
  readonly token: string;
  readonly since: number;
}

/** Nobody fills a form in faster than this, as the product sees it. */
const TYPING_MS = 2_200;

/** Opens a form as a visitor, so that it can be sent a while later. */
export const openForm = async (api: ApiClient, { group }: Applicant, at: number): Promise<Opened> => {
  const { url } = await formOf(api, group);
  const path = new URL(url).pathname.replace(/\/page$/, '');
  const { token } = PublicForm.parse(await api.ask('GET', path, undefined, at));
  return { path, token, since: performance.now() };
};

/** Sends an opened form, unless that was done. */
export const apply = async (api: ApiClient, { email, answers }: Applicant, opened: Opened, at: number) => {
  if ((await of(api, email)).length > 0) return;
  await sleep(Math.max(0, opened.since + TYPING_MS - performance.now()));
  const sent = { token: opened.token, answers: { email, ...answers }, page: 'https://www.demo-shop.example/partners' };
  await api.ask('POST', opened.path, sent, at);
};

/** Rejects an application that waits. */
export const reject = async (api: ApiClient, email: string, reason: string, at: number): Promise<void> => {
  const [application] = await of(api, email);
  if (application?.status !== 'new') return;
  await api.call('POST', `/v2/applications/${application.key}/reject`, { reason }, at);
};
