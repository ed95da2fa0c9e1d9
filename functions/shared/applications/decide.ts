import { type Decision, decisionOn } from '../../../domain/applications.ts';
import { conflict, Failure, type FieldProblem, notFound } from '../../../domain/errors.ts';
import { acceptedAt } from '../../../domain/standing.ts';
import {
  type Application,
  announceApplication,
  changeApplication,
  getApplication,
} from '../../../table/applications.ts';
import { groups } from '../../../table/definitions.ts';
import type { Fact } from '../../../table/facts.ts';
import { openInvitationOf } from '../../../table/partner-invitations.ts';
import type { Standing } from '../../../table/partnerships.ts';
import { ConditionFailed, type Write } from '../../../table/store.ts';
import type { Context } from '../api.ts';
import { type ProgramState, readProgramState } from '../configuration.ts';
import type { DataOf, InputOf } from '../contract.ts';
import type { approveApplication, decideApplications } from '../contracts/applications.ts';
import { requireGroup } from '../found-partners.ts';
import { JOINING_CONFLICTS, joining, joiningFailure, type Newcomer } from '../joining.ts';
import { requireFreeForm } from '../new-partners.ts';
import { inParallel } from '../parallel.ts';
import { type InvitationOrder, newInvitation } from '../partner-invitations.ts';
import { untilUncontended } from '../retry.ts';
import { tagKeys } from '../tag-names.ts';
import { accepting, termsOf } from '../terms.ts';
import type { ApplicationsDeps } from './deps.ts';

/** Who decides, when, and in which program. */
interface Deciding {
  readonly program: string;
  readonly now: number;
  readonly actor: string;
}

/** @throws Failure `not_found` when the program has no such application. */
export const requireApplication = async (
  deps: Pick<ApplicationsDeps, 'store'>,
  program: string,
  key: string,
): Promise<Application> => {
  const application = await getApplication(deps.store, program, key);
  if (application === undefined) throw notFound('application', 'application');
  return application;
};

const contrary = ({ status }: Application): Failure =>
  conflict(`This application was ${status} before.`, 'application', 'decided');

/** The application as it was read, where something is left to decide; otherwise what it became before. */
const undecided = (application: Application, decision: Decision): boolean => {
  switch (decisionOn(application.status, decision)) {
    case 'take':
      return true;
    case 'taken':
      return false;
    case 'contrary':
      throw contrary(application);
  }
};

const decided = (before: Application, deciding: Deciding, changes: Partial<Application>): Application => ({
  ...before,
  ...changes,
  decided_at: deciding.now,
  decided_by: deciding.actor,
  updated_at: deciding.now,
  rev: before.rev + 1,
});

const textOf = (application: Application, field: string): string | undefined => {
  const answer = application.answers[field];
  return typeof answer === 'string' ? answer : undefined;
};

type Placing = Partial<InputOf<typeof approveApplication>['body']>;

/** Who joins by an application. A recruiter that has left since is nobody's. */
const newcomerOf = async (
  deps: ApplicationsDeps,
  application: Application,
  placing: Placing,
  approvedBy: string,
): Promise<Newcomer> => {
  const { program, email, recruiter } = application;
  const group = placing.group_key ?? application.group;
  requireFreeForm(placing.partner_key);
  await requireGroup(deps, program, group);
  const tags = await tagKeys(deps.store, program, placing.tags ?? [], (index) => `tags.${index}`);
  return {
    email,
    first_name: textOf(application, 'first_name'),
    last_name: textOf(application, 'last_name'),
    company: textOf(application, 'company'),
    country: textOf(application, 'country'),
    partner_key: placing.partner_key,
    ...{ group, tags, recruiter, approvedBy },
  };
};

/** What a failed approval means to whoever asked for it. */
const approvalFailure = (error: unknown): unknown =>
  error instanceof ConditionFailed && error.condition === 'partner_key_taken'
    ? conflict('This partner_key belongs to another partnership.', 'partner_key', 'partner_key_taken')
    : joiningFailure(error);

/** The terms that were accepted with the application, where the partnership's group still has them. */
const acceptanceOf = async (
  deps: ApplicationsDeps,
  state: ProgramState,
  { terms }: Application,
  standing: Standing,
  now: number,
): Promise<readonly Write[]> => {
  const group = terms === undefined ? undefined : await groups.get(deps.store, standing.program, standing.group);
  const valid = termsOf(group);
  if (terms === undefined || group === undefined || valid?.version !== terms.version || valid.url !== terms.url)
    return [];
  const acceptedAt = terms.accepted_at;
  const { version } = terms;
  return [accepting(deps.ids, state, { standing, group, version, now, acceptedAt, address: undefined }).write];
};

/** By this the newcomer makes a login; whoever has been invited before has such a link already. */
const loginFor = async (
  { mailedTokens, ...deps }: ApplicationsDeps,
  { program }: ProgramState,
  standing: Standing,
  { email, group, by }: Pick<InvitationOrder, 'email' | 'group' | 'by'>,
  now: number,
): Promise<readonly Write[]> => {
  if ((await openInvitationOf(deps.store, program.key, email)) !== undefined) return [];
  const order = { email, group, tags: [], by, partnership: standing.key };
  const { writes } = await newInvitation({ ...deps, tokens: mailedTokens }, program, order, now);
  return writes;
};

const CONTENDED = ['application_changed', 'already_invited'];

/**
 * Makes a partnership of an application, in one write with the decision and with the mailed link by which the partner
 * makes a login. Approving again gives the same application.
 * @throws Failure `conflict` (`decided`, `email_taken`, `other_program`, `partner_key_taken`), `unprocessable` (unknown
 * group or tag).
 */
export const approve = async (
  deps: ApplicationsDeps,
  deciding: Deciding,
  key: string,
  placing: Placing,
): Promise<Application> => {
  try {
    return await untilUncontended([...CONTENDED, ...JOINING_CONFLICTS], deps.chance, async () => {
      const before = await requireApplication(deps, deciding.program, key);
      if (!undecided(before, 'approved')) return before;
      const state = await readProgramState(deps, deciding.program);
      const newcomer = await newcomerOf(deps, before, placing, deciding.actor);
      const { standing, writes } = await joining(deps, state, deciding.now, newcomer);
      const terms = await acceptanceOf(deps, state, before, standing, deciding.now);
      const invited = { email: newcomer.email, group: standing.group, by: deciding.actor };
      const login = await loginFor(deps, state, standing, invited, deciding.now);
      const after = decided(before, deciding, { status: 'approved', partnership: standing.key });
      // The decision goes first: of two at the same moment the second finds the first, and not a taken address.
      await deps.store.transact([changeApplication(before, after), ...writes, ...terms, ...login]);
      return after;
    });
  } catch (error) {
    // Somebody else's approval of the same application takes the address too.
    const now = await getApplication(deps.store, deciding.program, key);
    if (now?.status === 'approved') return now;
    throw approvalFailure(error);
  }
};

const rejectedFact = async (deps: ApplicationsDeps, { program: key, now }: Deciding): Promise<Fact> => {
  const { program } = await readProgramState(deps, key);
  const { at, period } = acceptedAt(now, program.time_zone, undefined);
  const zone = program.time_zone;
  return { key: deps.ids.key('evt', now), program: key, at, period, zone, config: program.config, counted: false };
};

/**
 * Refuses an application, with a reason. Rejecting again gives the same application.
 * @throws Failure `conflict` (`decided`) when it was approved.
 */
export const reject = (
  deps: ApplicationsDeps,
  deciding: Deciding,
  key: string,
  reason: string | undefined,
): Promise<Application> =>
  untilUncontended(CONTENDED, deps.chance, async () => {
    const before = await requireApplication(deps, deciding.program, key);
    if (!undecided(before, 'rejected')) return before;
    const after = decided(before, deciding, { status: 'rejected', reason });
    // What walked into a trap was announced to nobody, and so is its end.
    const announced = before.trap === undefined ? [await rejectedFact(deps, deciding)] : [];
    await deps.store.transact([
      changeApplication(before, after),
      ...announced.map((fact) => announceApplication('partnership.rejected', key, fact)),
    ]);
    return after;
  });

/** Who decides by this request. */
export const decidingOf = ({ program, now, caller }: Context): Deciding => ({ program, now, actor: caller.actor });

type Body = InputOf<typeof decideApplications>['body'];

const requireAll = async (deps: ApplicationsDeps, program: string, keys: readonly string[]): Promise<void> => {
  const found = await inParallel(keys, (key) => getApplication(deps.store, program, key));
  const fields = found.flatMap((application, index): readonly FieldProblem[] =>
    application === undefined
      ? [{ param: `applications.${index}`, message: 'There is no such application.', reason: 'not_there' as const }]
      : [],
  );
  const [first] = fields;
  if (first === undefined) return;
  throw new Failure('unprocessable', first.message, { reason: 'unknown_application', param: first.param, fields });
};

/** Decides about several applications, each in a write of its own; a repetition goes on where one was cut off. */
export const decideAll = async (
  deps: ApplicationsDeps,
  deciding: Deciding,
  body: Body,
): Promise<DataOf<typeof decideApplications>> => {
  const keys = [...new Set(body.applications)];
  await requireAll(deps, deciding.program, body.applications);
  const { decision, reason, group_key, tags } = body;
  const decide = (key: string): Promise<Application> =>
    decision === 'approved' ? approve(deps, deciding, key, { group_key, tags }) : reject(deps, deciding, key, reason);
  const outcomes = await inParallel(keys, async (key) => {
    try {
      await decide(key);
      return undefined;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { key, code: error.details.reason ?? error.code, message: error.message };
    }
  });
  const refused = outcomes.filter((outcome) => outcome !== undefined);
  return { decided: keys.filter((key) => refused.every((one) => one.key !== key)), refused };
};
