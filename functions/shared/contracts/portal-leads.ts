import * as z from 'zod/mini';
import { DEAL_STATES, DealStage } from '../../../domain/deals.ts';
import { LEAD_STATES } from '../../../domain/leads.ts';
import { operation } from '../contract.ts';
import { ToConfirm } from './deals.ts';
import { amount, day, email, key, line, listOf, listQuery, place } from './fields.ts';
import { answers, reason, visibleFields } from './prospects.ts';

const tag = 'portal';

/** Whether the partner may still correct or withdraw it: it handed it in, and the merchant has not decided. */
const mayEdit = z.boolean();

/** A lead as its partner follows it. */
export const PortalLead = z.strictObject({
  ...visibleFields,
  status: z.enum(LEAD_STATES),
  email: z.nullable(email),
  first_name: z.nullable(line(500)),
  last_name: z.nullable(line(500)),
  company: z.nullable(line(500)),
  phone: z.nullable(line(40)),
  country: z.nullable(place),
  reason: z.nullable(reason),
  may_edit: mayEdit,
});

/** A deal as its partner follows it, with the stages where the partner may move it. */
export const PortalDeal = z.strictObject({
  ...visibleFields,
  status: z.enum(DEAL_STATES),
  name: z.nullable(line(500)),
  account_name: z.nullable(line(500)),
  contact_email: z.nullable(email),
  contact_first_name: z.nullable(line(500)),
  contact_last_name: z.nullable(line(500)),
  country: z.nullable(place),
  close_date: z.nullable(day),
  stage: z.nullable(line(60)),
  stage_key: z.nullable(line(40)),
  to_confirm: z.nullable(ToConfirm),
  reason: z.nullable(reason),
  lost_reason: z.nullable(reason),
  /** Whether the same was registered before, so that the merchant looks at it first. */
  held: z.boolean(),
  may_edit: mayEdit,
  may_move: z.boolean(),
  stages: z.array(DealStage),
});

const submission = z.strictObject({ answers });
const leadParams = z.strictObject({ lead: key });
const dealParams = z.strictObject({ deal: key });

export const submitPortalLead = operation({
  id: 'submitPortalLead',
  method: 'POST',
  path: '/v2/portal/leads',
  tag,
  scope: 'portal:write',
  summary: 'Submit a lead with the answers to the form',
  message: 'Lead submitted.',
  body: submission,
  data: PortalLead,
});

export const listPortalLeads = operation({
  id: 'listPortalLeads',
  method: 'GET',
  path: '/v2/portal/leads',
  tag,
  scope: 'portal:read',
  summary: 'List the partner’s own leads',
  message: 'Leads retrieved.',
  query: z.extend(listQuery, { status: z.optional(z.enum(LEAD_STATES)) }),
  data: listOf(PortalLead),
});

export const getPortalLead = operation({
  id: 'getPortalLead',
  method: 'GET',
  path: '/v2/portal/leads/{lead}',
  tag,
  scope: 'portal:read',
  summary: 'Get one of the partner’s own leads',
  message: 'Lead retrieved.',
  params: leadParams,
  data: PortalLead,
});

const EDITING =
  'The answers replace the earlier ones. Only what the partner handed in itself can be edited, and only until the merchant has decided (reason `decided`). What was earned for handing it in stays.';
const WITHDRAWING =
  'Final. Refused once the merchant has decided (reason `decided`) or a reward was earned by it (reason `earned`). What was withdrawn earns nothing.';
const withdrawal = z.strictObject({ reason: z.optional(reason) });

export const editPortalLead = operation({
  id: 'editPortalLead',
  method: 'PUT',
  path: '/v2/portal/leads/{lead}',
  tag,
  scope: 'portal:write',
  summary: 'Edit a lead that the partner submitted',
  description: EDITING,
  message: 'Lead edited.',
  params: leadParams,
  body: submission,
  data: PortalLead,
});

export const withdrawPortalLead = operation({
  id: 'withdrawPortalLead',
  method: 'POST',
  path: '/v2/portal/leads/{lead}/withdrawal',
  tag,
  scope: 'portal:write',
  summary: 'Withdraw a lead that the partner submitted',
  description: WITHDRAWING,
  message: 'Lead withdrawn.',
  params: leadParams,
  body: withdrawal,
  data: PortalLead,
});

export const submitPortalDeal = operation({
  id: 'submitPortalDeal',
  method: 'POST',
  path: '/v2/portal/deals',
  tag,
  scope: 'portal:write',
  summary: 'Register a deal with the answers to the form',
  message: 'Deal registered.',
  body: submission,
  data: PortalDeal,
});

export const listPortalDeals = operation({
  id: 'listPortalDeals',
  method: 'GET',
  path: '/v2/portal/deals',
  tag,
  scope: 'portal:read',
  summary: 'List the partner’s own deals',
  message: 'Deals retrieved.',
  query: z.extend(listQuery, { status: z.optional(z.enum(DEAL_STATES)) }),
  data: listOf(PortalDeal),
});

export const getPortalDeal = operation({
  id: 'getPortalDeal',
  method: 'GET',
  path: '/v2/portal/deals/{deal}',
  tag,
  scope: 'portal:read',
  summary: 'Get one of the partner’s own deals',
  message: 'Deal retrieved.',
  params: dealParams,
  data: PortalDeal,
});

export const editPortalDeal = operation({
  id: 'editPortalDeal',
  method: 'PUT',
  path: '/v2/portal/deals/{deal}',
  tag,
  scope: 'portal:write',
  summary: 'Edit a deal that the partner registered',
  description: EDITING,
  message: 'Deal edited.',
  params: dealParams,
  body: submission,
  data: PortalDeal,
});

export const withdrawPortalDeal = operation({
  id: 'withdrawPortalDeal',
  method: 'POST',
  path: '/v2/portal/deals/{deal}/withdrawal',
  tag,
  scope: 'portal:write',
  summary: 'Withdraw a deal that the partner registered',
  description: WITHDRAWING,
  message: 'Deal withdrawn.',
  params: dealParams,
  body: withdrawal,
  data: PortalDeal,
});

export const movePortalDeal = operation({
  id: 'movePortalDeal',
  method: 'POST',
  path: '/v2/portal/deals/{deal}/stage',
  tag,
  scope: 'portal:write',
  summary: 'Move a deal to another stage, where partners may',
  description:
    'A move to a final stage may wait for the merchant’s confirmation. Moving a deal to the stage where it is takes such a move back.',
  message: 'Deal moved.',
  params: dealParams,
  body: z.strictObject({
    stage: line(60),
    amount: z.optional(amount),
    lost_reason: z.optional(reason),
  }),
  data: PortalDeal,
});
