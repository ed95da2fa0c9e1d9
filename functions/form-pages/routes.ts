import { openRoute, type Route } from '../shared/api.ts';
import { apply } from '../shared/applications/apply.ts';
import type { ApplyDeps } from '../shared/applications/deps.ts';
import * as contract from '../shared/contracts/public-forms.ts';
import type { CustomerDeps } from '../shared/new-customers.ts';
import { submitDeal, submitLead } from '../shared/prospect-submissions.ts';
import { filePage } from './file-page.ts';
import { formPage, type Submit, sentPage } from './form-page.ts';
import { formScript } from './form-script.ts';
import type { PageDeps } from './page-request.ts';

/** What the pages of public forms work with, and what takes their submissions. */
export interface FormPagesDeps extends PageDeps, ApplyDeps {
  readonly leads: CustomerDeps;
}

/** Takes a submission as the API does. */
const submitting =
  (deps: FormPagesDeps): Submit =>
  (context, { kind, slug, form, recruiter, click_id, page }) => {
    const prospects = { leads: deps.leads, forms: deps };
    switch (kind) {
      case 'application':
        return apply(deps, context, slug, { ...form, recruiter, page });
      case 'lead':
        return submitLead(prospects, context, slug, { ...form, click_id });
      case 'deal':
        return submitDeal(prospects, context, slug, { ...form, click_id });
    }
  };

/** The pages of the public forms, and the script that puts them on other pages. */
export const formPageRoutes = (deps: FormPagesDeps): readonly Route[] => [
  openRoute(contract.getFormPage, (_context, request, params) => formPage(deps, request, params)),
  openRoute(contract.submitFormPage, (context, request, params) =>
    sentPage(deps, submitting(deps), context, request, params),
  ),
  openRoute(contract.getFormFilePage, (_context, request, params) => filePage(deps, request, params)),
  openRoute(contract.getFormScript, async () => formScript()),
];
