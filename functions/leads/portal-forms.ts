import { notFound } from '../../domain/errors.ts';
import { allows } from '../../domain/plans.ts';
import { getStanding } from '../../table/partnerships.ts';
import { planOf } from '../../table/plans.ts';
import { getProgram } from '../../table/programs.ts';
import type { Context, Route } from '../shared/api.ts';
import { route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import type { DataOf } from '../shared/contract.ts';
import { getPortalDealForm, getPortalLeadForm } from '../shared/contracts/portal-forms.ts';
import { fieldViews } from '../shared/form-views.ts';
import { featureOf, readForm } from '../shared/forms.ts';
import type { LeadsDeps } from './deps.ts';

type View = DataOf<typeof getPortalLeadForm>;

/** The form of the partner's own group. One that is off, or that the plan does not have, asks nothing. */
const formOf = async ({ store }: LeadsDeps, context: Context, kind: 'lead' | 'deal'): Promise<View> => {
  const [program, standing] = await Promise.all([
    getProgram(store, context.program),
    getStanding(store, partnershipOf(context)),
  ]);
  if (program === undefined || standing?.program !== program.key) throw notFound('partnership', 'partnership');
  const form = await readForm(store, { program: program.key, group: standing.group, kind });
  const { title, description, fields } = form.content;
  const enabled = standing.status === 'active' && form.enabled && allows(await planOf(store, program), featureOf(kind));
  const shown = enabled ? fields.filter((field) => !field.hidden) : [];
  return { enabled, title, description, fields: fieldViews(kind, { title, description, fields: shown }) };
};

/** The forms that partners fill in. */
export const portalFormRoutes = (deps: LeadsDeps): readonly Route[] => [
  route(getPortalLeadForm, (context) => formOf(deps, context, 'lead')),
  route(getPortalDealForm, (context) => formOf(deps, context, 'deal')),
];
