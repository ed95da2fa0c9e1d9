import { notFound } from '../../domain/errors.ts';
import { type Deal, deals } from '../../table/deals.ts';
import { type Lead, leads } from '../../table/leads.ts';
import { getStanding, type Standing } from '../../table/partnerships.ts';
import type { Program } from '../../table/programs.ts';
import type { Route } from '../shared/api.ts';
import { route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import {
  getPortalDeal,
  getPortalLead,
  listPortalDeals,
  listPortalLeads,
  movePortalDeal,
  submitPortalDeal,
  submitPortalLead,
} from '../shared/contracts/portal-leads.ts';
import { portalDealView, portalDealViews } from '../shared/deal-views.ts';
import { acceptDeal } from '../shared/deals.ts';
import { portalLeadView, portalLeadViews } from '../shared/lead-views.ts';
import { acceptLead } from '../shared/leads.ts';
import { answered, dealOfAnswers, leadOfAnswers, requireForm } from '../shared/prospect-forms.ts';
import { arrived } from '../shared/prospect-submissions.ts';
import type { Context } from '../shared/routes.ts';
import { changeDeal, requireDeal } from './change-deal.ts';
import { requireLead } from './change-lead.ts';
import type { LeadsDeps, SubmittingDeps } from './deps.ts';
import { prospectPage } from './lists.ts';
import { requirePlanned } from './requests.ts';

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
  answers: unknown,
): Promise<Submission> => {
  const program = await requirePlanned(deps, context.program, kind === 'lead' ? 'leads' : 'deals');
  const standing = await getStanding(deps.store, partnershipOf(context));
  if (standing === undefined || standing.program !== program.key) throw notFound('partnership', 'partnership');
  const form = await requireForm(deps.store, { program: program.key, group: standing.group, kind });
  return { program, standing, form: await answered(deps, form, answers) };
};

const submitLead = async (deps: SubmittingDeps, context: Context, answers: unknown): Promise<Lead> => {
  const { program, standing, form } = await submissionOf(deps, context, 'lead', answers);
  return acceptLead(deps)({
    ...{ ...leadOfAnswers(form.answers), ...form, program: program.key, group: standing.group },
    ...{ origin: { partnership: standing.key }, source: 'partner', by: context.caller.actor },
  });
};

const submitDeal = async (deps: SubmittingDeps, context: Context, answers: unknown): Promise<Deal> => {
  const { program, standing, form } = await submissionOf(deps, context, 'deal', answers);
  return acceptDeal(deps)({
    ...{ ...dealOfAnswers(form.answers, program.currency), ...form, program: program.key, group: standing.group },
    ...{ origin: { partnership: standing.key }, source: 'partner', by: context.caller.actor },
  });
};

/** @throws Failure `not_found` unless the lead is the partner's own. */
const ownLead = async (deps: LeadsDeps, context: Context, key: string): Promise<Lead> => {
  const lead = await requireLead(deps, context.program, key);
  if (lead.partnership !== partnershipOf(context) || lead.archived) throw notFound('lead', 'lead');
  return lead;
};

/** @throws Failure `not_found` unless the deal is the partner's own. */
const ownDeal = async (deps: LeadsDeps, context: Context, key: string): Promise<Deal> => {
  const deal = await requireDeal(deps, { program: context.program, key, partnership: partnershipOf(context) });
  if (deal.archived) throw notFound('deal', 'deal');
  return deal;
};

const shown =
  (status: string | undefined) =>
  (prospect: Lead | Deal): boolean =>
    !prospect.archived && (status === undefined || prospect.status === status);

const asPartner = (context: Context, key: string) => ({
  ...{ program: context.program, key, by: context.caller.actor, kind: 'partner' as const },
  partnership: partnershipOf(context),
});

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
  route(movePortalDeal, async (context, { params, body }) =>
    portalDealView(deps.store, await changeDeal(arrived(deps, context))(asPartner(context, params.deal), body)),
  ),
];
