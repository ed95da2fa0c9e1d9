import { getStanding, type Standing } from '../../table/partnerships.ts';
import type { Store } from '../../table/store.ts';
import type { ProgramState } from './configuration.ts';

const KEY_PREFIX = 'part_';
/** The part of a key that is not its prefix. */
const CODE = /^[0-9a-hjkmnp-tv-z]{26}$/;

/** What a partner hands to those whom it recruits: its own key without the prefix, so that nothing has to be stored. */
export const recruitingCodeOf = (partnership: string): string => partnership.slice(KEY_PREFIX.length);

/** Whether partners of the program earn by those whom they recruit. */
export const hasRecruiting = ({ configuration }: Pick<ProgramState, 'configuration'>): boolean =>
  configuration.second_tier_bps > 0;

/**
 * The partnership whose recruiting code this is. Undefined for any other text, for a partnership of another program or
 * an inactive one, and while the program has no second tier: an application with such a code is one without a recruiter.
 */
export const recruiterByCode = async (
  store: Store,
  state: ProgramState,
  code: string,
): Promise<Standing | undefined> => {
  const spelled = code.trim().toLowerCase();
  if (!hasRecruiting(state) || !CODE.test(spelled)) return undefined;
  const standing = await getStanding(store, `${KEY_PREFIX}${spelled}`);
  return standing?.program === state.program.key && standing.status === 'active' ? standing : undefined;
};
