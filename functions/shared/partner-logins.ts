import { conflict, type Failure, notFound } from '../../domain/errors.ts';
import { partnershipNamed, releasePartnerName, takePartnerName } from '../../table/partner-names.ts';
import { getProfile, getStanding, type Profile, putProfile } from '../../table/partnerships.ts';
import { getProgram } from '../../table/programs.ts';
import { type Store, unchanged, type Write } from '../../table/store.ts';
import { addUserPartner, belongingsOf } from '../../table/users.ts';
import { activityWrites, emailTaken, ONE_PROGRAM_CONFLICTS } from './one-program.ts';
import { untilUncontended } from './retry.ts';

const hasLogin = (): Failure => conflict('The partner has a login.', 'email', 'has_login');

/**
 * The writes that give a partnership the login of a person (`partner_exists` when the person is a partner of the
 * program already, `profile_changed`).
 * @throws Failure `conflict` when the partnership has another login, or its account is closed.
 */
export const tieLogin = async (
  store: Store,
  user: string,
  partnership: string,
  now: number,
): Promise<readonly Write[]> => {
  const profile = await getProfile(store, partnership);
  if (profile === undefined) throw notFound('partnership', 'partnership');
  if (profile.user !== undefined) throw hasLogin();
  if (profile.inactive?.closed === true) {
    throw conflict('The partner has closed its account; it can only apply again.', 'partnership', 'account_closed');
  }
  const after = { ...profile, user, updated_at: now, rev: profile.rev + 1 };
  return [
    addUserPartner(user, { program: profile.program, partnership }),
    putProfile(after, unchanged('profile_changed', profile.rev)),
  ];
};

const differs = (profile: Profile, email: string): boolean => profile.email.toLowerCase() !== email.toLowerCase();

/** @throws Failure `conflict` (`email_taken`, `other_program`) when the address is somebody else's in one of the programs. */
export const requireFreeForPartner = async (store: Store, user: string, email: string): Promise<void> => {
  const { partners } = await belongingsOf(store, user);
  for (const { program: key, partnership } of partners) {
    const [named, standing, program] = await Promise.all([
      partnershipNamed(store, key, 'EMAIL', email),
      getStanding(store, partnership),
      getProgram(store, key),
    ]);
    if (named !== undefined && named !== partnership) throw emailTaken();
    if (program === undefined || standing?.status !== 'active') continue;
    await activityWrites(store, program, { partnership, before: undefined, after: email });
  }
};

const followOne = async (store: Store, partnership: string, email: string, now: number): Promise<void> => {
  const [profile, standing] = await Promise.all([getProfile(store, partnership), getStanding(store, partnership)]);
  if (profile === undefined || standing === undefined) return;
  if (profile.email === email) return;
  const program = await getProgram(store, profile.program);
  if (program === undefined) throw new Error('The program of a partnership is missing.');
  const after = { ...profile, email, updated_at: now, rev: profile.rev + 1 };
  const active = standing.status === 'active';
  const activity = { partnership, before: active ? profile.email : undefined, after: active ? email : undefined };
  const names = differs(profile, email)
    ? [
        takePartnerName(profile.program, 'EMAIL', email, partnership),
        releasePartnerName(profile.program, 'EMAIL', profile.email),
      ]
    : [];
  await store.transact([
    ...names,
    ...(await activityWrites(store, program, activity)),
    putProfile(after, unchanged('profile_changed', profile.rev)),
  ]);
};

const CONTENDED: readonly string[] = [...ONE_PROGRAM_CONFLICTS, 'profile_changed', 'partner_name_gone'];

/** The partnerships of a person are known by the address that it logs in with. May be repeated. */
export const followLoginEmail = async (
  store: Store,
  chance: () => number,
  user: string,
  email: string,
  now: number,
): Promise<void> => {
  const { partners } = await belongingsOf(store, user);
  for (const { partnership } of partners) {
    await untilUncontended(CONTENDED, chance, () => followOne(store, partnership, email, now));
  }
};
