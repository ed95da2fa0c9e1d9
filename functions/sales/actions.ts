import { isDeepStrictEqual } from 'node:util';
import { conflict, notFound, unprocessable } from '../../domain/errors.ts';
import type { Difference } from '../../domain/reasons.ts';
import { acceptedAt } from '../../domain/standing.ts';
import { type Action, addAction, readAction } from '../../table/actions.ts';
import type { Fact } from '../../table/facts.ts';
import { actionKey } from '../../table/keys.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { changeStanding, getStanding } from '../../table/partnerships.ts';
import { ConditionFailed } from '../../table/store.ts';
import { countedFact } from '../shared/counted-facts.ts';
import { untilUncontended } from '../shared/retry.ts';
import { readSituation, type SalesDeps, type Situation, standpointOf } from '../shared/situation.ts';

export interface ActionRequest {
  readonly program: string;
  readonly external_key?: string | undefined;
  readonly type: string;
  readonly target_type: 'customer' | 'partnership';
  readonly target_key: string;
  readonly value: number;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

const targetSituation = async (deps: SalesDeps, request: ActionRequest): Promise<Situation> => {
  if (request.target_type === 'customer') {
    const situation = await readSituation(deps, request.program, request.target_key).catch((error: unknown) => {
      throw error instanceof Error && error.name === 'not_found' ? notFound('customer', 'target_key') : error;
    });
    return situation;
  }
  const situation = await readSituation(deps, request.program, undefined);
  const standing = await findPartnership(deps.store, request.program, request.target_key);
  if (standing === undefined) throw notFound('partnership', 'target_key');
  const recruiter = standing.recruiter === undefined ? undefined : await getStanding(deps.store, standing.recruiter);
  return {
    ...situation,
    standing: standing.status === 'active' ? standing : undefined,
    recruiter: recruiter?.status === 'active' && recruiter.joined_at <= deps.clock.now() ? recruiter : undefined,
  };
};

const checkMoney = (request: ActionRequest, currency: string): void => {
  if ((request.amount === undefined) !== (request.currency === undefined)) {
    throw unprocessable('currency_missing', 'amount and currency go together.', 'currency');
  }
  if (request.currency !== undefined && request.currency !== currency) {
    throw unprocessable('currency_mismatch', `This program is kept in ${currency}.`, 'currency');
  }
};

const draft = (deps: SalesDeps, situation: Situation, request: ActionRequest): { action: Action; fact: Fact } => {
  const { program, configuration, standing, customer } = situation;
  const { base, partnership } = standpointOf(deps, situation);
  const { at } = acceptedAt(deps.clock.now(), program.time_zone, standing?.sealed);
  const key = deps.ids.key('act', at);
  const money = request.amount === undefined ? {} : { amount: request.amount, currency: program.currency };
  const metadata = request.metadata === undefined ? {} : { metadata: { ...request.metadata } };
  const action: Action = {
    key,
    program: program.key,
    external_key: request.external_key ?? key,
    name: request.type,
    target_type: request.target_type,
    target_key: request.target_key,
    value: request.value,
    created_at: at,
    ...money,
    ...metadata,
    ...(partnership === undefined ? {} : { partnership: partnership.key }),
  };
  const waited = configuration.triggers.some((trigger) => trigger.event === 'action.reported');
  const fact: Fact = {
    ...base,
    key,
    action: request.type,
    ...money,
    ...metadata,
    ...(partnership === undefined ? {} : { partnership }),
    ...(customer === undefined
      ? {}
      : {
          customer: {
            key: customer.customer_key,
            created_at: customer.created_at,
            ...(customer.country === undefined ? {} : { country: customer.country }),
          },
        }),
    counted: standing !== undefined && waited,
  };
  return { action, fact };
};

const tryOnce = async (deps: SalesDeps, request: ActionRequest): Promise<Action> => {
  const situation = await targetSituation(deps, request);
  checkMoney(request, situation.program.currency);
  const { action, fact } = draft(deps, situation, request);
  const { standing } = situation;
  if (standing === undefined || !fact.counted) {
    await deps.store.write(addAction(action, fact));
    return action;
  }
  const counted = countedFact(situation, standing, 'action.reported', fact);
  await deps.store.transact([addAction(action, counted.fact), changeStanding(standing, counted.standing)]);
  return action;
};

const repeated = async (deps: SalesDeps, external: string, request: ActionRequest): Promise<Action> => {
  const item = await deps.store.get(actionKey(request.program, external));
  if (item === undefined) throw new Error('An action exists and cannot be read.');
  const action = readAction(item);
  const compared: readonly (readonly [Difference, unknown, unknown])[] = [
    ['type', action.name, request.type],
    ['target_type', action.target_type, request.target_type],
    ['target_key', action.target_key, request.target_key],
    ['value', action.value, request.value],
    ['amount', action.amount, request.amount],
    ['metadata', action.metadata, request.metadata],
  ];
  const field = compared.find(([, stored, sent]) => !isDeepStrictEqual(stored, sent))?.[0];
  if (field === undefined) return action;
  throw conflict(`This external_key belongs to an action with another ${field}.`, 'external_key', field);
};

/**
 * Records an action that the merchant reports. The same external key with the same content gives the earlier answer.
 * @throws Failure `not_found` (target_key), `unprocessable` (`currency_mismatch`), `conflict`, `busy`.
 */
export const reportAction =
  (deps: SalesDeps) =>
  async (request: ActionRequest): Promise<Action> => {
    try {
      return await untilUncontended(['standing_changed'], deps.chance, () => tryOnce(deps, request));
    } catch (error) {
      const exists = error instanceof ConditionFailed && error.condition === 'action_exists';
      if (!exists || request.external_key === undefined) throw error;
      return repeated(deps, request.external_key, request);
    }
  };
