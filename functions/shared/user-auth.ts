import { Failure, unprocessable } from '../../domain/errors.ts';
import { isPortalScope, PORTAL_SCOPES, type Role, scopesOf } from '../../domain/roles.ts';
import { programsOf } from '../../table/merchants.ts';
import { getStanding } from '../../table/partnerships.ts';
import { getProgram } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import { getMember } from '../../table/team.ts';
import { belongingIn, belongingsOf } from '../../table/users.ts';
import type { TokenReader } from './access-tokens.ts';
import { memberActor } from './actors.ts';
import { type Authenticator, type Caller, type PersonAuthenticator, refused } from './auth.ts';
import type { Clock } from './clock.ts';
import { keeping } from './keeping.ts';

/** What a person is in one program. Who was removed or deactivated is nothing. */
interface Standing {
  readonly mode: 'test' | 'live';
  readonly role: Role | undefined;
  readonly partnership: string | undefined;
}

/** The programs that a person belongs to, by what it is there. */
interface Programs {
  readonly member: readonly string[];
  readonly partner: readonly string[];
}

const MOST_NAMED = 20;

const standingOf =
  (store: Store) =>
  async (user: string, program: string): Promise<Standing | undefined> => {
    const head = await getProgram(store, program);
    if (head === undefined) return undefined;
    const { merchant, mode } = head;
    const { member, partner } = await belongingIn(store, user, { merchant, program });
    const [team, standing] = await Promise.all([
      member === undefined ? undefined : getMember(store, merchant, member.member),
      partner === undefined ? undefined : getStanding(store, partner.partnership),
    ]);
    return {
      mode,
      role: team?.user === user ? team.role : undefined,
      partnership: standing?.program === program && standing.status === 'active' ? standing.key : undefined,
    };
  };

const programsOfUser =
  (store: Store) =>
  async (user: string): Promise<Programs> => {
    const { members, partners } = await belongingsOf(store, user);
    const own = await Promise.all(members.map(({ merchant }) => programsOf(store, merchant)));
    return { member: own.flat(), partner: partners.map(({ program }) => program) };
  };

const nothingThere = (): Failure =>
  new Failure('forbidden', 'This login does not belong to the program.', { reason: 'no_membership' });

/** The program that is meant by who names none: the only one there is. */
const onlyProgram = (programs: Programs, asPartner: boolean): string => {
  const [first, second] = asPartner ? [programs.partner, programs.member] : [programs.member, programs.partner];
  const candidates = first.length > 0 ? first : second;
  const [only, ...more] = candidates;
  if (only === undefined) throw nothingThere();
  if (more.length === 0) return only;
  const named = candidates.slice(0, MOST_NAMED).join(', ');
  throw unprocessable(
    'program_required',
    `This login belongs to several programs; name one in the header fairshare-program: ${named}.`,
    'fairshare-program',
  );
};

const callerOf = (user: string, program: string, standing: Standing | undefined, asPartner: boolean): Caller => {
  if (standing === undefined) throw nothingThere();
  const { mode, role, partnership } = standing;
  const known = { program, mode, user, identity: `user-${user}` } as const;
  if (partnership !== undefined && (asPartner || role === undefined)) {
    return { ...known, kind: 'partner', partnership, actor: partnership, scopes: PORTAL_SCOPES };
  }
  if (role === undefined) throw nothingThere();
  return { ...known, kind: 'member', role, actor: memberActor(user), scopes: scopesOf(role) };
};

const NAME_OF_PROGRAM = /^prog_\w{1,60}$/;

/**
 * People who have logged in. A token says who somebody is and nothing else: what the person may do in the program
 * that the request names is looked up, and kept for five seconds.
 */
export const userCallers = (store: Store, clock: Clock, tokens: TokenReader): Authenticator => {
  const standings = keeping(clock, standingOf(store));
  const programs = keeping(clock, programsOfUser(store));
  return async ({ authorization, program: named, scope }) => {
    const user = await tokens(authorization);
    if (user === undefined) return undefined;
    const asPartner = scope !== undefined && isPortalScope(scope);
    if (named !== undefined && !NAME_OF_PROGRAM.test(named)) throw nothingThere();
    const program = named ?? onlyProgram(await programs(user), asPartner);
    return callerOf(user, program, await standings(user, program), asPartner);
  };
};

/** Who has logged in, for what needs no program. */
export const people =
  (tokens: TokenReader): PersonAuthenticator =>
  async (authorization) => {
    const user = authorization === undefined ? undefined : await tokens(authorization);
    if (user === undefined) throw refused();
    return { user, identity: `user-${user}` };
  };
