import { EVENT_TYPES, type EventType } from '../../../domain/events.ts';
import { type Happening, type PartnershipThen, rewardPeriod } from '../../../domain/rewards.ts';
import { readCustomer } from '../../../table/customers.ts';
import { type Fact, happeningOfFact, readFact } from '../../../table/facts.ts';
import { type Grant, readGrant } from '../../../table/grants.ts';
import { readHistoryEntry } from '../../../table/histories.ts';
import { PARTNERSHIP_LOG_PREFIX, profileKey } from '../../../table/keys.ts';
import { readPartnershipLogEntry } from '../../../table/partnership-log.ts';
import { readProfile } from '../../../table/partnerships.ts';
import { type Reassignment, readReassignment, reassignedHappening } from '../../../table/reassignments.ts';
import type { Item, ItemKey } from '../../../table/store.ts';
import { happeningOf, readSale, SALE_EVENT, type Sale } from '../../../table/transactions.ts';
import type { RewardReader } from './deps.ts';
import { itemsAt } from './items.ts';

/** An event that may have made rewards: a fact, a reassignment of one, or a reward that was given by hand. */
export interface RewardEvent {
  /** What its rewards' keys hold. */
  readonly key: string;
  readonly type: EventType;
  readonly program: string;
  /** When its rewards were made. */
  readonly at: number;
  readonly zone: string;
  readonly config: number;
  /** The period in which it was accepted. */
  readonly period: string;
  /** The period that its rewards belong to. */
  readonly due: string;
  readonly partnership: PartnershipThen;
  /** What evaluation sees; absent for a reward that was given by hand. */
  readonly happening?: Happening;
  readonly sale?: Sale;
  readonly grant?: Grant;
  /** How its rewards came to this partnership, when they were another's at first. */
  readonly reassignment?: Reassignment;
  /** Where the fact is stored, and under which key it is known. */
  readonly root: ItemKey;
  readonly rootKey: string;
}

const placeOf = (item: ItemKey): ItemKey => ({ pk: item.pk, sk: item.sk });

const eventOfHappening = async (
  deps: RewardReader,
  type: EventType,
  fact: Pick<Fact, 'key' | 'program' | 'at' | 'zone' | 'config' | 'period'>,
  happening: Happening | undefined,
  item: Item,
): Promise<RewardEvent | undefined> => {
  if (happening === undefined) return undefined;
  const configuration = await deps.configurations(fact.program, fact.config);
  const { key, program, at, zone, config, period } = fact;
  const due = rewardPeriod(configuration, happening);
  const { partnership } = happening;
  const root = placeOf(item);
  return { key, type, program, at, zone, config, period, due, partnership, happening, root, rootKey: key };
};

const eventOfSale = async (deps: RewardReader, item: Item): Promise<RewardEvent | undefined> => {
  const sale = readSale(item);
  const event = await eventOfHappening(deps, SALE_EVENT, sale, happeningOf(sale), item);
  return event === undefined ? undefined : { ...event, sale };
};

const eventOfFact = (deps: RewardReader, type: EventType, item: Item): Promise<RewardEvent | undefined> => {
  const fact = readFact(item);
  return eventOfHappening(deps, type, fact, happeningOfFact(type, fact), item);
};

const eventOfGrant = (item: Item): RewardEvent | undefined => {
  const grant = readGrant(item);
  const { key, program, at, zone, config, period, partnership } = readFact(item);
  if (partnership === undefined) throw new Error('A reward was given to nobody.');
  const base = { key, program, at, zone, config, period, due: period, partnership };
  return { ...base, type: 'reward.granted', grant, root: placeOf(item), rootKey: key };
};

const eventOfHistory = (deps: RewardReader, item: Item): Promise<RewardEvent | undefined> => {
  const type = EVENT_TYPES.find((known) => known === readHistoryEntry(item).announces);
  if (type === undefined) throw new Error('An entry of a history announces nothing.');
  return eventOfFact(deps, type, item);
};

/** A fact as its item tells it; undefined where nobody earns by it. Reassignments are told with their facts. */
const eventOfRoot = async (deps: RewardReader, item: Item): Promise<RewardEvent | undefined> => {
  const [family] = item.pk.split('#');
  switch (family) {
    case 'TXN':
      return eventOfSale(deps, item);
    case 'ACT':
      return eventOfFact(deps, 'action.reported', item);
    case 'CUST':
      return readCustomer(item).fact === undefined ? undefined : eventOfFact(deps, 'customer.created', item);
    case 'PART':
      if (item.sk.startsWith(PARTNERSHIP_LOG_PREFIX)) {
        return eventOfFact(deps, readPartnershipLogEntry(item).type, item);
      }
      return readProfile(item).fact === undefined ? undefined : eventOfFact(deps, 'partnership.joined', item);
    case 'LEAD':
    case 'DEAL':
      return eventOfHistory(deps, item);
    case 'GRANT':
      return eventOfGrant(item);
    default:
      throw new Error(`Items of the family ${family} are no events.`);
  }
};

const reassigned = (root: RewardEvent, reassignment: Reassignment): RewardEvent => {
  const { key, at, period, due, partnership } = reassignment;
  const { happening, ...fact } = root;
  return {
    ...fact,
    ...{ key, at, period, due, partnership, reassignment },
    ...(happening === undefined ? {} : { happening: reassignedHappening(happening, reassignment) }),
  };
};

const isReassignment = (item: Item | undefined): item is Item => item?.pk.startsWith('RSGN#') === true;

/** The events that these items tell of, in their order; undefined where nobody earns by one. */
export const eventsOfItems = async (
  deps: RewardReader,
  items: readonly (Item | undefined)[],
): Promise<readonly (RewardEvent | undefined)[]> => {
  const roots = items.filter(isReassignment).map((item) => readReassignment(item).root);
  const rootAt = await itemsAt(deps.store, roots);
  return Promise.all(
    items.map(async (item) => {
      if (item === undefined) return undefined;
      if (!isReassignment(item)) return eventOfRoot(deps, item);
      const reassignment = readReassignment(item);
      const rootItem = rootAt(reassignment.root);
      const root = rootItem === undefined ? undefined : await eventOfRoot(deps, rootItem);
      return root === undefined ? undefined : reassigned(root, reassignment);
    }),
  );
};

/** Where the item of an index entry's event is: partnerships are listed by their standing, and told by their profile. */
export const itemKeyOfEntry = (entry: ItemKey): ItemKey =>
  entry.sk === 'STANDING' ? profileKey(entry.pk.slice('PART#'.length)) : placeOf(entry);
