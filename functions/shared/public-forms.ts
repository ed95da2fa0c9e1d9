import type { Trap } from '../../domain/applications.ts';
import { notFound, unprocessable } from '../../domain/errors.ts';
import type { Answers } from '../../domain/form-fields.ts';
import { momentProblem, type Serving } from '../../domain/form-tokens.ts';
import type { FormContent, FormKind } from '../../domain/forms.ts';
import { allows } from '../../domain/plans.ts';
import { type Group, groups } from '../../table/definitions.ts';
import { findJoin } from '../../table/joins.ts';
import { planOf } from '../../table/plans.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import { findPublicForms } from '../../table/public-forms.ts';
import type { Store } from '../../table/store.ts';
import type { UploadedFile } from '../../table/uploads.ts';
import type { Files } from './files.ts';
import type { FormTokens } from './form-tokens.ts';
import { type Form, featureOf, keepForm, readForm, requireAnswers, requireFormVersion } from './forms.ts';
import type { Limiter } from './limits.ts';
import { namedUploads } from './uploads.ts';

/** What serving public forms and taking their submissions works with. */
export interface PublicFormDeps {
  readonly store: Store;
  readonly tokens: () => Promise<FormTokens>;
  readonly files: Files;
  readonly limiter: Limiter;
  /** Real time: how long a form is open has nothing to do with the business clock. */
  readonly clock: { real(): number };
}

/** A form that is on, with what it belongs to. */
export interface PublicForm {
  readonly program: Program;
  readonly group: Group;
  readonly form: Form;
}

/** Whose forms a slug leads to: those of a group, or its application form by the join link. */
const placeOf = async (store: Store, slug: string, kind: FormKind) =>
  (await findPublicForms(store, slug)) ?? (kind === 'application' ? await findJoin(store, slug) : undefined);

/**
 * The form at a public address.
 * @throws Failure `not_found`, whether there is none, it is off, its group was archived, or the plan has no such forms.
 */
export const requirePublicForm = async (store: Store, slug: string, kind: FormKind): Promise<PublicForm> => {
  const place = await placeOf(store, slug, kind);
  if (place === undefined) throw notFound('form', 'form');
  const { program: key, group: groupKey } = place;
  const [program, group, form] = await Promise.all([
    getProgram(store, key),
    groups.get(store, key, groupKey),
    readForm(store, { program: key, group: groupKey, kind }),
  ]);
  if (program === undefined || group === undefined || group.archived || !form.enabled) throw notFound('form', 'form');
  if (!allows(await planOf(store, program), featureOf(kind))) throw notFound('form', 'form');
  return { program, group, form };
};

/** Submissions of one form in a minute, from everywhere. */
const SUBMISSIONS_PER_MINUTE = 120;

/** @throws Failure `rate_limited` when a form is flooded, from however many addresses. */
export const countSubmission = async (deps: PublicFormDeps, { form }: PublicForm): Promise<void> => {
  const identity = `form-${form.group}-${form.kind}`;
  await deps.limiter({ identity, requestsPerMinute: SUBMISSIONS_PER_MINUTE });
};

const MOMENT_MESSAGES = {
  too_fast: 'This was faster than anybody can type. Please wait two seconds and send it again.',
  expired: 'The form has been open for more than a day. Please load it again.',
} as const;

/** @throws Failure `unprocessable` when a token is forged, too young or too old. */
export const requireServing = async (deps: PublicFormDeps, { form }: PublicForm, token: string): Promise<Serving> => {
  const serving = (await deps.tokens()).read(form, token);
  if (serving === undefined) throw unprocessable('token', 'Is not the token of this form. Load it again.', 'token');
  return serving;
};

const requireMoment = (serving: Serving, now: number): void => {
  const problem = momentProblem(serving.servedAt, now);
  if (problem !== undefined) throw unprocessable(problem, MOMENT_MESSAGES[problem], 'token');
};

/** The field of a submission that stays empty: people do not see it. */
export const TRAP_FIELD = 'website';

/** What somebody sends. */
export interface SentForm {
  readonly token: string;
  readonly answers: unknown;
  readonly terms_version?: number | undefined;
  readonly [TRAP_FIELD]?: string | undefined;
}

/** A submission that may be accepted: it answers its version, and is known by its own id. */
export interface Submission {
  readonly id: string;
  readonly version: number;
  readonly answers: Answers;
  readonly files: readonly UploadedFile[];
  readonly terms: { readonly url: string; readonly version: number } | undefined;
  readonly trap: Trap | undefined;
}

/** What the form was when it was served. */
const contentServed = async (deps: PublicFormDeps, form: Form, serving: Serving): Promise<FormContent> => {
  const kept = await keepForm(deps.store, form);
  if (serving.version === kept.version) return kept.content;
  return (await requireFormVersion(deps.store, form, serving.version)).content;
};

const requireTerms = ({ group }: PublicForm, accepted: number | undefined): Submission['terms'] => {
  const { terms } = group;
  if (terms?.url === undefined) return undefined;
  if (accepted === terms.version) return { url: terms.url, version: terms.version };
  const message =
    accepted === undefined ? 'The terms must be accepted.' : 'The terms have changed: load the form again.';
  throw unprocessable('terms', message, 'terms_version');
};

/**
 * Reads a submission by the version of the form that was served: it may have changed since, within the day in which
 * the token is good.
 * @throws Failure `unprocessable`, with an entry for each field at fault.
 */
export const readSubmission = async (deps: PublicFormDeps, place: PublicForm, sent: SentForm): Promise<Submission> => {
  const serving = await requireServing(deps, place, sent.token);
  requireMoment(serving, deps.clock.real());
  const content = await contentServed(deps, place.form, serving);
  const answers = requireAnswers(content, sent.answers);
  const files = await namedUploads(deps, place.form, content, answers);
  const terms = requireTerms(place, sent.terms_version);
  const trap = (sent[TRAP_FIELD] ?? '') === '' ? undefined : 'hidden_field';
  return { id: serving.submission, version: serving.version, answers, files, terms, trap };
};
