import { type ApiClient, inParallel, Refused } from './client.ts';
import { type ProgramFile, partnerOf, type RetailEvent } from './files.ts';
import type { Names } from './setup.ts';
import type { Story } from './story.ts';
import type { Step } from './timeline.ts';

export interface Playing {
  readonly api: ApiClient;
  readonly file: ProgramFile;
  readonly names: Names;
  /** The customers of the events by the partner to whom the program's rule gives them. */
  readonly customers: ReadonlyMap<string, readonly string[]>;
  readonly story?: Story | undefined;
}

type Partner = ProgramFile['partners'][number];

/** Whether a partner joins before another; of two at the same instant the one that the file names first. */
const joinsBefore = ({ partners }: ProgramFile, one: Partner, other: Partner): boolean => {
  const later = Date.parse(one.joinedAt) - Date.parse(other.joinedAt);
  return later === 0 ? partners.indexOf(one) < partners.indexOf(other) : later < 0;
};

const required = (keys: ReadonlyMap<string, string>, name: string): string => {
  const key = keys.get(name);
  if (key === undefined) throw new Error(`The program file names "${name}" and does not define it.`);
  return key;
};

/** Customers by partner, without those who come later by themselves; who belongs to nobody is under the empty name. */
export const customersByPartner = (
  file: ProgramFile,
  events: readonly RetailEvent[],
  newcomers: ReadonlySet<string> = new Set(),
) => {
  const all = new Set(events.flatMap((event) => (event.customer === null ? [] : [event.customer])));
  const names = [...all].filter((name) => !newcomers.has(name));
  return Map.groupBy(names, (name) => partnerOf(file, name) ?? '');
};

/** Refuses to go on when the product knows something else under the same key: another replay was here. */
const post = async (api: ApiClient, path: string, body: unknown, at?: number): Promise<void> => {
  await api.call('POST', path, body, at);
};

const ignoring = async (code: string, work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Refused && error.code === code)) throw error;
  }
};

/** The customers of a partner are bound to it when it joins; a first sale before that counts for nobody. */
const bindCustomers = async ({ api, customers }: Playing, partner: Partner, at: number): Promise<void> => {
  await inParallel(customers.get(partner.id) ?? [], 8, async (customer) => {
    await api.call('PATCH', `/v2/customers/${encodeURIComponent(customer)}`, { partnership_key: partner.id }, at);
  });
};

/** Recruits that joined before this partner get their recruiter now. */
const adoptRecruits = async ({ api, file }: Playing, partner: Partner, at: number): Promise<void> => {
  for (const recruit of file.partners) {
    if (recruit.referredBy !== partner.id || !joinsBefore(file, recruit, partner)) continue;
    await api.call('PATCH', `/v2/partnerships/${encodeURIComponent(recruit.id)}`, { recruited_by: partner.id }, at);
  }
};

/** Every other partner is paid by PayPal. */
const payoutMethodOf = (file: ProgramFile, partner: string) =>
  file.partners.findIndex((one) => one.id === partner) % 2 === 0
    ? { provider: 'stripe', destination: `acct_ok_${partner}` }
    : { provider: 'paypal', destination: `${partner.toLowerCase()}@partners.example` };

const join = async (playing: Playing, partner: Partner, at: number): Promise<void> => {
  const { api, file, names } = playing;
  const recruiter = file.partners.find((one) => one.id === partner.referredBy);
  const recruited = recruiter !== undefined && joinsBefore(file, recruiter, partner);
  const body = {
    partner_key: partner.id,
    email: `${partner.id.toLowerCase()}@partners.example`,
    group_key: required(names.groups, partner.group),
    tags: partner.tags.map((tag) => required(names.tags, tag)),
    ...(recruited ? { recruited_by: recruiter.id } : {}),
    ...playing.story?.about(partner.id),
  };
  await post(api, '/v2/partnerships', body, at);
  const method = `/v2/partnerships/${encodeURIComponent(partner.id)}/payout-method`;
  await api.call('PUT', method, payoutMethodOf(file, partner.id), at);
  await adoptRecruits(playing, partner, at);
  await bindCustomers(playing, partner, at);
};

const sell = async ({ api }: Playing, event: RetailEvent): Promise<void> => {
  const body = {
    external_key: event.invoice,
    ...(event.customer === null ? {} : { customer_key: event.customer }),
    currency: event.currency,
    ...(event.country == null ? {} : { country: event.country }),
    lines: event.lines.map((line) => ({ product_key: line.sku, quantity: line.qty, unit_amount: line.unitPriceMinor })),
  };
  await post(api, '/v2/transactions', body, Date.parse(event.at));
};

/** A refund names the lines of the sales that it undoes: one refund for each sale, in order of first appearance. */
const refund = async ({ api }: Playing, event: RetailEvent): Promise<void> => {
  const sales = Map.groupBy(
    event.lines.flatMap((line) => (line.of ? [{ ...line.of, quantity: -line.qty }] : [])),
    (line) => line.invoice,
  );
  for (const [sale, lines] of sales) {
    const body = {
      external_key: `${event.invoice}:${sale}`,
      lines: lines.map(({ line, quantity }) => ({ line, quantity })),
    };
    // A refund of a sale that is not in the replay is ignored.
    await ignoring(
      'not_found',
      post(api, `/v2/transactions/${encodeURIComponent(sale)}/refunds`, body, Date.parse(event.at)),
    );
  }
};

/** Creates every customer of the events before the first step, bound to nobody. May be repeated. */
export const createCustomers = async (
  { api, customers }: Pick<Playing, 'api' | 'customers'>,
  done: () => void,
): Promise<void> => {
  await inParallel([...customers.values()].flat(), 8, async (customer) => {
    await post(api, '/v2/customers', { customer_key: customer });
    done();
  });
};

/** Events of one chain are played in order; those of different chains touch nothing in common. */
const chainOf = (file: ProgramFile, event: RetailEvent): string => {
  if (event.customer === null) return 'nobody';
  return partnerOf(file, event.customer) ?? `customer ${event.customer}`;
};

/** The chains of a step: joining concerns the partner, its recruiter and its recruits. */
export const chainsOf = (file: ProgramFile, step: Exclude<Step, { kind: 'end' }>): readonly string[] => {
  if (step.kind === 'aside') return step.chains;
  if (step.kind === 'event') return [chainOf(file, step.event)];
  const { id, referredBy } = step.partner;
  const recruits = file.partners.filter((one) => one.referredBy === id).map((one) => one.id);
  return [id, ...(referredBy === null ? [] : [referredBy]), ...recruits];
};

/** Plays one step. Every step may be played again: what was accepted before is answered as it was. */
export const play = async (playing: Playing, step: Step): Promise<void> => {
  switch (step.kind) {
    case 'end':
      await ignoring(
        'gone',
        ignoring(
          'not_found',
          playing.api.call('DELETE', `/v2/triggers/${required(playing.names.triggers, step.offer)}`),
        ),
      );
      return;
    case 'join':
      await join(playing, step.partner, step.at);
      return;
    case 'aside':
      await step.work();
      return;
    case 'event':
      await (step.event.kind === 'sale' ? sell(playing, step.event) : refund(playing, step.event));
      return;
  }
};
