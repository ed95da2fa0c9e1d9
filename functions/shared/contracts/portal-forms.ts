import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { FormTemplate } from './form-templates.ts';

const { title, description, fields } = FormTemplate.shape;

/** A form that the partner fills in. */
export const PortalForm = z.strictObject({
  /** Whether it is there: without it nothing can be submitted, and nothing is asked. */
  enabled: z.boolean(),
  title,
  description,
  /** What it asks, without hidden fields. */
  fields,
});

const tag = 'portal';

export const getPortalLeadForm = operation({
  id: 'getPortalLeadForm',
  method: 'GET',
  path: '/v2/portal/leads/form',
  tag,
  scope: 'portal:read',
  summary: 'The form by which the partner submits leads',
  message: 'Form retrieved.',
  data: PortalForm,
});

export const getPortalDealForm = operation({
  id: 'getPortalDealForm',
  method: 'GET',
  path: '/v2/portal/deals/form',
  tag,
  scope: 'portal:read',
  summary: 'The form by which the partner registers deals',
  message: 'Form retrieved.',
  data: PortalForm,
});
