import { conflict, notFound } from '../../domain/errors.ts';
import { decideLead, isFinalLead, LEAD_EVENTS, type LeadDecision } from '../../domain/leads.ts';
import { type Lead, leads } from '../../table/leads.ts';
import { ConditionFailed } from '../../table/store.ts';
import { bindingOf } from '../shared/prospect-binding.ts';
import { type Occurrence, PROSPECT_CONFLICTS, prospectSituation, recordOccurrences } from '../shared/prospect-facts.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { LeadsDeps } from './deps.ts';
import { corrected, type EditsOf, edited, editsOf, requireAssignable, requireUnarchived } from './edits.ts';

/** What somebody of the merchant's changes of a lead. */
export interface LeadChanges {
  readonly edits?: EditsOf<Lead>;
  /** The partnership that it is assigned to: its key, or the merchant's own key for it. */
  readonly partnership?: string | undefined;
  /** Its partner corrects it. */
  readonly own?: true;
  readonly status?: LeadDecision | undefined;
  readonly reason?: string | undefined;
}

/** Whose lead, and who changes it. */
export interface Asked {
  readonly program: string;
  readonly key: string;
  readonly by: string;
  /** Only what is of this partnership is found. */
  readonly partnership?: string | undefined;
}

/** @throws Failure `not_found` when the program, or the partnership, has no such lead. */
export const requireLead = async (
  deps: Pick<LeadsDeps, 'store'>,
  { program, key, partnership }: Omit<Asked, 'by'>,
): Promise<Lead> => {
  const lead = await leads.find(deps.store, program, key);
  const visible = lead !== undefined && (partnership === undefined || lead.partnership === partnership);
  if (!visible) throw notFound('lead', 'lead');
  return lead;
};

const refuseIfFinal = (lead: Lead, param: string): void => {
  if (isFinalLead(lead.status)) throw conflict(`A ${lead.status} lead does not change any more.`, param, lead.status);
};

const planned = async (deps: LeadsDeps, before: Lead, changes: LeadChanges) => {
  const occurrences: Occurrence[] = [];
  let lead = before;
  const edits = editsOf(before, changes.edits);
  const rewritten = edited(before, edits);
  if (rewritten !== undefined) {
    lead = changes.own ? corrected(deps, before, rewritten) : rewritten;
    refuseIfFinal(before, Object.keys(edits)[0] ?? 'lead');
    occurrences.push({ what: 'edited', status: lead.status, amount: lead.amount });
  }
  if (changes.partnership !== undefined) {
    const partnership = await requireAssignable(deps.store, before.program, changes.partnership);
    if (partnership !== lead.partnership) {
      refuseIfFinal(before, 'partnership_key');
      lead = { ...lead, partnership };
      occurrences.push({ what: 'assigned', status: lead.status, reason: changes.reason });
    }
  }
  const { status, reason } = changes;
  if (status !== undefined && decideLead(before.status, status)) {
    lead = { ...lead, status, reason };
    occurrences.push({ what: status, event: LEAD_EVENTS[status], status, reason, amount: lead.amount });
  } else if (status !== undefined && reason !== undefined && reason !== before.reason) {
    throw conflict(`This lead was ${status} for another reason.`, 'reason', status);
  }
  return { lead, occurrences };
};

const tryOnce = async (deps: LeadsDeps, asked: Asked, changes: LeadChanges): Promise<Lead> => {
  const before = await requireLead(deps, asked);
  const { lead, occurrences } = await planned(deps, before, changes);
  if (occurrences.length === 0) return before;
  requireUnarchived(before, 'lead');
  const situation = await prospectSituation(deps, asked.program, lead.partnership);
  const decided = lead.status !== before.status && lead.status !== 'rejected';
  const binding = decided ? await bindingOf(deps, situation, lead, 'lead') : undefined;
  const after = {
    ...lead,
    ...(binding?.outcome === undefined ? {} : { binding: binding.outcome }),
    updated_at: deps.clock.now(),
  };
  await deps.store.transact([
    ...leads.change(before, after),
    ...recordOccurrences(deps, situation, 'LEAD', after, occurrences, asked.by, binding?.customer),
    ...(binding?.writes ?? []),
  ]);
  return { ...after, rev: before.rev + 1 };
};

/** @throws Failure `conflict` when another lead or deal has the external key that was wished for. */
export const takenAsConflict = (error: unknown): never => {
  if (error instanceof ConditionFailed && error.condition === 'external_key_taken') {
    throw conflict('This external_key is taken.', 'external_key');
  }
  throw error;
};

/**
 * Edits, assigns or decides about a lead. Qualifying or closing it binds the customer that it names. What was decided
 * before is answered again; what contradicts it is refused.
 * @throws Failure `not_found` (lead, partnership_key), `conflict` (reason: the state against it, `archived`),
 * `unprocessable` (`partnership_inactive`), `busy`.
 */
export const changeLead =
  (deps: LeadsDeps) =>
  (asked: Asked, changes: LeadChanges): Promise<Lead> =>
    untilUncontended(PROSPECT_CONFLICTS, deps.chance, () => tryOnce(deps, asked, changes)).catch(takenAsConflict);

/** Puts a lead away: lists leave it out, and nothing about it changes any more. Its rewards stay. */
export const archiveLead =
  (deps: LeadsDeps) =>
  (asked: Asked): Promise<Lead> =>
    untilUncontended(PROSPECT_CONFLICTS, deps.chance, async () => {
      const before = await requireLead(deps, asked);
      if (before.archived) return before;
      const situation = await prospectSituation(deps, asked.program, before.partnership);
      const after = { ...before, archived: true, updated_at: deps.clock.now() };
      const archived = { what: 'archived', status: before.status };
      await deps.store.transact([
        ...leads.change(before, after),
        ...recordOccurrences(deps, situation, 'LEAD', after, [archived], asked.by),
      ]);
      return { ...after, rev: before.rev + 1 };
    });
