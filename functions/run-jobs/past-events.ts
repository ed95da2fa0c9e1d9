import type { TriggerEvent } from '../../domain/events.ts';
import type { Happening } from '../../domain/rewards.ts';
import { readAction } from '../../table/actions.ts';
import { readCustomer } from '../../table/customers.ts';
import { happeningIfAwaited, readFact } from '../../table/facts.ts';
import { readHistoryEntry } from '../../table/histories.ts';
import { customerTransactionsPartition, type ListKind } from '../../table/keys.ts';
import { readPartnershipLogEntry } from '../../table/partnership-log.ts';
import { readProfile } from '../../table/partnerships.ts';
import type { Item, Store } from '../../table/store.ts';
import { happeningOf, readSale, type Sale } from '../../table/transactions.ts';
import { inParallel } from '../shared/parallel.ts';

/** A past event as a dry run sees it. */
export interface PastEvent {
  readonly key: string;
  readonly at: number;
  readonly config: number;
  readonly period: string;
  /** What evaluation looks at, or why there is nothing to reward. */
  readonly happening: Happening | 'without_partnership' | 'never_rewarded';
  readonly external_key?: string;
  readonly sale?: Sale;
}

/** Where events of a type are listed. */
export const listOfEvent = (type: TriggerEvent): ListKind => {
  switch (type) {
    case 'transaction.accepted':
      return 'TXNS';
    case 'action.reported':
      return 'ACTS';
    case 'customer.created':
      return 'CUSTS';
    case 'partnership.joined':
      return 'PARTS';
    case 'partnership.moved':
    case 'partnership.tier_reached':
    case 'partnership.approved':
      return 'PARTLOGS';
    case 'lead.submitted':
    case 'lead.qualified':
    case 'lead.closed':
    case 'lead.rejected':
      return 'LEADEVENTS';
    case 'deal.registered':
    case 'deal.accepted':
    case 'deal.rejected':
    case 'deal.stage_changed':
    case 'deal.won':
    case 'deal.lost':
      return 'DEALEVENTS';
  }
};

const pastSale = (item: Item): PastEvent => {
  const sale = readSale(item);
  const { key, at, config, period, external_key } = sale;
  const reason = sale.partnership === undefined ? 'without_partnership' : 'never_rewarded';
  return { key, at, config, period, external_key, sale, happening: happeningOf(sale) ?? reason };
};

const pastFact = (type: TriggerEvent, item: Item, takenBack = false): PastEvent => {
  const fact = readFact(item);
  const { key, at, config, period } = fact;
  const reason = fact.partnership === undefined ? 'without_partnership' : 'never_rewarded';
  const happening = takenBack ? undefined : happeningIfAwaited(type, fact);
  return { key, at, config, period, happening: happening ?? reason };
};

/** What an item tells of an event of the type; undefined where it tells of something else. */
export const pastEventOf = (type: TriggerEvent, item: Item): PastEvent | undefined => {
  switch (listOfEvent(type)) {
    case 'TXNS':
      return pastSale(item);
    case 'ACTS': {
      const action = readAction(item);
      return { ...pastFact(type, item, action.archived_at !== undefined), external_key: action.external_key };
    }
    case 'CUSTS':
      return readCustomer(item).fact === undefined ? undefined : pastFact(type, item);
    case 'PARTS':
      return readProfile(item).fact === undefined ? undefined : pastFact(type, item);
    case 'PARTLOGS':
      return readPartnershipLogEntry(item).type === type ? pastFact(type, item) : undefined;
    default:
      return readHistoryEntry(item).announces === type ? pastFact(type, item) : undefined;
  }
};

/** How many transactions a customer had before one of them. */
const transactionsBefore = async (store: Store, program: string, customer: string, key: string): Promise<number> => {
  const pk = customerTransactionsPartition(program, customer);
  let found = 0;
  let start: Readonly<Record<string, unknown>> | undefined;
  do {
    const page = await store.query({ index: 'gsi2', pk, between: ['txn_', key], limit: 1000, start });
    found += page.items.length;
    start = page.next;
  } while (start !== undefined);
  return found - 1;
};

/**
 * Events with the ordinals of their customers. Where no trigger asked for one at acceptance it is counted now, in the
 * order of acceptance: everything that a customer bought is still there. `events` are all transactions of their time.
 */
export const withOrdinals = async (
  store: Store,
  program: string,
  events: readonly PastEvent[],
): Promise<readonly PastEvent[]> => {
  const byCustomer = Map.groupBy(events, ({ sale }) => sale?.customer?.key);
  const counted = new Map<string, number>();
  await inParallel([...byCustomer], async ([customer, own]) => {
    const [first] = own;
    if (customer === undefined || first === undefined) return;
    if (own.every(({ sale }) => sale?.customer?.ordinal !== undefined)) return;
    const before = await transactionsBefore(store, program, customer, first.key);
    for (const [index, { key }] of own.entries()) counted.set(key, before + index + 1);
  });
  return events.map((event) => {
    const { happening } = event;
    if (typeof happening === 'string' || happening.customer === undefined) return event;
    const ordinal = happening.customer.ordinal ?? counted.get(event.key);
    return { ...event, happening: { ...happening, customer: { ...happening.customer, ordinal } } };
  });
};
