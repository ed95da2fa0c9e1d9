import { Failure } from '../../domain/errors.ts';
import { seenAnswers } from '../../domain/prospect-answers.ts';
import { acceptDeal } from './deals.ts';
import { requireFormVersion } from './forms.ts';
import { acceptLead } from './leads.ts';
import type { CustomerDeps } from './new-customers.ts';
import { dealOfAnswers, leadOfAnswers } from './prospect-forms.ts';
import {
  countSubmission,
  type PublicFormDeps,
  readSubmission,
  requirePublicForm,
  type SentForm,
} from './public-forms.ts';
import { keepUploads } from './uploads.ts';

/** What submissions through a merchant's page work with, besides what leads and deals do. */
export interface SubmitDeps {
  readonly leads: CustomerDeps;
  readonly forms: PublicFormDeps;
}

/** What somebody sends of a lead or a deal. */
export interface SentProspect extends SentForm {
  readonly click_id?: string | undefined;
}

/** Everything that a submission says of a lead or deal, whatever it is of. */
const submitted = async (deps: SubmitDeps, slug: string, kind: 'lead' | 'deal', sent: SentProspect) => {
  const place = await requirePublicForm(deps.forms.store, slug, kind);
  await countSubmission(deps.forms, place);
  const submission = await readSubmission(deps.forms, place, sent);
  const { program, group, form } = place;
  // Answers of which no deal can be made are refused before a file is kept for them.
  if (kind === 'deal') dealOfAnswers(submission.answers, program.currency);
  await keepUploads(deps.forms, program.key, submission.files);
  const { content } = await requireFormVersion(deps.forms.store, form, submission.version);
  const request = {
    program: program.key,
    group: group.key,
    form: { group: group.key, version: submission.version },
    answers: { ...submission.answers },
    ...(submission.files.length === 0 ? {} : { files: [...submission.files] }),
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

/** A fact is accepted at the instant at which its request reached the gateway, however long it takes. */
export const arrived = <D extends CustomerDeps>(deps: D, { now }: { readonly now: number }): D => ({
  ...deps,
  clock: { now: () => now },
});

/** Takes a lead from a public form. @throws Failure `not_found`, `unprocessable`, `rate_limited`, `busy`. */
export const submitLead = async (
  deps: SubmitDeps,
  context: { readonly now: number },
  slug: string,
  sent: SentProspect,
): Promise<{ received: true }> => {
  const { answers, request } = await submitted(deps, slug, 'lead', sent);
  return once(() => acceptLead(arrived(deps.leads, context))({ ...leadOfAnswers(answers), ...request }));
};

/** Takes a deal from a public form. @throws Failure as for leads. */
export const submitDeal = async (
  deps: SubmitDeps,
  context: { readonly now: number },
  slug: string,
  sent: SentProspect,
): Promise<{ received: true }> => {
  const { program, answers, request } = await submitted(deps, slug, 'deal', sent);
  const told = dealOfAnswers(answers, program.currency);
  return once(() => acceptDeal(arrived(deps.leads, context))({ ...told, ...request }));
};
