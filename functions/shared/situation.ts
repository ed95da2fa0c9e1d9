import { notFound } from '../../domain/errors.ts';
import { acceptedAt, tierIn } from '../../domain/standing.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { type Customer, readCustomer } from '../../table/customers.ts';
import { customerKey, programKey, standingKey } from '../../table/keys.ts';
import { getStanding, readStanding, type Standing } from '../../table/partnerships.ts';
import { type ConfigurationCache, type Program, readProgram } from '../../table/programs.ts';
import type { Item, ItemKey, Store } from '../../table/store.ts';
import type { Hints } from './hints.ts';
import type { Ids } from './ids.ts';

/** What the use cases of this function work with. */
export interface SalesDeps {
  readonly store: Store;
  readonly clock: { now(): number };
  readonly ids: Ids;
  readonly chance: () => number;
  readonly configurations: ConfigurationCache;
  readonly hints: Hints;
}

const hintName = (program: string, customer: string): string => `${program}#${customer}`;

/** Notes whose a customer is now, so that its next fact is read in one request. */
export const noteOwner = (
  { hints }: Pick<SalesDeps, 'hints'>,
  program: string,
  customer: string,
  owner: Pick<Standing, 'key' | 'recruiter'>,
): void =>
  hints.set(hintName(program, customer), [owner.key, ...(owner.recruiter === undefined ? [] : [owner.recruiter])]);

/** Everything that the acceptance of a fact depends on, as it is now. */
export interface Situation {
  readonly program: Program;
  readonly configuration: Configuration;
  readonly customer: Customer | undefined;
  /** The partnership that the customer is bound to, if it can earn now. */
  readonly standing: Standing | undefined;
  readonly recruiter: Standing | undefined;
  /** Other items that were asked for along with these, by pk and sk. */
  readonly others: readonly Item[];
}

const sameKey = (item: Item, key: ItemKey): boolean => item.pk === key.pk && item.sk === key.sk;

/** The standing of a partnership that can earn now. */
export const earns = (standing: Standing | undefined, now: number): Standing | undefined =>
  standing !== undefined && standing.status === 'active' && standing.joined_at <= now ? standing : undefined;

/**
 * Reads program, customer, partnership and recruiter in one request when the hint is right, in three at most.
 * @throws Failure `not_found` naming `customer_key` when there is no such customer.
 */
export const readSituation = async (
  deps: SalesDeps,
  program: string,
  customerName: string | undefined,
  others: readonly ItemKey[] = [],
): Promise<Situation> => {
  const guesses = customerName === undefined ? [] : deps.hints.get(hintName(program, customerName));
  const wanted = [
    programKey(program),
    ...(customerName === undefined ? [] : [customerKey(program, customerName)]),
    ...guesses.map(standingKey),
  ];
  const items = await deps.store.batchGet([...wanted, ...others]);
  const find = (key: ItemKey): Item | undefined => items.find((item) => sameKey(item, key));
  const head = find(programKey(program));
  if (head === undefined) throw notFound('program', 'program');
  const customerItem = customerName === undefined ? undefined : find(customerKey(program, customerName));
  if (customerName !== undefined && customerItem === undefined) throw notFound('customer', 'customer_key');
  const customer = customerItem === undefined ? undefined : readCustomer(customerItem);
  const standingOf = async (key: string | undefined): Promise<Standing | undefined> => {
    if (key === undefined) return undefined;
    const found = find(standingKey(key));
    return found === undefined ? getStanding(deps.store, key) : readStanding(found);
  };
  const now = deps.clock.now();
  const standing = earns(await standingOf(customer?.attribution?.partnership), now);
  const recruiter = earns(await standingOf(standing?.recruiter), now);
  if (standing !== undefined && customerName !== undefined) {
    noteOwner(deps, program, customerName, { key: standing.key, recruiter: recruiter?.key });
  }
  const settings = readProgram(head);
  return {
    program: settings,
    configuration: await deps.configurations(program, settings.config),
    customer,
    standing,
    recruiter,
    others: items.filter((item) => others.some((key) => sameKey(item, key))),
  };
};

/** The facts that every event carries, and the partnership as it is at this moment. */
export const standpointOf = (deps: Pick<SalesDeps, 'clock'>, situation: Situation) => {
  const { program, configuration, standing, recruiter } = situation;
  const { at, period } = acceptedAt(deps.clock.now(), program.time_zone, standing?.sealed);
  const base = { program: program.key, at, period, zone: program.time_zone, config: program.config };
  if (standing === undefined) return { base, partnership: undefined };
  const tier = tierIn(configuration.ladder, standing, period);
  return {
    base,
    partnership: {
      key: standing.key,
      group: standing.group,
      tags: standing.tags,
      ...(tier === undefined ? {} : { tier }),
      ...(recruiter === undefined ? {} : { recruiter: recruiter.key }),
    },
  };
};
