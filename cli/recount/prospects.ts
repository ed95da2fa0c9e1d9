import type * as z from 'zod';
import { type ApiClient, inParallel } from '../replay/client.ts';
import { type CustomerAnswer, HistoryAnswer, ProspectAnswer, type TriggerAnswer } from './answers.ts';
import type { Deed, Metadata } from './facts.ts';
import { everyItem } from './listing.ts';

type Prospect = z.infer<typeof ProspectAnswer>;
type Entry = z.infer<typeof HistoryAnswer>;

/** A lead or deal with what happened to it, in order of time. */
export interface ReadProspect {
  readonly prospect: Prospect;
  readonly history: readonly Entry[];
}

/** Reads leads and deals with their histories, where a trigger waits for them. */
export const readProspects = async (
  api: ApiClient,
  triggers: readonly TriggerAnswer[],
): Promise<readonly ReadProspect[]> => {
  const read: ReadProspect[] = [];
  for (const kind of ['lead', 'deal']) {
    if (!triggers.some(({ event }) => event.startsWith(`${kind}.`))) continue;
    const all = await everyItem(api, `/v2/${kind}s?include_archived=true`, ProspectAnswer);
    await inParallel(all, 4, async (prospect) => {
      const path = `/v2/${kind}s/${prospect.key}/history?order_by=created_at`;
      read.push({ prospect, history: await everyItem(api, path, HistoryAnswer) });
    });
  }
  return read;
};

/** What names a person is no part of an event. */
const UNSEEN_TYPES = new Set(['email', 'phone', 'long_text', 'file', 'url']);
const UNSEEN_FIELDS = new Set([
  ...['first_name', 'last_name', 'company', 'name', 'account_name', 'contact_first_name', 'contact_last_name'],
]);

const seenValue = (value: NonNullable<Prospect['fields'][number]['value']>): Metadata[string] => {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : `${value}`;
  return value;
};

const metadataOf = ({ fields, metadata }: Prospect): Metadata => {
  const answers = fields.flatMap(({ field_key, type, value }) =>
    value === null || UNSEEN_TYPES.has(type) || UNSEEN_FIELDS.has(field_key) ? [] : [[field_key, seenValue(value)]],
  );
  return { ...Object.fromEntries(answers), ...metadata };
};

/** Events by which a prospect's customer is looked up. */
const WITH_CUSTOMER = new Set(['lead.qualified', 'lead.closed', 'deal.accepted', 'deal.won']);

const customerOf = (
  { customer_key, email, contact_email }: Prospect,
  customers: readonly CustomerAnswer[],
  at: number,
): CustomerAnswer | undefined => {
  const address = (email ?? contact_email ?? undefined)?.toLowerCase();
  const known = customers.filter((customer) => customer.created_at <= at);
  return (
    known.find((customer) => customer.customer_key === customer_key) ??
    known.find((customer) => address !== undefined && customer.email?.toLowerCase() === address)
  );
};

/** The events of a prospect. A deal that comes back to a stage has reached it before: that is no fact of a month. */
export const deedsOf = (
  { prospect, history }: ReadProspect,
  customers: readonly CustomerAnswer[],
  currency: string,
): readonly Deed[] => {
  const reached = new Set<string>();
  const metadata = metadataOf(prospect);
  return history.flatMap((entry): readonly Deed[] => {
    const { event_type: event, stage_key: stage, amount } = entry;
    if (event === null) return [];
    const isBack = stage !== null && reached.has(stage);
    if (stage !== null) reached.add(stage);
    if (event === 'deal.stage_changed' && isBack) return [];
    const customer = WITH_CUSTOMER.has(event) ? customerOf(prospect, customers, entry.at) : undefined;
    return [
      {
        ...{ kind: 'deed', event, key: entry.key, at: entry.at, partner: entry.partnership_key ?? undefined },
        buyer: customer === undefined ? undefined : { key: customer.customer_key, since: customer.created_at },
        currency: amount === null ? undefined : currency,
        country: prospect.country ?? customer?.country ?? undefined,
        ...{ action: undefined, stage: stage ?? undefined, metadata },
        amount: amount === null ? undefined : BigInt(amount),
      },
    ];
  });
};
