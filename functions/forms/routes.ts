import { type Route, route } from '../shared/api.ts';
import * as contract from '../shared/contracts/form-templates.ts';
import type { FormsDeps } from './deps.ts';
import { getVersion, listForms, listVersions } from './form-lists.ts';
import { copyForm, getForm, resetForm, updateForm } from './form-templates.ts';

/** The operations of /v2/form-templates. */
export const formTemplateRoutes = (deps: FormsDeps): readonly Route[] => [
  route(contract.listFormTemplates, (context, { query }) => listForms(deps, context, query)),
  route(contract.getFormTemplate, (context, { params }) => getForm(deps, context, params.form)),
  route(contract.updateFormTemplate, (context, { params, body }) => updateForm(deps, context, params.form, body)),
  route(contract.resetFormTemplate, (context, { params }) => resetForm(deps, context, params.form)),
  route(contract.copyFormTemplate, (context, { params, body }) => copyForm(deps, context, params.form, body)),
  route(contract.listFormVersions, (context, input) => listVersions(deps, context, input)),
  route(contract.getFormVersion, (context, input) => getVersion(deps, context, input)),
];
