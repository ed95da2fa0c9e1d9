import { type DealStep, isFinalDeal, isLiving, type Mover, stageNamed, stepDeal } from '../../domain/deals.ts';
import { signsOf } from '../../domain/duplicates.ts';
import { conflict, notFound, unprocessable } from '../../domain/errors.ts';
import { type Deal, deals, firstWith, freeSign, takeSign } from '../../table/deals.ts';
import type { Write } from '../../table/store.ts';
import { dealSettingsOf, requireGroup } from '../shared/deal-settings.ts';
import { dealOccurrence } from '../shared/deals.ts';
import { bindingOf } from '../shared/prospect-binding.ts';
import { type Occurrence, PROSPECT_CONFLICTS, prospectSituation, recordOccurrences } from '../shared/prospect-facts.ts';
import { untilUncontended } from '../shared/retry.ts';
import { type Asked, takenAsConflict } from './change-lead.ts';
import type { LeadsDeps } from './deps.ts';
import { corrected, type Edits, type EditsOf, edited, editsOf, requireAssignable, requireUnarchived } from './edits.ts';

/** What somebody changes of a deal; a partner moves it, and corrects its own. Amounts in minor units. */
export interface DealChanges {
  readonly edits?: EditsOf<Deal>;
  /** Its partner corrects it. */
  readonly own?: true;
  readonly partnership?: string | undefined;
  readonly status?: 'accepted' | 'rejected' | 'won' | 'lost' | undefined;
  /** A stage by its name or key. */
  readonly stage?: string | undefined;
  readonly amount?: number | undefined;
  readonly reason?: string | undefined;
  readonly lost_reason?: string | undefined;
  /** What the merchant says to a move that waits. */
  readonly confirm?: boolean | undefined;
}

/** Whose deal, and who changes it. */
export interface AskedDeal extends Asked {
  readonly kind: Mover['kind'];
}

/** @throws Failure `not_found` when the program, or the partnership, has no such deal. */
export const requireDeal = async (
  deps: Pick<LeadsDeps, 'store'>,
  { program, key, partnership }: Pick<AskedDeal, 'program' | 'key' | 'partnership'>,
): Promise<Deal> => {
  const deal = await deals.find(deps.store, program, key);
  const visible = deal !== undefined && (partnership === undefined || deal.partnership === partnership);
  if (!visible) throw notFound('deal', 'deal');
  return deal;
};

const requireReason = (reason: string | undefined): string => {
  if (reason === undefined) throw unprocessable('reason_missing', 'A deal is rejected with a reason.', 'reason');
  return reason;
};

/** The steps that a request comes to. A merchant that moves a registered deal accepts it with that. */
const stepsOf = (deal: Deal, changes: DealChanges, kind: Mover['kind']): readonly DealStep[] => {
  const { status, stage, reason, lost_reason, amount, confirm } = changes;
  if (confirm !== undefined) return [confirm ? { type: 'confirm', amount } : { type: 'send_back' }];
  if (status === 'rejected') return [{ type: 'reject', reason: requireReason(reason) }];
  const ends = status === 'won' || status === 'lost' ? { final: status } : undefined;
  const target = stage ?? ends;
  const accepts =
    status === 'accepted' || (kind === 'merchant' && target !== undefined && deal.status === 'registered');
  return [
    ...(accepts ? [{ type: 'accept' } as const] : []),
    ...(target === undefined ? [] : [{ type: 'move', stage: target, amount, lost_reason } as const]),
  ];
};

const refuseIfFinal = (deal: Deal, param: string): void => {
  if (isFinalDeal(deal.status)) throw conflict(`A ${deal.status} deal does not change any more.`, param, deal.status);
};

/** Edits and assignment, before any step. */
const rewritten = async (deps: LeadsDeps, before: Deal, changes: DealChanges, edits: Edits<Deal>) => {
  const occurrences: Occurrence[] = [];
  let deal = before;
  const fresh = edited(before, edits);
  if (fresh !== undefined) {
    deal = changes.own ? corrected(deps, before, fresh) : fresh;
    refuseIfFinal(before, Object.keys(edits)[0] ?? 'deal');
    occurrences.push({ what: 'edited', status: deal.status, stage: deal.stage, amount: deal.amount });
  }
  if (changes.partnership === undefined) return { deal, occurrences };
  const partnership = await requireAssignable(deps.store, before.program, changes.partnership);
  if (partnership === deal.partnership) return { deal, occurrences };
  refuseIfFinal(before, 'partnership_key');
  occurrences.push({ what: 'assigned', status: deal.status, stage: deal.stage, reason: changes.reason });
  return { deal: { ...deal, partnership }, occurrences };
};

const planned = async (deps: LeadsDeps, before: Deal, asked: AskedDeal, changes: DealChanges) => {
  const group = await requireGroup(deps.store, asked.program, before.group);
  const settings = dealSettingsOf(group);
  const { stage, status, confirm } = changes;
  const target = stage === undefined ? undefined : stageNamed(settings, stage);
  const closes = confirm === true || status === 'won' || status === 'lost' || (target?.final ?? null) !== null;
  // With the last step the amount is the closing amount; without one it is an edit, which a partner cannot make.
  const edits = !closes && asked.kind === 'merchant';
  const amount = edits && changes.amount !== undefined ? { amount: changes.amount } : {};
  const plan = await rewritten(deps, before, changes, { ...editsOf(before, changes.edits), ...amount });
  const mover: Mover = { kind: asked.kind, name: asked.by, at: deps.clock.now() };
  const wished = edits ? { ...changes, amount: undefined } : changes;
  let { deal } = plan;
  const { occurrences } = plan;
  for (const step of stepsOf(deal, wished, asked.kind)) {
    const { deal: after, what } = stepDeal(deal, step, settings, mover);
    if (what !== undefined) occurrences.push(dealOccurrence(deal, after, what));
    deal = after;
  }
  return { deal, occurrences };
};

/** The signs that a deal holds after a change, and who holds the others. One that came to nothing holds none. */
const signsAfter = async (deps: LeadsDeps, before: Deal, deal: Deal) => {
  const { program, key } = before;
  const wanted = isLiving(deal.status) && !deal.archived ? signsOf(deal) : [];
  const unheld = wanted.filter((sign) => !before.signs.includes(sign));
  const first = await firstWith(deps.store, program, unheld);
  const [duplicate_of] = first.values();
  const kept = before.signs.filter((sign) => wanted.includes(sign));
  // A duplicate takes no sign before the merchant has decided for it.
  const mayTake = deal.status !== 'registered' || (duplicate_of === undefined && deal.duplicate_of === undefined);
  const taken = mayTake ? unheld.filter((sign) => !first.has(sign)) : [];
  const marks = deal.status === 'registered' && duplicate_of !== undefined && deal.duplicate_of === undefined;
  const writes: readonly Write[] = [
    ...before.signs.filter((sign) => !kept.includes(sign)).map((sign) => freeSign(program, sign, key)),
    ...taken.map((sign) => takeSign(program, sign, key)),
  ];
  return { deal: { ...deal, signs: [...kept, ...taken], ...(marks ? { duplicate_of } : {}) }, writes };
};

/** Writes a deal as it was planned, with what happened to it, and the signs that it takes and frees. */
export const storeDeal = async (
  deps: LeadsDeps,
  asked: Asked,
  before: Deal,
  planned: Deal,
  occurrences: readonly Occurrence[],
) => {
  const situation = await prospectSituation(deps, asked.program, planned.partnership);
  const { deal, writes } = await signsAfter(deps, before, planned);
  const binds = occurrences.some(({ what }) => what === 'accepted' || what === 'won');
  const named = { customer_key: deal.customer_key, email: deal.contact_email };
  const binding = binds ? await bindingOf(deps, situation, named, 'deal') : undefined;
  const after: Deal = {
    ...deal,
    ...(binding?.outcome === undefined ? {} : { binding: binding.outcome }),
    updated_at: deps.clock.now(),
  };
  await deps.store.transact([
    ...deals.change(before, after),
    ...recordOccurrences(deps, situation, 'DEAL', after, occurrences, asked.by, binding?.customer),
    ...(binding?.writes ?? []),
    ...writes,
  ]);
  return { ...after, rev: before.rev + 1 };
};

/**
 * Edits, assigns, accepts, rejects or moves a deal, or answers a move that waits. Accepting and winning it bind the
 * customer that it names. What was done before is answered again; what contradicts it is refused.
 * @throws Failure `not_found` (deal, partnership_key), `conflict` (reason: the state against it, `archived`),
 * `forbidden` (`moved_by`), `unprocessable` (`unknown_stage`, `amount_missing`, `reason_missing`), `busy`.
 */
export const changeDeal =
  (deps: LeadsDeps) =>
  (asked: AskedDeal, changes: DealChanges): Promise<Deal> =>
    untilUncontended(PROSPECT_CONFLICTS, deps.chance, async () => {
      const before = await requireDeal(deps, asked);
      const { deal, occurrences } = await planned(deps, before, asked, changes);
      if (occurrences.length === 0) return before;
      requireUnarchived(before, 'deal');
      return storeDeal(deps, asked, before, deal, occurrences);
    }).catch(takenAsConflict);

/** Puts a deal away: lists leave it out, others may register the same again, and its rewards stay. */
export const archiveDeal =
  (deps: LeadsDeps) =>
  (asked: Asked): Promise<Deal> =>
    untilUncontended(PROSPECT_CONFLICTS, deps.chance, async () => {
      const before = await requireDeal(deps, asked);
      if (before.archived) return before;
      const archived: Occurrence = { what: 'archived', status: before.status, stage: before.stage };
      return storeDeal(deps, asked, before, { ...before, archived: true }, [archived]);
    });
