import { isAutoApproved } from '../../../domain/applications.ts';
import { Failure } from '../../../domain/errors.ts';
import { acceptedAt } from '../../../domain/standing.ts';
import {
  type Application,
  addApplication,
  announceApplication,
  changeApplication,
  getApplication,
  latestApplication,
  nameApplication,
} from '../../../table/applications.ts';
import { partnershipNamed } from '../../../table/partner-names.ts';
import type { Program } from '../../../table/programs.ts';
import { ConditionFailed, type Store, WriteConflict } from '../../../table/store.ts';
import { addSubmission, findSubmission } from '../../../table/uploads.ts';
import { readProgramState } from '../configuration.ts';
import type { DataOf } from '../contract.ts';
import type { submitApplication } from '../contracts/public-forms.ts';
import {
  countSubmission,
  type PublicForm,
  readSubmission,
  requirePublicForm,
  type SentForm,
  type Submission,
} from '../public-forms.ts';
import { recruiterByCode } from '../recruiting.ts';
import { untilUncontended } from '../retry.ts';
import { keepUploads } from '../uploads.ts';
import { approve } from './decide.ts';
import type { ApplyDeps } from './deps.ts';

/** Who recruited the applicant; a code that nobody has is nobody's. */
const recruiterOf = async (deps: ApplyDeps, program: string, code: string | undefined): Promise<string | undefined> =>
  code === undefined
    ? undefined
    : (await recruiterByCode(deps.store, await readProgramState(deps, program), code))?.key;

/** Where an application comes from. */
interface Origin {
  readonly recruiter: string | undefined;
  /** The site that has embedded the form. */
  readonly page: string | undefined;
}

/** The site of a page, without what its address tells besides; undefined for our own pages. */
const siteOf = (page: string | undefined, publicUrl: string): string | undefined => {
  const site = page === undefined ? undefined : new URL(page).origin;
  return site === URL.parse(publicUrl)?.origin ? undefined : site;
};

const emailOf = ({ answers }: Submission): string => {
  const { email } = answers;
  if (typeof email !== 'string') throw new Error('A form for applications has no e-mail address.');
  return email;
};

const newApplication = (
  deps: ApplyDeps,
  { program, group }: PublicForm,
  submission: Submission,
  origin: Origin,
  now: number,
): Application => ({
  key: deps.ids.key('appl', now),
  program: program.key,
  status: 'new',
  group: group.key,
  version: submission.version,
  email: emailOf(submission),
  files: [...submission.files],
  ...(submission.terms === undefined ? {} : { terms: { ...submission.terms, accepted_at: now } }),
  recruiter: origin.recruiter,
  ...(origin.page === undefined ? {} : { page: origin.page }),
  trap: submission.trap,
  repeated: 0,
  created_at: now,
  updated_at: now,
  rev: 1,
  answers: submission.answers,
});

const appliedFact = (deps: ApplyDeps, program: Program, now: number) => {
  const zone = program.time_zone;
  const { at, period } = acceptedAt(now, zone, undefined);
  return {
    ...{ key: deps.ids.key('evt', now), program: program.key, at, period, zone, config: program.config },
    counted: false,
  };
};

/** What is known of an address: whether it is a partner's, and its latest application. */
const knownOf = async (store: Store, program: string, email: string) => {
  const [partner, latest] = await Promise.all([
    partnershipNamed(store, program, 'EMAIL', email),
    latestApplication(store, program, email),
  ]);
  return {
    partner,
    latest,
    application: latest === undefined ? undefined : await getApplication(store, program, latest),
  };
};

/** Takes a submission once. What it repeats is counted on the application that it repeats, where there is one. */
const take = async (
  deps: ApplyDeps,
  place: PublicForm,
  submission: Submission,
  origin: Origin,
  now: number,
): Promise<Application | undefined> => {
  const { store } = deps;
  const program = place.program.key;
  const { partner, latest, application } = await knownOf(store, program, emailOf(submission));
  const repeats = application !== undefined && (application.status === 'new' || partner !== undefined);
  const accepted = (of: string) => addSubmission(program, submission.id, of, deps.clock.real());
  if (repeats) {
    const after = { ...application, repeated: application.repeated + 1, updated_at: now };
    await store.transact([accepted(application.key), changeApplication(application, after)]);
    return undefined;
  }
  if (partner !== undefined) {
    await store.write(accepted(partner));
    return undefined;
  }
  await keepUploads(deps, program, submission.files);
  const made = newApplication(deps, place, submission, origin, now);
  await store.transact([
    accepted(made.key),
    addApplication(made),
    nameApplication(made, latest),
    // What walked into a trap is announced to nobody: it would make mails to strangers.
    ...(made.trap === undefined
      ? [announceApplication('partnership.applied', made.key, appliedFact(deps, place.program, now))]
      : []),
  ]);
  return made;
};

const CONTENDED = ['application_changed', 'application_named'];

/** The application that a submission made, also when it was made by an earlier sending of the same. */
const takeOnce = async (
  deps: ApplyDeps,
  place: PublicForm,
  submission: Submission,
  origin: Origin,
  now: number,
): Promise<Application | undefined> => {
  try {
    return await untilUncontended(CONTENDED, deps.chance, () => take(deps, place, submission, origin, now));
  } catch (error) {
    if (!(error instanceof ConditionFailed && error.condition === 'submission_accepted')) throw error;
    const of = await findSubmission(deps.store, place.program.key, submission.id);
    return of === undefined ? undefined : getApplication(deps.store, place.program.key, of);
  }
};

/** Approves what comes in approved. Where that is not possible the application waits for the merchant. */
const approveByItself = async (deps: ApplyDeps, place: PublicForm, application: Application, now: number) => {
  const settings = { program: place.program.auto_approve, group: place.group.auto_approve };
  if (application.status !== 'new' || !isAutoApproved(settings, application.trap)) return;
  try {
    await approve(deps, { program: application.program, now, actor: 'auto_approve' }, application.key, {});
  } catch (error) {
    const waits = error instanceof Failure || error instanceof ConditionFailed || error instanceof WriteConflict;
    if (!waits) throw error;
  }
};

/** What somebody sends who applies. */
interface SentApplication extends SentForm {
  readonly recruiter?: string | undefined;
  /** The page on which the form stands. */
  readonly page?: string | undefined;
}

/**
 * Takes an application. Whoever sends it learns that it was received, and nothing else: not whether the address is
 * known, nor what became of it.
 */
export const apply = async (
  deps: ApplyDeps,
  context: { readonly now: number },
  slug: string,
  sent: SentApplication,
): Promise<DataOf<typeof submitApplication>> => {
  const place = await requirePublicForm(deps.store, slug, 'application');
  await countSubmission(deps, place);
  const submission = await readSubmission(deps, place, sent);
  const recruiter = await recruiterOf(deps, place.program.key, sent.recruiter);
  const origin = { recruiter, page: siteOf(sent.page, deps.publicUrl) };
  const application = await takeOnce(deps, place, submission, origin, context.now);
  if (application !== undefined) await approveByItself(deps, place, application, context.now);
  return { received: true };
};
