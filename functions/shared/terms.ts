import { conflict } from '../../domain/errors.ts';
import type { Group } from '../../table/definitions.ts';
import type { Standing } from '../../table/partnerships.ts';
import type { Write } from '../../table/store.ts';
import { type Acceptance, addAcceptance } from '../../table/terms.ts';
import type { ProgramState } from './configuration.ts';
import type { Ids } from './ids.ts';
import { factTime, partnershipFact } from './partnership-facts.ts';

/** The terms that a partner of the group is asked to accept; undefined when there are none. */
export const termsOf = (group: Group | undefined): { readonly url: string; readonly version: number } | undefined => {
  const { url, version } = group?.terms ?? {};
  return url === undefined || version === undefined ? undefined : { url, version };
};

/** Who accepts, when, and from where. */
interface Accepting {
  readonly standing: Standing;
  readonly group: Group;
  /** The version that was shown. */
  readonly version: number;
  readonly now: number;
  /** When it was accepted, where that was before now. */
  readonly acceptedAt?: number | undefined;
  readonly address: string | undefined;
}

/**
 * The acceptance of the terms that are valid now, for the write that a portal or an application makes.
 * @throws Failure `conflict` (`terms_changed`) when another version was shown.
 */
export const accepting = (
  ids: Ids,
  state: ProgramState,
  { standing, group, version, now, acceptedAt = now, address }: Accepting,
): { readonly acceptance: Acceptance; readonly write: Write & { kind: 'put' } } => {
  const terms = termsOf(group);
  if (terms === undefined || terms.version !== version) {
    throw conflict('These are not the terms that are valid now.', 'version', 'terms_changed');
  }
  const time = factTime(state, standing, now);
  const key = ids.key('evt', time.at);
  const acceptance: Acceptance = {
    ...{ key, program: standing.program, partnership: standing.key, group: group.key },
    ...{ ...terms, accepted_at: acceptedAt },
    ...(address === undefined ? {} : { address }),
  };
  // Nothing is rewarded for it: no earning has to answer.
  return { acceptance, write: addAcceptance(acceptance, partnershipFact(key, state, standing, time, false)) };
};
