import { isDeepStrictEqual } from 'node:util';
import { type DealHappening, type DealSettings, type DealStep, type Mover, stepDeal } from '../../domain/deals.ts';
import { signsOf } from '../../domain/duplicates.ts';
import { conflict } from '../../domain/errors.ts';
import type { EventType } from '../../domain/events.ts';
import { type Deal, deals, firstWith, takeSign } from '../../table/deals.ts';
import { getProgram } from '../../table/programs.ts';
import type { Write } from '../../table/store.ts';
import { type AttributionDeps, decideAttribution, type Origin } from './attribution.ts';
import { dealSettingsOf, requireGroup } from './deal-settings.ts';
import { oncePerKey } from './once.ts';
import {
  isOrigin,
  type Occurrence,
  PROSPECT_CONFLICTS,
  type ProspectDeps,
  prospectSituation,
  recordOccurrences,
} from './prospect-facts.ts';
import { untilUncontended } from './retry.ts';

/** A deal as somebody registers it. */
export interface DealRequest
  extends Partial<
    Pick<
      Deal,
      | 'external_key'
      | 'customer_key'
      | 'name'
      | 'account_name'
      | 'account_key'
      | 'contact_email'
      | 'contact_first_name'
      | 'contact_last_name'
      | 'country'
      | 'amount'
      | 'close_date'
      | 'form'
      | 'answers'
      | 'files'
      | 'seen'
      | 'metadata'
      | 'submitter'
      | 'lead'
    >
  > {
  readonly program: string;
  /** The group whose form was filled in; that of the partnership unless given. */
  readonly group?: string | undefined;
  /** What leads to the partnership. */
  readonly origin: Omit<Origin, 'customer_key' | 'email'>;
  readonly source: Deal['source'];
  readonly by: string;
  /** Only for the merchant: it is accepted at once and begins in this stage. */
  readonly stage?: string | undefined;
  /** Why it was lost, where that stage is a lost one. */
  readonly lost_reason?: string | undefined;
}

export type DealDeps = ProspectDeps & AttributionDeps;

const COMPARED = [
  ...(['customer_key', 'name', 'account_name', 'account_key', 'contact_email', 'contact_first_name'] as const),
  ...(['contact_last_name', 'country', 'amount', 'close_date', 'answers', 'metadata'] as const),
];

/** The event that announces what happened to a deal; a wait for the merchant is none. */
const EVENTS: Readonly<Partial<Record<DealHappening, EventType>>> = {
  accepted: 'deal.accepted',
  rejected: 'deal.rejected',
  stage_changed: 'deal.stage_changed',
  won: 'deal.won',
  lost: 'deal.lost',
};

/** What a step did, for the history. A stage is rewarded when a deal reaches it for the first time. */
export const dealOccurrence = (before: Deal, after: Deal, what: DealHappening): Occurrence => {
  const event = EVENTS[what];
  const waiting = what === 'to_be_confirmed' ? after.to_confirm : undefined;
  return {
    ...{ what, status: after.status, stage: waiting?.stage ?? after.stage },
    ...(event === undefined ? {} : { event }),
    counts: what !== 'stage_changed' || after.reached.length > before.reached.length,
    reason:
      waiting?.lost_reason ??
      (what === 'lost' ? after.lost_reason : what === 'rejected' || what === 'withdrawn' ? after.reason : undefined),
    amount: waiting === undefined ? after.amount : waiting.amount,
  };
};

const draft = (deps: DealDeps, request: DealRequest, partnership: string | undefined, group: string): Deal => {
  const { origin: _origin, by: _by, group: _group, stage: _stage, lost_reason: _lost, ...told } = request;
  const { program, source } = request;
  const now = deps.clock.now();
  return {
    ...told,
    ...{ key: deps.ids.key('deal', now), program, source, group, status: 'registered', archived: false },
    ...{ reached: [], signs: [] },
    ...(partnership === undefined ? {} : { partnership }),
    ...{ created_at: now, updated_at: now, rev: 1 },
  };
};

/** Accepts a deal that the merchant registers with a stage, and moves it there. */
const begun = (deal: Deal, move: Omit<DealStep & { type: 'move' }, 'type'>, settings: DealSettings, mover: Mover) => {
  const steps: readonly DealStep[] = [{ type: 'accept' }, { type: 'move', ...move }];
  const occurrences: Occurrence[] = [];
  let current = deal;
  for (const step of steps) {
    const { deal: after, what } = stepDeal(current, step, { ...settings, moved_by: 'both' }, mover);
    if (what !== undefined) occurrences.push(dealOccurrence(current, after, what));
    current = after;
  }
  return { deal: current, occurrences };
};

const tryOnce = async (deps: DealDeps, request: DealRequest): Promise<Deal> => {
  const { program, contact_email: email, customer_key, origin, by } = request;
  const settings = await getProgram(deps.store, program);
  if (settings === undefined) throw new Error('The program of a deal is gone.');
  const now = deps.clock.now();
  const { standing: found } = await decideAttribution(deps, settings, { ...origin, email, customer_key }, now);
  const situation = await prospectSituation(deps, program, found?.key);
  const group = await requireGroup(
    deps.store,
    program,
    request.group ?? situation.standing?.group ?? settings.default_group,
    'group_key',
  );
  const signs = signsOf(request);
  const first = await firstWith(deps.store, program, signs);
  const [duplicate_of] = first.values();
  const drafted = draft(deps, request, situation.standing?.key, group.key);
  const registered: Deal =
    duplicate_of === undefined ? { ...drafted, signs: [...signs] } : { ...drafted, duplicate_of };
  const mover: Mover = { kind: 'merchant', name: by, at: now };
  // A duplicate is held for the merchant's decision, whatever stage was wished for.
  const { deal, occurrences } =
    request.stage === undefined || duplicate_of !== undefined
      ? { deal: registered, occurrences: [] }
      : begun(registered, { stage: request.stage, lost_reason: request.lost_reason }, dealSettingsOf(group), mover);
  const announced: Occurrence = {
    ...{ what: 'registered', event: 'deal.registered', status: 'registered', amount: deal.amount },
  };
  await deps.store.transact([
    ...deals.add(deal),
    ...deal.signs.map((sign): Write => takeSign(program, sign, deal.key)),
    ...recordOccurrences(deps, situation, 'DEAL', deal, [announced, ...occurrences], by),
  ]);
  return deal;
};

const repeated = async (deps: DealDeps, request: DealRequest, external: string): Promise<Deal | undefined> => {
  const deal = await deals.find(deps.store, request.program, external);
  if (deal === undefined) return undefined;
  const same = await isOrigin(deps.store, request.program, request.origin, deal.partnership);
  const field = same ? COMPARED.find((name) => !isDeepStrictEqual(deal[name], request[name])) : 'partnership';
  if (field === undefined) return deal;
  throw conflict(`This external_key belongs to a deal with another ${field}.`, 'external_key', field);
};

/**
 * Registers a deal. One that is the same as another (its contact, its account) is marked with it and held for the
 * merchant's decision; of several at one moment exactly one is the first. The same external key with the same content
 * gives the earlier deal.
 * @throws Failure `not_found` or `unprocessable` (partnership, group, stage), `conflict`, `busy`.
 */
export const acceptDeal =
  (deps: DealDeps) =>
  (request: DealRequest): Promise<Deal> =>
    oncePerKey(
      request.external_key,
      (external) => repeated(deps, request, external),
      () => untilUncontended(PROSPECT_CONFLICTS, deps.chance, () => tryOnce(deps, request)),
    );
