import { publicRoute, type Route, route } from '../shared/api.ts';
import { apply } from '../shared/applications/apply.ts';
import * as contract from '../shared/contracts/form-templates.ts';
import * as open from '../shared/contracts/public-forms.ts';
import { applicationRoutes } from './applications.ts';
import type { FormsDeps, PublicDeps } from './deps.ts';
import { formsOfKind, getVersion, listForms, listVersions } from './form-lists.ts';
import { copyForm, getForm, resetForm, updateForm } from './form-templates.ts';
import { prospectFileRoutes } from './prospect-files.ts';
import { allowUpload, servePublicForm } from './public-forms.ts';

/** The operations of /v2/form-templates. */
export const formTemplateRoutes = (deps: FormsDeps): readonly Route[] => [
  route(contract.listFormTemplates, (context, { query }) => listForms(deps, context, query)),
  route(contract.listLeadForms, (context, { query }) => formsOfKind(deps, context, 'lead', query)),
  route(contract.listDealForms, (context, { query }) => formsOfKind(deps, context, 'deal', query)),
  route(contract.getFormTemplate, (context, { params }) => getForm(deps, context, params.form)),
  route(contract.updateFormTemplate, (context, { params, body }) => updateForm(deps, context, params.form, body)),
  route(contract.resetFormTemplate, (context, { params }) => resetForm(deps, context, params.form)),
  route(contract.copyFormTemplate, (context, { params, body }) => copyForm(deps, context, params.form, body)),
  route(contract.listFormVersions, (context, input) => listVersions(deps, context, input)),
  route(contract.getFormVersion, (context, input) => getVersion(deps, context, input)),
];

/** What anybody reaches without a key. */
const publicRoutes = (deps: PublicDeps): readonly Route[] => [
  publicRoute(open.getPublicForm, (_context, input) => servePublicForm(deps, input)),
  publicRoute(open.submitApplication, (context, { params, body }) => apply(deps, context, params.form, body)),
  publicRoute(open.createUpload, (_context, input) => allowUpload(deps, input)),
];

/** Everything about forms and applications. */
export const formRoutes = (deps: PublicDeps): readonly Route[] => [
  ...formTemplateRoutes(deps),
  ...applicationRoutes(deps),
  ...prospectFileRoutes(deps),
  ...publicRoutes(deps),
];
