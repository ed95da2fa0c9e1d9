import type * as z from 'zod/mini';
import { notFound, unprocessable } from '../../domain/errors.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { planOf } from '../../table/plans.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import type { Context } from '../shared/api.ts';
import type { Origin } from '../shared/attribution.ts';
import type { InputOf } from '../shared/contract.ts';
import type { createDeal, updateDeal } from '../shared/contracts/deals.ts';
import type { createLead, updateLead } from '../shared/contracts/leads.ts';
import type { answers as Answers } from '../shared/contracts/prospects.ts';
import { requireGroup } from '../shared/deal-settings.ts';
import type { DealRequest } from '../shared/deals.ts';
import { readForm } from '../shared/forms.ts';
import type { LeadRequest } from '../shared/leads.ts';
import { requireFeature } from '../shared/plans.ts';
import { answered, dealOfAnswers, leadOfAnswers } from '../shared/prospect-forms.ts';
import type { DealChanges } from './change-deal.ts';
import type { LeadChanges } from './change-lead.ts';
import type { LeadsDeps } from './deps.ts';

/** The settings of the caller's program. */
export const requireProgram = async (deps: LeadsDeps, key: string): Promise<Program> => {
  const program = await getProgram(deps.store, key);
  if (program === undefined) throw notFound('program', 'program');
  return program;
};

/** The program, when its plan has the feature. @throws Failure `not_found`, `plan_limit`. */
export const requirePlanned = async (deps: LeadsDeps, key: string, feature: 'leads' | 'deals'): Promise<Program> => {
  const program = await requireProgram(deps, key);
  requireFeature(await planOf(deps.store, program), feature);
  return program;
};

const checkCurrency = (program: Program, currency: string | undefined): void => {
  if (currency === undefined || currency === program.currency) return;
  throw unprocessable('currency_mismatch', `This program is kept in ${program.currency}.`, 'currency');
};

interface Originated {
  readonly partnership_key?: string | undefined;
  readonly partner_key?: string | undefined;
  readonly click_id?: string | undefined;
  readonly coupon?: string | undefined;
}

const originOf = ({ partnership_key, partner_key, click_id, coupon }: Originated): LeadRequest['origin'] & Origin => ({
  partnership: partnership_key ?? partner_key,
  named_by: partnership_key === undefined ? 'partner_key' : 'partnership_key',
  click_id,
  coupon,
});

/** The answers of a merchant's request, held against the form of the group that is named, or of the partnership's. */
const answersOf = async (
  deps: LeadsDeps,
  program: Program,
  kind: 'lead' | 'deal',
  body: Originated & {
    readonly group_key?: string | undefined;
    readonly answers?: z.infer<typeof Answers> | undefined;
  },
) => {
  if (body.group_key !== undefined) await requireGroup(deps.store, program.key, body.group_key, 'group_key');
  if (body.answers === undefined) return undefined;
  const named = body.partnership_key ?? body.partner_key;
  const standing = named === undefined ? undefined : await findPartnership(deps.store, program.key, named);
  const group = body.group_key ?? standing?.group ?? program.default_group;
  return answered(deps.store, await readForm(deps.store, { program: program.key, group, kind }), body.answers);
};

/** A field that is left out is taken from the answers. */
const filled = <T extends object>(own: T, told: object): T => {
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...own, ...told, ...Object.fromEntries(given) };
};

/** A lead as the merchant submits it. */
export const leadRequest = async (
  deps: LeadsDeps,
  context: Context,
  body: InputOf<typeof createLead>['body'],
): Promise<LeadRequest> => {
  const program = await requirePlanned(deps, context.program, 'leads');
  const { partnership_key, partner_key, click_id, coupon, group_key, currency, answers, ...told } = body;
  checkCurrency(program, currency);
  const form = await answersOf(deps, program, 'lead', body);
  const request: LeadRequest = {
    ...{ ...told, ...form, program: program.key, group: group_key ?? form?.form?.group },
    ...{ origin: originOf(body), by: context.caller.actor },
  };
  return form === undefined ? request : filled(request, leadOfAnswers(form.answers));
};

/** A deal as the merchant registers it. */
export const dealRequest = async (
  deps: LeadsDeps,
  context: Context,
  body: InputOf<typeof createDeal>['body'],
): Promise<DealRequest> => {
  const program = await requirePlanned(deps, context.program, 'deals');
  const { partnership_key, partner_key, click_id, coupon, group_key, currency, answers, ...told } = body;
  checkCurrency(program, currency);
  const form = await answersOf(deps, program, 'deal', body);
  const request: DealRequest = {
    ...{ ...told, ...form, program: program.key, group: group_key ?? form?.form?.group },
    ...{ origin: originOf(body), by: context.caller.actor },
  };
  return form === undefined ? request : filled(request, dealOfAnswers(form.answers, program.currency));
};

/** What a merchant's PATCH of a lead means. */
export const leadChanges = async (
  deps: LeadsDeps,
  context: Context,
  body: InputOf<typeof updateLead>['body'],
): Promise<LeadChanges> => {
  const { status, reason, partnership_key, partner_key, currency, ...edits } = body;
  checkCurrency(await requireProgram(deps, context.program), currency);
  return { edits, status, reason, partnership: partnership_key ?? partner_key };
};

/** What a merchant's PATCH of a deal means. */
export const dealChanges = async (
  deps: LeadsDeps,
  context: Context,
  body: InputOf<typeof updateDeal>['body'],
): Promise<DealChanges> => {
  const { status, stage, amount, reason, lost_reason, confirm, partnership_key, partner_key, currency, ...edits } =
    body;
  checkCurrency(await requireProgram(deps, context.program), currency);
  const partnership = partnership_key ?? partner_key;
  return { edits, status, stage, amount, reason, lost_reason, confirm, partnership };
};
