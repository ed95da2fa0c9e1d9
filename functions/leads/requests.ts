import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod/mini';
import { conflict, notFound, unprocessable } from '../../domain/errors.ts';
import type { Deal } from '../../table/deals.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { planOf } from '../../table/plans.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import type { Context } from '../shared/api.ts';
import type { Origin } from '../shared/attribution.ts';
import type { InputOf } from '../shared/contract.ts';
import type { createDeal, updateDeal } from '../shared/contracts/deals.ts';
import type { createLead, updateLead } from '../shared/contracts/leads.ts';
import { type answers as Answers, answersIn } from '../shared/contracts/prospects.ts';
import { requireGroup } from '../shared/deal-settings.ts';
import type { DealRequest } from '../shared/deals.ts';
import { readForm } from '../shared/forms.ts';
import type { LeadRequest } from '../shared/leads.ts';
import { requireFeature } from '../shared/plans.ts';
import { answered, type CheckOfAnswers, dealOfAnswers, leadOfAnswers } from '../shared/prospect-forms.ts';
import { type DealChanges, requireDeal } from './change-deal.ts';
import type { LeadChanges } from './change-lead.ts';
import type { LeadsDeps, SubmittingDeps } from './deps.ts';

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

/** The group of a form that a request names. @throws Failure `unprocessable` for what is no key of such a form. */
const groupOfForm = (mold: string | undefined, kind: 'lead' | 'deal'): string | undefined => {
  if (mold === undefined) return undefined;
  const ending = `.${kind}`;
  if (mold.endsWith(ending)) return mold.slice(0, -ending.length);
  throw unprocessable('unknown_form', `There is no such form for ${kind}s.`, 'mold_key');
};

/** The answers of a merchant's request, held against the form of the group that is named, or of the partnership's. */
const answersOf = async (
  deps: SubmittingDeps,
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
  const check: CheckOfAnswers = (answers) => {
    if (kind === 'deal') dealOfAnswers(answers, program.currency);
  };
  return answered(deps, await readForm(deps.store, { program: program.key, group, kind }), body.answers, { check });
};

/** A field that is left out is taken from the answers. */
const filled = <T extends object>(own: T, told: object): T => {
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...own, ...told, ...Object.fromEntries(given) };
};

/** What `meta` tells of a lead stands in its fields; the rest of it is metadata. */
const withMeta = <
  T extends { first_name?: unknown; last_name?: unknown; company?: unknown; phone?: unknown; metadata?: unknown },
>(
  told: T,
  meta: Readonly<Record<string, string>> | undefined,
): T => {
  if (meta === undefined) return told;
  const { first_name, last_name, company, phone, ...metadata } = meta;
  const given = Object.entries(told).filter(([, value]) => value !== undefined);
  const free = Object.keys(metadata).length === 0 ? {} : { metadata };
  return { ...told, first_name, last_name, company, phone, ...free, ...Object.fromEntries(given) };
};

/** A lead as the merchant submits it. */
export const leadRequest = async (
  deps: SubmittingDeps,
  context: Context,
  body: InputOf<typeof createLead>['body'],
): Promise<LeadRequest> => {
  const program = await requirePlanned(deps, context.program, 'leads');
  const { partnership_key, partner_key, click_id, coupon, mold_key, currency, ...more } = body;
  const { answers: given, fields, field_data, meta, status: _open, approved: _none, ...rest } = more;
  const { group_key = groupOfForm(mold_key, 'lead'), ...told } = withMeta(rest, meta);
  checkCurrency(program, currency);
  const answers = given ?? field_data ?? answersIn(fields);
  const form = await answersOf(deps, program, 'lead', { ...body, group_key, answers });
  const request: LeadRequest = {
    ...{ ...told, ...form, program: program.key, group: group_key ?? form?.form?.group },
    ...{ origin: originOf(body), by: context.caller.actor },
  };
  return form === undefined ? request : filled(request, leadOfAnswers(form.answers));
};

/** A deal as the merchant registers it. */
export const dealRequest = async (
  deps: SubmittingDeps,
  context: Context,
  body: InputOf<typeof createDeal>['body'],
): Promise<DealRequest> => {
  const program = await requirePlanned(deps, context.program, 'deals');
  const { partnership_key, partner_key, click_id, coupon, mold_key, currency, fields, answers: given, ...more } = body;
  const { group_key = groupOfForm(mold_key, 'deal'), ...told } = more;
  checkCurrency(program, currency);
  const answers = given ?? answersIn(fields);
  const form = await answersOf(deps, program, 'deal', { ...body, group_key, answers });
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

/** @throws Failure `conflict` when something would change that a deal keeps: clients send back what they read. */
const requireKept = (deal: Deal, { group_key, mold_key, source, fields }: InputOf<typeof updateDeal>['body']): void => {
  const answers = Object.entries(answersIn(fields) ?? {});
  const kept: readonly (readonly [string, boolean])[] = [
    ['group_key', group_key === undefined || group_key === deal.group],
    ['mold_key', mold_key === undefined || mold_key === `${deal.form?.group ?? deal.group}.deal`],
    ['source', source === undefined || source === deal.source],
    ['fields', answers.every(([field, value]) => isDeepStrictEqual(deal.answers?.[field], value))],
  ];
  const changed = kept.find(([, same]) => !same)?.[0];
  if (changed !== undefined) throw conflict(`The ${changed} of a deal does not change.`, changed, 'kept');
};

/** What a merchant's PATCH of a deal means. */
export const dealChanges = async (
  deps: LeadsDeps,
  context: Context,
  key: string,
  body: InputOf<typeof updateDeal>['body'],
): Promise<DealChanges> => {
  const { status, stage, amount, reason, lost_reason, confirm, partnership_key, partner_key, ...more } = body;
  const { currency, group_key, mold_key, source, fields, team: _team, team_member: _member, ...edits } = more;
  checkCurrency(await requireProgram(deps, context.program), currency);
  if ([group_key, mold_key, source, fields].some((part) => part !== undefined)) {
    requireKept(await requireDeal(deps, { program: context.program, key }), body);
  }
  const partnership = partnership_key ?? partner_key;
  return { edits, status, stage, amount, reason, lost_reason, confirm, partnership };
};
