import { Failure } from '../../domain/errors.ts';
import { seenAnswers } from '../../domain/prospect-answers.ts';
import type { PublicContext, Route } from '../shared/api.ts';
import { publicRoute } from '../shared/api.ts';
import { submitDealForm, submitLeadForm } from '../shared/contracts/public-prospects.ts';
import { acceptDeal } from '../shared/deals.ts';
import { requireFormVersion } from '../shared/forms.ts';
import { acceptLead } from '../shared/leads.ts';
import { dealOfAnswers, leadOfAnswers } from '../shared/prospect-forms.ts';
import {
  countSubmission,
  keepUploads,
  type PublicFormDeps,
  readSubmission,
  requirePublicForm,
  type SentForm,
} from '../shared/public-forms.ts';
import type { LeadsDeps } from './deps.ts';
import { arrived } from './routes.ts';

/** What submissions through a merchant's page work with, besides what leads and deals do. */
export interface SubmitDeps {
  readonly leads: LeadsDeps;
  readonly forms: PublicFormDeps;
}

interface Sent extends SentForm {
  readonly click_id?: string | undefined;
}

/** Everything that a submission says of a lead or deal, whatever it is of. */
const submitted = async (deps: SubmitDeps, slug: string, kind: 'lead' | 'deal', sent: Sent) => {
  const place = await requirePublicForm(deps.forms.store, slug, kind);
  await countSubmission(deps.forms, place);
  const submission = await readSubmission(deps.forms, place, sent);
  const { program, group, form } = place;
  await keepUploads(deps.forms, program.key, submission.files);
  const { content } = await requireFormVersion(deps.forms.store, form, submission.version);
  const request = {
    program: program.key,
    group: group.key,
    form: { group: group.key, version: submission.version },
    answers: { ...submission.answers },
    seen: seenAnswers(content.fields, submission.answers),
    // The same submission again is the same lead or deal.
    external_key: `form-${submission.id}`,
    ...(submission.trap === undefined ? {} : { metadata: { suspicious: submission.trap } }),
    // What walked into a trap is credited to nobody by a click.
    origin: submission.trap === undefined ? { click_id: sent.click_id } : {},
    source: 'vendor' as const,
    by: 'form',
  };
  return { program, answers: submission.answers, request };
};

/** Whoever sends the same submission with other answers learns nothing of the first one. */
const once = async (accept: () => Promise<unknown>): Promise<{ received: true }> => {
  try {
    await accept();
  } catch (error) {
    if (!(error instanceof Failure && error.details.param === 'external_key')) throw error;
  }
  return { received: true };
};

const submitLead = async (deps: SubmitDeps, context: PublicContext, slug: string, sent: Sent) => {
  const { answers, request } = await submitted(deps, slug, 'lead', sent);
  return once(() => acceptLead(arrived(deps.leads, context))({ ...leadOfAnswers(answers), ...request }));
};

const submitDeal = async (deps: SubmitDeps, context: PublicContext, slug: string, sent: Sent) => {
  const { program, answers, request } = await submitted(deps, slug, 'deal', sent);
  const told = dealOfAnswers(answers, program.currency);
  return once(() => acceptDeal(arrived(deps.leads, context))({ ...told, ...request }));
};

/** Leads and deals from the forms on a merchant's own pages. */
export const publicRoutes = (deps: SubmitDeps): readonly Route[] => [
  publicRoute(submitLeadForm, (context, { params, body }) => submitLead(deps, context, params.form, body)),
  publicRoute(submitDealForm, (context, { params, body }) => submitDeal(deps, context, params.form, body)),
];
