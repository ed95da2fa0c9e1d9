import { publicRoute, type Route } from '../shared/api.ts';
import { submitDealForm, submitLeadForm } from '../shared/contracts/public-prospects.ts';
import { type SubmitDeps, submitDeal, submitLead } from '../shared/prospect-submissions.ts';

/** Leads and deals from the forms on a merchant's own pages. */
export const publicRoutes = (deps: SubmitDeps): readonly Route[] => [
  publicRoute(submitLeadForm, (context, { params, body }) => submitLead(deps, context, params.form, body)),
  publicRoute(submitDealForm, (context, { params, body }) => submitDeal(deps, context, params.form, body)),
];
