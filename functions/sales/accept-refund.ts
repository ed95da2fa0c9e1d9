import { conflict, notFound, unprocessable } from '../../domain/errors.ts';
import {
  addRefund,
  NOTHING_REFUNDED,
  priceRefund,
  type RefundInput,
  refundQuantity,
  refundTotal,
} from '../../domain/refunds.ts';
import { acceptedAt, count } from '../../domain/standing.ts';
import { programKey, refundedKey, refundKey, saleKey, standingKey } from '../../table/keys.ts';
import { readStanding } from '../../table/partnerships.ts';
import { readProgram } from '../../table/programs.ts';
import { reassignmentOf } from '../../table/reassignments.ts';
import { ConditionFailed, type Item, type ItemKey } from '../../table/store.ts';
import {
  addRefundFact,
  changeRefunded,
  type Refund,
  type RefundedSoFar,
  readRefund,
  readRefunded,
  readSale,
  type Sale,
} from '../../table/transactions.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { SalesDeps } from '../shared/situation.ts';
import { changeStandingReaching } from '../shared/tier-reaches.ts';

/** The most refunds that one transaction may have. */
const MOST_REFUNDS = 200;

export interface RefundRequest extends RefundInput {
  readonly program: string;
  /** The external key of the transaction. */
  readonly transaction: string;
  readonly external_key?: string | undefined;
}

/** The request in one spelling, to tell a repetition from another refund with the same key. */
const askedOf = (request: RefundRequest): string => {
  const lines = request.lines?.map(({ line, quantity }) => [line, quantity]);
  return JSON.stringify(lines ?? request.amount ?? 'rest');
};

const repeated = async (deps: SalesDeps, external: string, request: RefundRequest): Promise<Refund> => {
  const item = await deps.store.get(refundKey(request.program, external));
  if (item === undefined) throw new Error('A refund exists and cannot be read.');
  const refund = readRefund(item);
  const field =
    refund.transaction !== request.transaction ? 'transaction' : request.lines === undefined ? 'amount' : 'lines';
  if (field === 'transaction' || refund.asked !== askedOf(request)) {
    throw conflict(`This external_key belongs to a refund with another ${field}.`, 'external_key', field);
  }
  return refund;
};

const find = (items: readonly Item[], key: ItemKey): Item | undefined =>
  items.find((item) => item.pk === key.pk && item.sk === key.sk);

const readSoFar = async (deps: SalesDeps, request: RefundRequest) => {
  const keys = [
    programKey(request.program),
    saleKey(request.program, request.transaction),
    refundedKey(request.program, request.transaction),
    ...(request.external_key === undefined ? [] : [refundKey(request.program, request.external_key)]),
  ];
  const items = await deps.store.batchGet(keys);
  const [head, saleItem, soFarItem] = keys.map((key) => find(items, key));
  if (head === undefined) throw notFound('program', 'program');
  if (saleItem === undefined) throw notFound('transaction', 'transaction');
  // A repetition must not be refused for what the first one has used up: it is recognised before anything is priced.
  const known = request.external_key === undefined ? undefined : keys[3] && find(items, keys[3]);
  if (known !== undefined) throw new ConditionFailed('refund_exists');
  return {
    program: readProgram(head),
    sale: readSale(saleItem),
    soFar: soFarItem === undefined ? undefined : readRefunded(soFarItem),
  };
};

const standingOf = async (deps: SalesDeps, partnership: Sale['partnership']) => {
  if (partnership === undefined) return undefined;
  const item = await deps.store.get(standingKey(partnership.key));
  return item === undefined ? undefined : readStanding(item);
};

/** Whom the transaction counts for now: the partnership that it was reassigned to, if it was. */
const creditedOf = async (
  deps: SalesDeps,
  sale: Sale,
  soFar: RefundedSoFar | undefined,
): Promise<Pick<Refund, 'partnership' | 'reassigned' | 'link'>> => {
  const event = soFar?.reassigned?.event;
  if (event === undefined)
    return sale.partnership === undefined
      ? {}
      : { partnership: sale.partnership, ...(sale.link === undefined ? {} : { link: sale.link }) };
  const reassignment = await reassignmentOf(deps.store, sale.program, event);
  if (reassignment === undefined) throw new Error('The reassignment of a transaction is missing.');
  return { partnership: reassignment.partnership, reassigned: event };
};

const tryOnce = async (deps: SalesDeps, request: RefundRequest): Promise<Refund> => {
  const { program, sale, soFar } = await readSoFar(deps, request);
  if ((soFar?.refunds.length ?? 0) >= MOST_REFUNDS) {
    throw unprocessable('too_many_refunds', `A transaction has at most ${MOST_REFUNDS} refunds.`, 'transaction');
  }
  const before = soFar?.refunded ?? NOTHING_REFUNDED;
  const now = priceRefund({ lines: sale.lines, total: sale.amount }, before, request);
  const credited = await creditedOf(deps, sale, soFar);
  const standing = await standingOf(deps, credited.partnership);
  const { at, period } = acceptedAt(deps.clock.now(), program.time_zone, standing?.sealed);
  const key = deps.ids.key('rfd', at);
  const refund: Refund = {
    key,
    program: program.key,
    at,
    period,
    zone: program.time_zone,
    config: program.config,
    external_key: request.external_key ?? key,
    asked: askedOf(request),
    transaction: sale.external_key,
    transaction_key: sale.key,
    amount: refundTotal(now),
    currency: sale.currency,
    ...(standing === undefined ? {} : { sequence: standing.rev }),
    before: { lines: [...before.lines], unlined: before.unlined },
    now: { lines: [...now.lines], unlined: now.unlined },
    ...credited,
  };
  const after = {
    refunded: addRefund(before, now),
    refunds: [...(soFar?.refunds ?? []), refund.external_key],
    ...(soFar?.reassigned === undefined ? {} : { reassigned: soFar.reassigned }),
  };
  const configuration = await deps.configurations(program.key, program.config);
  const taken = { total: refund.amount, quantity: refundQuantity(now), sign: -1, awaitsEarning: true } as const;
  await deps.store.transact([
    addRefundFact(refund),
    changeRefunded(program.key, sale.external_key, soFar, after),
    ...(standing === undefined
      ? []
      : await changeStandingReaching(deps, standing, count(standing, configuration.ladder, period, taken), {
          configuration,
          moment: { program: program.key, at, period, zone: program.time_zone, config: program.config },
        })),
  ]);
  return refund;
};

/**
 * Accepts a refund of a transaction: the fact with what was refunded before it, the cumulated refunds, and the
 * measures of the partnership that the transaction counts for, in one conditional write.
 * @throws Failure `not_found` (transaction), `unprocessable` (`over_refund`), `conflict`, `busy`.
 */
export const acceptRefund =
  (deps: SalesDeps) =>
  async (request: RefundRequest): Promise<{ refund: Refund; repeated: boolean }> => {
    try {
      const again = ['standing_changed', 'refunded_changed'];
      const refund = await untilUncontended(again, deps.chance, () => tryOnce(deps, request));
      return { refund, repeated: false };
    } catch (error) {
      const exists = error instanceof ConditionFailed && error.condition === 'refund_exists';
      if (!exists || request.external_key === undefined) throw error;
      return { refund: await repeated(deps, request.external_key, request), repeated: true };
    }
  };
