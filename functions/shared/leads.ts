import { isDeepStrictEqual } from 'node:util';
import { conflict } from '../../domain/errors.ts';
import { LEAD_EVENTS } from '../../domain/leads.ts';
import { type Lead, leads } from '../../table/leads.ts';
import { getProgram } from '../../table/programs.ts';
import { type AttributionDeps, decideAttribution, type Origin } from './attribution.ts';
import { oncePerKey } from './once.ts';
import {
  isOrigin,
  PROSPECT_CONFLICTS,
  type ProspectDeps,
  prospectSituation,
  recordOccurrences,
} from './prospect-facts.ts';
import { untilUncontended } from './retry.ts';

/** A lead as somebody submits it. What the answers say of the prospect stands in the fields as well. */
export interface LeadRequest
  extends Partial<
    Pick<
      Lead,
      | 'external_key'
      | 'customer_key'
      | 'email'
      | 'first_name'
      | 'last_name'
      | 'company'
      | 'phone'
      | 'country'
      | 'amount'
      | 'form'
      | 'answers'
      | 'files'
      | 'seen'
      | 'metadata'
      | 'submitter'
    >
  > {
  readonly program: string;
  /** The group whose form was filled in; that of the partnership unless given. */
  readonly group?: string | undefined;
  /** What leads to the partnership: its name, a click id, a coupon; besides these the e-mail address counts. */
  readonly origin: Omit<Origin, 'customer_key' | 'email'>;
  readonly source: Lead['source'];
  /** Who submits it. */
  readonly by: string;
}

export type LeadDeps = ProspectDeps & AttributionDeps;

const COMPARED = [
  ...(['customer_key', 'email', 'first_name', 'last_name', 'company', 'phone', 'country', 'amount'] as const),
  ...(['answers', 'metadata'] as const),
];

const draft = (deps: LeadDeps, request: LeadRequest, partnership: string | undefined, group: string): Lead => {
  const { origin: _origin, by: _by, group: _group, program, source, ...told } = request;
  const now = deps.clock.now();
  return {
    ...told,
    ...{ key: deps.ids.key('lead', now), program, source, group, status: 'submitted', archived: false },
    ...(partnership === undefined ? {} : { partnership }),
    ...{ created_at: now, updated_at: now, rev: 1 },
  };
};

const tryOnce = async (deps: LeadDeps, request: LeadRequest): Promise<Lead> => {
  const settings = await getProgram(deps.store, request.program);
  if (settings === undefined) throw new Error('The program of a lead is gone.');
  const { email, customer_key, origin } = request;
  const named = { ...origin, email, customer_key };
  const { standing: found } = await decideAttribution(deps, settings, named, deps.clock.now());
  const situation = await prospectSituation(deps, request.program, found?.key);
  const group = request.group ?? situation.standing?.group ?? settings.default_group;
  const lead = draft(deps, request, situation.standing?.key, group);
  const submitted = { what: 'submitted', event: LEAD_EVENTS.submitted, status: lead.status, amount: lead.amount };
  await deps.store.transact([
    ...leads.add(lead),
    ...recordOccurrences(deps, situation, 'LEAD', lead, [submitted], request.by),
  ]);
  return lead;
};

const repeated = async (deps: LeadDeps, request: LeadRequest, external: string): Promise<Lead | undefined> => {
  const lead = await leads.find(deps.store, request.program, external);
  if (lead === undefined) return undefined;
  const same = await isOrigin(deps.store, request.program, request.origin, lead.partnership);
  const field = same ? COMPARED.find((name) => !isDeepStrictEqual(lead[name], request[name])) : 'partnership';
  if (field === undefined) return lead;
  throw conflict(`This external_key belongs to a lead with another ${field}.`, 'external_key', field);
};

/**
 * Takes a lead: it is submitted, for the partnership that its origin leads to, or for nobody yet. The same external key
 * with the same content gives the earlier lead.
 * @throws Failure `not_found` or `unprocessable` (a named partnership), `conflict`, `busy`.
 */
export const acceptLead =
  (deps: LeadDeps) =>
  (request: LeadRequest): Promise<Lead> =>
    oncePerKey(
      request.external_key,
      (external) => repeated(deps, request, external),
      () => untilUncontended(PROSPECT_CONFLICTS, deps.chance, () => tryOnce(deps, request)),
    );
