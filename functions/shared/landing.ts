import { isDeepStrictEqual } from 'node:util';
import { MAX_LINKS, normalDestination, type Parameters } from '../../domain/links.ts';
import { type Group, groups } from '../../table/definitions.ts';
import { changeLink, type Landing, type Link, linksOf } from '../../table/links.ts';
import { getStanding } from '../../table/partnerships.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';

/** Only what is set: a parameter without a value is none. */
const given = (parameters: Parameters): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** An address after a change: the earlier one when none is named, none when it is taken away. */
export const storedAddress = (before: string | undefined, asked: string | null | undefined): string | undefined => {
  if (asked === undefined) return before;
  return asked === null ? undefined : normalDestination(asked);
};

/** What the links of a group take from it and from the program. A parameter of the group hides the program's. */
export const landingOf = (
  program: Pick<Program, 'rev' | 'destination_url' | 'utm'>,
  group: Group | undefined,
): Landing => {
  const destination = group?.destination_url ?? program.destination_url;
  const parameters = given({ ...program.utm, ...group?.parameters, ...group?.utm });
  return {
    rev: program.rev,
    ...(destination === undefined ? {} : { destination }),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    counts: group?.referral_links !== false,
  };
};

/** The landing of a group as it is now. The program is read first: what follows is at least as new. */
export const readLanding = async (store: Store, program: string, group: string): Promise<Landing> => {
  const head = await getProgram(store, program);
  if (head === undefined) throw new Error('The program of a link is missing.');
  return landingOf(head, await groups.get(store, program, group));
};

/** Whether two landings send a visitor to the same place in the same way, whenever they were taken. */
export const sameLanding = (left: Landing, right: Landing): boolean =>
  isDeepStrictEqual({ ...left, rev: 0 }, { ...right, rev: 0 });

/** Gives a link a later landing. @returns false when somebody else has changed the link since. */
const land = async (store: Store, link: Link, landing: Landing): Promise<boolean> => {
  try {
    await store.write(changeLink(link, { ...link, landing }));
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
};

/** Brings the links of a partnership to what its group says now. */
export const followGroup = async (store: Store, partnership: string): Promise<void> => {
  for (;;) {
    const standing = await getStanding(store, partnership);
    if (standing === undefined) return;
    const links = await linksOf(store, partnership, MAX_LINKS);
    if (links.length === 0) return;
    const landing = await readLanding(store, standing.program, standing.group);
    const late = links.filter((link) => link.landing.rev < landing.rev);
    const done = await Promise.all(late.map((link) => land(store, link, landing)));
    if (done.every((one) => one)) return;
  }
};

/**
 * To be called after links were written by what their group said before: it may have changed in between, and its own
 * walk passed before the links were there.
 */
export const settleLinks = async (store: Store, partnership: string, landing: Landing): Promise<void> => {
  const standing = await getStanding(store, partnership);
  if (standing === undefined) return;
  const now = await readLanding(store, standing.program, standing.group);
  if (now.rev !== landing.rev) await followGroup(store, partnership);
};
