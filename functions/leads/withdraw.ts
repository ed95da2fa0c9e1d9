import { conflict, Failure } from '../../domain/errors.ts';
import { type Deal, deals } from '../../table/deals.ts';
import { earningsAt } from '../../table/earnings.ts';
import { readFact } from '../../table/facts.ts';
import { PROSPECT_ENTRIES_PREFIX, type ProspectKind, prospectKey } from '../../table/keys.ts';
import { type Lead, leads } from '../../table/leads.ts';
import type { Prospect } from '../../table/prospects.ts';
import { PROSPECT_CONFLICTS, prospectSituation, recordOccurrences } from '../shared/prospect-facts.ts';
import { untilUncontended } from '../shared/retry.ts';
import { requireDeal, storeDeal } from './change-deal.ts';
import { type Asked, requireLead } from './change-lead.ts';
import type { LeadsDeps } from './deps.ts';
import { requireCorrectable } from './edits.ts';

/**
 * What nobody has decided about has announced one thing, its arrival: the first entry of its history. Where a trigger
 * waited for that, an earning answers it, and until it is there nobody knows whether it earned.
 * @throws Failure `conflict` (`earned`), `busy` while the arrival is being evaluated.
 */
const requireUnearned = async ({ store }: LeadsDeps, kind: ProspectKind, { program, key }: Prospect): Promise<void> => {
  const { pk } = prospectKey(kind, program, key);
  const [arrival] = (await store.query({ pk, prefix: PROSPECT_ENTRIES_PREFIX, limit: 1 })).items;
  if (arrival === undefined) throw new Error('A lead or deal has no history.');
  const { partnership, period, key: event, counted } = readFact(arrival);
  if (partnership === undefined || !counted) return;
  const [earning] = await earningsAt(store, [{ partnership: partnership.key, period, event }]);
  if (earning === undefined) throw new Failure('busy', 'It is being looked at. Try again.', { retryAfterSeconds: 2 });
  if (earning.rewards.length > 0) throw conflict('A reward was earned by it already.', 'status', 'earned');
};

/** The partnership that withdraws, and what of it. */
type OwnAsked = Asked & { readonly partnership: string };

/**
 * A partner withdraws a lead that it submitted. A lead that is withdrawn already stays as it is.
 * @throws Failure `not_found`, `forbidden` (`not_submitter`), `conflict` (`decided`, `earned`, `archived`), `busy`.
 */
export const withdrawLead =
  (deps: LeadsDeps) =>
  (asked: OwnAsked, reason: string | undefined): Promise<Lead> =>
    untilUncontended(PROSPECT_CONFLICTS, deps.chance, async () => {
      const before = await requireLead(deps, asked);
      if (before.status === 'withdrawn') return before;
      requireCorrectable(before);
      await requireUnearned(deps, leads.kind, before);
      const after: Lead = { ...before, status: 'withdrawn', reason, updated_at: deps.clock.now() };
      const situation = await prospectSituation(deps, asked.program, before.partnership);
      const withdrawn = { what: 'withdrawn', status: after.status, reason };
      await deps.store.transact([
        ...leads.change(before, after),
        ...recordOccurrences(deps, situation, leads.kind, after, [withdrawn], asked.by),
      ]);
      return { ...after, rev: before.rev + 1 };
    });

/** A partner withdraws a deal that it registered: others may register the same again. @throws Failure as for leads. */
export const withdrawDeal =
  (deps: LeadsDeps) =>
  (asked: OwnAsked, reason: string | undefined): Promise<Deal> =>
    untilUncontended(PROSPECT_CONFLICTS, deps.chance, async () => {
      const before = await requireDeal(deps, asked);
      if (before.status === 'withdrawn') return before;
      requireCorrectable(before);
      await requireUnearned(deps, deals.kind, before);
      const withdrawn = { what: 'withdrawn', status: 'withdrawn', reason };
      return storeDeal(deps, asked, before, { ...before, status: 'withdrawn', reason }, [withdrawn]);
    });
