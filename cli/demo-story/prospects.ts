import * as z from 'zod';
import type { ApiClient } from '../replay/client.ts';

/** A step that somebody takes with a lead or deal later. */
interface Move {
  readonly at: string;
  readonly change: Readonly<Record<string, string | number>>;
}

/** A lead or a deal of one of the partners that sell most (by its place among them, from 0). All are made up. */
export interface Prospect {
  readonly key: string;
  readonly partner: number;
  readonly at: string;
  readonly about: Readonly<Record<string, string | number>>;
  readonly moves: readonly Move[];
}

const lead = (
  key: string,
  partner: number,
  at: string,
  name: string,
  company: string,
  moves: readonly Move[] = [],
): Prospect => {
  const [first_name = '', last_name = ''] = name.split(' ');
  const email = `${first_name.toLowerCase()}@${company.toLowerCase().replace(/[^a-z]+/g, '-')}.example`;
  return { key, partner, at, about: { email, first_name, last_name, company, country: 'GB' }, moves };
};

export const LEADS: readonly Prospect[] = [
  lead('lead-1', 1, '2011-04-12T10:20:00Z', 'Harriet Pell', 'Pell and Daughters Tearooms', [
    { at: '2011-04-14T09:05:00Z', change: { status: 'qualified' } },
    { at: '2011-05-09T15:40:00Z', change: { status: 'closed', amount: 184_000 } },
  ]),
  lead('lead-2', 0, '2011-04-27T13:31:00Z', 'Graham Otterley', 'Otterley Garden Centre', [
    { at: '2011-05-02T08:50:00Z', change: { status: 'rejected', reason: 'Is a customer already.' } },
  ]),
  lead('lead-3', 2, '2011-05-11T11:02:00Z', 'Imogen Stroud', 'Stroud Wedding Hire', [
    { at: '2011-05-13T10:15:00Z', change: { status: 'qualified' } },
  ]),
  lead('lead-4', 1, '2011-05-19T16:44:00Z', 'Duncan Fairlie', 'Fairlie Guest House', [
    { at: '2011-05-23T09:30:00Z', change: { status: 'qualified' } },
  ]),
  lead('lead-5', 3, '2011-05-30T09:18:00Z', 'Yasmin Oakes', 'Oakes Nursery School'),
  lead('lead-6', 1, '2011-06-01T14:27:00Z', 'Piers Lockett', 'Lockett Farm Shop'),
  lead('lead-7', 4, '2011-06-02T10:51:00Z', 'Cora Whitlow', 'Whitlow Museum Shop'),
];

const deal = (
  key: string,
  partner: number,
  at: string,
  [name, account_name, amount]: readonly [string, string, number],
  moves: readonly Move[] = [],
): Prospect => {
  const contact_email = `buying@${account_name.toLowerCase().replace(/[^a-z]+/g, '-')}.example`;
  return {
    key,
    partner,
    at,
    about: { name, account_name, amount, currency: 'GBP', contact_email, country: 'GB' },
    moves,
  };
};

export const DEALS: readonly Prospect[] = [
  deal(
    'deal-1',
    1,
    '2011-04-05T09:40:00Z',
    ['Crockery', 'Copperkettle Cafes', 420_000],
    [
      { at: '2011-04-06T09:00:00Z', change: { status: 'accepted' } },
      { at: '2011-04-19T12:10:00Z', change: { stage: 'Proposal' } },
      { at: '2011-05-17T10:30:00Z', change: { stage: 'Won', amount: 398_500 } },
    ],
  ),
  deal(
    'deal-2',
    0,
    '2011-04-20T14:05:00Z',
    ['Gift shelf', 'Seaholm Hotels', 250_000],
    [
      { at: '2011-04-21T08:45:00Z', change: { status: 'accepted' } },
      { at: '2011-05-20T16:20:00Z', change: { stage: 'Lost', lost_reason: 'Chose a supplier nearby.' } },
    ],
  ),
  deal(
    'deal-3',
    1,
    '2011-05-05T10:00:00Z',
    ['Party boxes', 'Bunting and Brass Events', 135_000],
    [
      { at: '2011-05-06T09:10:00Z', change: { status: 'accepted' } },
      { at: '2011-05-16T11:25:00Z', change: { stage: 'Negotiation' } },
    ],
  ),
  deal(
    'deal-4',
    2,
    '2011-05-16T13:15:00Z',
    ['Autumn range', 'Lanternhouse Museum', 310_000],
    [
      { at: '2011-05-17T09:30:00Z', change: { status: 'accepted' } },
      { at: '2011-05-26T14:00:00Z', change: { stage: 'Proposal' } },
    ],
  ),
  deal(
    'deal-5',
    5,
    '2011-05-24T15:50:00Z',
    ['Staff presents', 'Fennimore Insurance', 90_000],
    [
      { at: '2011-05-25T09:20:00Z', change: { status: 'accepted' } },
      { at: '2011-05-31T10:40:00Z', change: { stage: 'Contacted' } },
    ],
  ),
  deal(
    'deal-6',
    3,
    '2011-05-26T11:30:00Z',
    ['Printed mugs', 'Mugs Unlimited', 1_500_000],
    [{ at: '2011-05-27T09:15:00Z', change: { status: 'rejected', reason: 'We do not print logos.' } }],
  ),
  deal('deal-7', 1, '2011-06-01T16:10:00Z', ['Harvest baskets', 'Goldfield Farm Shops', 220_000]),
  deal('deal-8', 4, '2011-06-02T09:25:00Z', ['Summer fete', 'Wexcombe Parish Fete', 48_000]),
];

const Form = z.object({ key: z.string(), enabled: z.boolean() });

/** Lets the partners of every group hand in leads and register deals. */
export const openForms = async (api: ApiClient, at: number): Promise<void> => {
  const forms = (
    await Promise.all(['lead', 'deal'].map((type) => api.all(`/v2/form-templates?type=${type}`, Form)))
  ).flat();
  for (const { key, enabled } of forms) {
    if (!enabled) await api.call('PATCH', `/v2/form-templates/${encodeURIComponent(key)}`, { enabled: true }, at);
  }
};

/** Hands a lead or deal in for a partner. The same one again is answered as it was. */
export const submit = async (api: ApiClient, kind: 'leads' | 'deals', one: Prospect, partner: string, at: number) => {
  await api.call('POST', `/v2/${kind}`, { external_key: one.key, partner_key: partner, ...one.about }, at);
};

const History = z.object({
  key: z.string(),
  status: z.string(),
  stage_key: z.string().nullable(),
  amount: z.int().nullable(),
});

/** Whether the history of a lead or deal says that a move was made. */
const wasMade = (history: readonly z.infer<typeof History>[], { change }: Pick<Move, 'change'>): boolean =>
  history.some(
    ({ status, stage_key }) => status === change['status'] || stage_key === String(change['stage']).toLowerCase(),
  );

/** Takes one step with a lead or deal, unless that was done. */
export const move = async (api: ApiClient, kind: 'leads' | 'deals', one: Prospect, step: Move, at: number) => {
  const path = `/v2/${kind}/${one.key}`;
  if (wasMade(await api.all(`${path}/history`, History), step)) return;
  await api.call('PATCH', path, step.change, at);
};
