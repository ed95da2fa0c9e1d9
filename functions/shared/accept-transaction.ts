import { isDeepStrictEqual } from 'node:util';
import { conflict, unprocessable } from '../../domain/errors.ts';
import { periodOf } from '../../domain/periods.ts';
import type { Difference } from '../../domain/reasons.ts';
import { asksForOrdinal, capRest, capsAfter, evaluate } from '../../domain/rewards.ts';
import { count, settleTier } from '../../domain/standing.ts';
import { type LineInput, priceTransaction, quantityOf } from '../../domain/transactions.ts';
import { type Customer, changeCustomer } from '../../table/customers.ts';
import { customerTransactionsPartition, saleKey } from '../../table/keys.ts';
import type { Standing } from '../../table/partnerships.ts';
import { ConditionFailed, type Store, type Write } from '../../table/store.ts';
import { addSale, happeningOf, readSale, type Sale } from '../../table/transactions.ts';
import { untilUncontended } from './retry.ts';
import { readSituation, type SalesDeps, type Situation, standpointOf } from './situation.ts';
import { changeStandingReaching } from './tier-reaches.ts';

export interface TransactionRequest {
  readonly program: string;
  readonly external_key?: string | undefined;
  readonly customer_key?: string | undefined;
  readonly amount?: number | undefined;
  readonly product_key?: string | undefined;
  readonly category_key?: string | undefined;
  readonly lines?: readonly LineInput[] | undefined;
  readonly currency: string;
  readonly country?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Only for a historical import: when it happened. It then makes no rewards. */
  readonly created_at?: number | undefined;
}

/** How many of a customer's transactions there are, counted once when a trigger first asks. */
const countTransactions = async (store: Store, program: string, customer: string): Promise<number> => {
  let counted = 0;
  let start: Readonly<Record<string, unknown>> | undefined;
  do {
    const pk = customerTransactionsPartition(program, customer);
    const page = await store.query({ index: 'gsi2', pk, limit: 1000, start });
    counted += page.items.length;
    start = page.next;
  } while (start !== undefined);
  return counted;
};

/** Counts the transaction for its customer, only where a trigger asks or asked before. */
const countedCustomer = async (deps: SalesDeps, situation: Situation): Promise<Customer | undefined> => {
  const { customer, configuration, program } = situation;
  if (customer === undefined) return undefined;
  if (customer.counted === undefined && !asksForOrdinal(configuration)) return undefined;
  const before = customer.counted ?? (await countTransactions(deps.store, program.key, customer.customer_key));
  return { ...customer, counted: before + 1 };
};

/** The first field in which a repeated request differs from what was accepted; undefined when it is the same. */
const differingField = (sale: Sale, request: TransactionRequest): Difference | undefined => {
  const { lines, total } = priceTransaction(request);
  const compared: readonly (readonly [Difference, unknown, unknown])[] = [
    ['customer_key', sale.customer?.key, request.customer_key],
    ['currency', sale.currency, request.currency],
    ['amount', sale.amount, total],
    ['lines', sale.lines, lines],
    ['country', sale.country, request.country],
    ['metadata', sale.metadata, request.metadata],
    ['created_at', sale.happened_at, request.created_at],
  ];
  return compared.find(([, stored, sent]) => !isDeepStrictEqual(stored, sent))?.[0];
};

/** The earlier answer to the same request, or the refusal of another one with the same key. */
const repeated = async (deps: SalesDeps, external: string, request: TransactionRequest): Promise<Sale> => {
  const item = await deps.store.get(saleKey(request.program, external));
  if (item === undefined) throw new Error('A transaction exists and cannot be read.');
  const sale = readSale(item);
  const field = differingField(sale, request);
  if (field === undefined) return sale;
  throw conflict(`This external_key belongs to a transaction with another ${field}.`, 'external_key', field);
};

const draftSale = (
  deps: SalesDeps,
  situation: Situation,
  request: TransactionRequest,
  counted: Customer | undefined,
): Sale => {
  const { customer, configuration, standing } = situation;
  const { lines, total } = priceTransaction(request);
  const { base, partnership } = standpointOf(deps, situation);
  const key = deps.ids.key('txn', base.at);
  const rest = standing === undefined ? undefined : capRest(configuration, standing.months[base.period]?.caps);
  return {
    ...base,
    key,
    external_key: request.external_key ?? key,
    amount: total,
    currency: request.currency,
    lines,
    ...(request.country === undefined ? {} : { country: request.country }),
    ...(request.metadata === undefined ? {} : { metadata: request.metadata }),
    ...(request.created_at === undefined ? {} : { happened_at: request.created_at }),
    ...(partnership === undefined ? {} : { partnership }),
    ...(rest === undefined ? {} : { cap_rest: rest }),
    ...(standing === undefined ? {} : { sequence: standing.rev }),
    ...(partnership === undefined || customer?.attribution?.link === undefined
      ? {}
      : { link: customer.attribution.link }),
    ...(customer === undefined
      ? {}
      : {
          customer: {
            key: customer.customer_key,
            created_at: customer.created_at,
            ...(customer.country === undefined ? {} : { country: customer.country }),
            ...(counted?.counted === undefined ? {} : { ordinal: counted.counted }),
          },
        }),
  };
};

/** The partnership's standing after the sale; a historical one counts only in the month in which it happened. */
const standingAfter = (situation: Situation, standing: Standing, sale: Sale): Standing => {
  const { configuration } = situation;
  const historical = sale.happened_at !== undefined;
  const period = historical ? periodOf(sale.happened_at ?? sale.at, sale.zone) : sale.period;
  const happening = happeningOf(sale);
  const caps =
    sale.cap_rest === undefined || happening === undefined
      ? undefined
      : capsAfter(sale.cap_rest, standing.months[sale.period]?.caps, evaluate(configuration, happening).first);
  const added = {
    total: sale.amount,
    quantity: quantityOf(sale.lines),
    sign: 1,
    awaitsEarning: !historical,
    caps,
  } as const;
  const after = count(standing, configuration.ladder, period, added);
  if (!historical || period === sale.period) return after;
  return settleTier(configuration.ladder, standing, { ...after, months: standing.months }, sale.period);
};

const standingWrites = async (deps: SalesDeps, situation: Situation, sale: Sale): Promise<readonly Write[]> => {
  const { standing, configuration } = situation;
  if (standing === undefined) return [];
  const { program, at, period, zone, config } = sale;
  return changeStandingReaching(deps, standing, standingAfter(situation, standing, sale), {
    configuration,
    moment: { program, at, period, zone, config },
    recruiter: { key: sale.partnership?.recruiter },
    rewarded: sale.happened_at === undefined,
  });
};

const tryOnce = async (deps: SalesDeps, request: TransactionRequest): Promise<Sale> => {
  const situation = await readSituation(deps, request.program, request.customer_key);
  if (request.currency !== situation.program.currency) {
    throw unprocessable('currency_mismatch', `This program is kept in ${situation.program.currency}.`, 'currency');
  }
  // What a merchant tells of the past is history; what has not happened is no fact.
  if (request.created_at !== undefined && request.created_at > deps.clock.now()) {
    throw unprocessable('in_the_future', 'It has not happened yet.', 'created_at');
  }
  const counted = await countedCustomer(deps, situation);
  const sale = draftSale(deps, situation, request, counted);
  const writes: Write[] = [addSale(sale), ...(await standingWrites(deps, situation, sale))];
  if (counted !== undefined && situation.customer !== undefined) {
    writes.push(changeCustomer(situation.customer, counted));
  }
  if (writes.length === 1) await deps.store.write(addSale(sale));
  else await deps.store.transact(writes);
  return sale;
};

/**
 * Accepts a transaction: the fact, the partnership's measures and the customer's count in one conditional write.
 * The same external key with the same content gives the earlier answer.
 * @throws Failure `not_found` (customer_key), `unprocessable` (`currency_mismatch`, amounts), `conflict`, `busy`.
 */
export const acceptTransaction =
  (deps: SalesDeps) =>
  async (request: TransactionRequest): Promise<{ sale: Sale; repeated: boolean }> => {
    try {
      const again = ['standing_changed', 'customer_changed'];
      const sale = await untilUncontended(again, deps.chance, () => tryOnce(deps, request));
      return { sale, repeated: false };
    } catch (error) {
      const exists = error instanceof ConditionFailed && error.condition === 'transaction_exists';
      if (!exists || request.external_key === undefined) throw error;
      return { sale: await repeated(deps, request.external_key, request), repeated: true };
    }
  };
