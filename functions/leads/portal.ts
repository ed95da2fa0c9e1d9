import { notFound } from '../../domain/errors.ts';
import { type Deal, deals } from '../../table/deals.ts';
import { type Lead, leads } from '../../table/leads.ts';
import { getStanding, type Standing } from '../../table/partnerships.ts';
import type { Program } from '../../table/programs.ts';
import type { Route } from '../shared/api.ts';
import { route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import type { InputOf } from '../shared/contract.ts';
import {
  editPortalDeal,
  editPortalLead,
  getPortalDeal,
  getPortalLead,
  listPortalDeals,
  listPortalLeads,
  movePortalDeal,
  submitPortalDeal,
  submitPortalLead,
  withdrawPortalDeal,
  withdrawPortalLead,
} from '../shared/contracts/portal-leads.ts';
import { portalDealView, portalDealViews } from '../shared/deal-views.ts';
import { acceptDeal } from '../shared/deals.ts';
import { portalLeadView, portalLeadViews } from '../shared/lead-views.ts';
import { acceptLead } from '../shared/leads.ts';
import { answered, type CheckOfAnswers, dealOfAnswers, leadOfAnswers, requireForm } from '../shared/prospect-forms.ts';
import { arrived } from '../shared/prospect-submissions.ts';
import type { Context } from '../shared/routes.ts';
import { filesBesides, namingKept } from '../shared/uploads.ts';
import { changeDeal, requireDeal } from './change-deal.ts';
import { changeLead, requireLead } from './change-lead.ts';
import { dealEdits, leadEdits } from './corrections.ts';
import type { LeadsDeps, SubmittingDeps } from './deps.ts';
import { requireCorrectable } from './edits.ts';
import { prospectPage } from './lists.ts';
import { requirePlanned } from './requests.ts';
import { withdrawDeal, withdrawLead } from './withdraw.ts';

type Answers = InputOf<typeof submitPortalLead>['body']['answers'];

/** What a partner's submission begins with: its program, standing, and the answers to the form of its group. */
interface Submission {
  readonly program: Program;
  readonly standing: Standing;
  readonly form: Awaited<ReturnType<typeof answered>>;
}

const submissionOf = async (
  deps: SubmittingDeps,
  context: Context,
  kind: 'lead' | 'deal',
  given: Answers,
  before?: Lead | Deal,
): Promise<Submission> => {
  const program = await requirePlanned(deps, context.program, kind === 'lead' ? 'leads' : 'deals');
  const standing = await getStanding(deps.store, partnershipOf(context));
  if (standing === undefined || standing.program !== program.key) throw notFound('partnership', 'partnership');
  const form = await requireForm(deps.store, { program: program.key, group: standing.group, kind });
  const earlier: Pick<Lead, 'answers' | 'files'> = before ?? {};
  // Nobody is shown a hidden field in the portal: what it holds stays when the rest is corrected.
  const hidden = form.content.fields.filter((field) => field.hidden && earlier.answers?.[field.key] !== undefined);
  const kept = Object.fromEntries(hidden.map(({ key }) => [key, earlier.answers?.[key] ?? null]));
  const check: CheckOfAnswers = (answers, fresh) => {
    if (kind === 'deal') dealOfAnswers(answers, program.currency);
    if (before !== undefined && fresh.length > 0) requireCorrectable(before);
  };
  return {
    program,
    standing,
    form: await answered(deps, form, { ...kept, ...given }, { earlier: earlier.files, check }),
  };
};

const submitLead = async (deps: SubmittingDeps, context: Context, answers: Answers): Promise<Lead> => {
  const { program, standing, form } = await submissionOf(deps, context, 'lead', answers);
  return acceptLead(deps)({
    ...{ ...leadOfAnswers(form.answers), ...form, program: program.key, group: standing.group },
    ...{ origin: { partnership: standing.key }, source: 'partner', by: context.caller.actor },
    submitter: standing.key,
  });
};

const submitDeal = async (deps: SubmittingDeps, context: Context, answers: Answers): Promise<Deal> => {
  const { program, standing, form } = await submissionOf(deps, context, 'deal', answers);
  return acceptDeal(deps)({
    ...{ ...dealOfAnswers(form.answers, program.currency), ...form, program: program.key, group: standing.group },
    ...{ origin: { partnership: standing.key }, source: 'partner', by: context.caller.actor },
    submitter: standing.key,
  });
};

/** @throws Failure `not_found` unless the lead is the partner's own. */
const ownLead = async (deps: LeadsDeps, context: Context, key: string): Promise<Lead> => {
  const lead = await requireLead(deps, { program: context.program, key, partnership: partnershipOf(context) });
  if (lead.archived) throw notFound('lead', 'lead');
  return lead;
};

/** @throws Failure `not_found` unless the deal is the partner's own. */
const ownDeal = async (deps: LeadsDeps, context: Context, key: string): Promise<Deal> => {
  const deal = await requireDeal(deps, { program: context.program, key, partnership: partnershipOf(context) });
  if (deal.archived) throw notFound('deal', 'deal');
  return deal;
};

const asPartner = (context: Context, key: string) => ({
  ...{ program: context.program, key, by: context.caller.actor, kind: 'partner' as const },
  partnership: partnershipOf(context),
});

const editLead = async (deps: SubmittingDeps, context: Context, key: string, answers: Answers): Promise<Lead> => {
  const before = await ownLead(deps, context, key);
  const { form } = await submissionOf(deps, context, 'lead', answers, before);
  const changes = { own: true, edits: (current: Lead) => leadEdits(form, current) } as const;
  return namingKept(deps, context.program, filesBesides(form.files ?? [], before.files ?? []), {
    name: () => changeLead(deps)(asPartner(context, key), changes),
    named: async () => (await leads.get(deps.store, context.program, before.key))?.files ?? [],
  });
};

const editDeal = async (deps: SubmittingDeps, context: Context, key: string, answers: Answers): Promise<Deal> => {
  const before = await ownDeal(deps, context, key);
  const { program, form } = await submissionOf(deps, context, 'deal', answers, before);
  const changes = { own: true, edits: (current: Deal) => dealEdits(form, current, program.currency) } as const;
  return namingKept(deps, context.program, filesBesides(form.files ?? [], before.files ?? []), {
    name: () => changeDeal(deps)(asPartner(context, key), changes),
    named: async () => (await deals.get(deps.store, context.program, before.key))?.files ?? [],
  });
};

const shown =
  (status: string | undefined) =>
  (prospect: Lead | Deal): boolean =>
    !prospect.archived && (status === undefined || prospect.status === status);

/** What partners see and do of leads and deals: only their own, and nothing of groups. */
export const portalRoutes = (deps: SubmittingDeps): readonly Route[] => [
  route(submitPortalLead, async (context, { body }) =>
    portalLeadView(deps.store, await submitLead(arrived(deps, context), context, body.answers)),
  ),
  route(listPortalLeads, (context, { query: { status, ...query } }) => {
    const of = { program: context.program, partnership: partnershipOf(context) };
    return prospectPage(deps.store, leads, of, query, shown(status), portalLeadViews);
  }),
  route(getPortalLead, async (context, { params }) =>
    portalLeadView(deps.store, await ownLead(deps, context, params.lead)),
  ),
  route(editPortalLead, async (context, { params, body }) =>
    portalLeadView(deps.store, await editLead(arrived(deps, context), context, params.lead, body.answers)),
  ),
  route(withdrawPortalLead, async (context, { params, body }) =>
    portalLeadView(
      deps.store,
      await withdrawLead(arrived(deps, context))(asPartner(context, params.lead), body.reason),
    ),
  ),
  route(submitPortalDeal, async (context, { body }) =>
    portalDealView(deps.store, await submitDeal(arrived(deps, context), context, body.answers)),
  ),
  route(listPortalDeals, (context, { query: { status, ...query } }) => {
    const of = { program: context.program, partnership: partnershipOf(context) };
    return prospectPage(deps.store, deals, of, query, shown(status), portalDealViews);
  }),
  route(getPortalDeal, async (context, { params }) =>
    portalDealView(deps.store, await ownDeal(deps, context, params.deal)),
  ),
  route(editPortalDeal, async (context, { params, body }) =>
    portalDealView(deps.store, await editDeal(arrived(deps, context), context, params.deal, body.answers)),
  ),
  route(withdrawPortalDeal, async (context, { params, body }) =>
    portalDealView(
      deps.store,
      await withdrawDeal(arrived(deps, context))(asPartner(context, params.deal), body.reason),
    ),
  ),
  route(movePortalDeal, async (context, { params, body }) =>
    portalDealView(deps.store, await changeDeal(arrived(deps, context))(asPartner(context, params.deal), body)),
  ),
];
