import { isDeepStrictEqual } from 'node:util';
import { conflict, Failure, notFound, unprocessable } from '../../domain/errors.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { isUndecided, type Prospect } from '../../table/prospects.ts';
import type { Store } from '../../table/store.ts';
import type { LeadsDeps } from './deps.ts';

/** New values of fields: null removes, undefined leaves as it is. */
export type Edits<P> = { readonly [F in keyof P]?: P[F] | null | undefined };

/** Edits, or what they are of the lead or deal as it is when they are written: it may be another one than was read. */
export type EditsOf<P> = Edits<P> | ((before: P) => Edits<P>);

export const editsOf = <P extends Prospect>(before: P, edits: EditsOf<P> = {}): Edits<P> =>
  typeof edits === 'function' ? edits(before) : edits;

/** A lead or deal with changed fields; undefined when nothing is different. */
export const edited = <P extends Prospect>(before: P, edits: Edits<P>): P | undefined => {
  const given = Object.entries(edits).filter(([, value]) => value !== undefined);
  const after = { ...before, ...Object.fromEntries(given.map(([name, value]) => [name, value ?? undefined])) };
  return given.every(([name]) => isDeepStrictEqual(Reflect.get(before, name), Reflect.get(after, name)))
    ? undefined
    : after;
};

/** The key of the partnership that something is assigned to. @throws Failure `not_found`, `unprocessable`. */
export const requireAssignable = async (store: Store, program: string, name: string): Promise<string> => {
  const standing = await findPartnership(store, program, name);
  if (standing === undefined) throw notFound('partnership', 'partnership_key');
  if (standing.status === 'active') return standing.key;
  throw unprocessable('partnership_inactive', 'This partnership is not active.', 'partnership_key');
};

/** @throws Failure `conflict` (`archived`): what is put away does not change any more. */
export const requireUnarchived = ({ archived }: Prospect, what: string): void => {
  if (archived) throw conflict(`This ${what} is archived.`, what, 'archived');
};

/**
 * What a partner changes of a lead or deal is its own, and nobody has decided about it yet.
 * @throws Failure `forbidden` (`not_submitter`), `conflict` (`archived`, `decided`).
 */
export const requireCorrectable = (prospect: Prospect & { readonly status: string }): void => {
  if (prospect.submitter === undefined || prospect.submitter !== prospect.partnership) {
    throw new Failure('forbidden', 'Only what you handed in yourself can be changed.', { reason: 'not_submitter' });
  }
  requireUnarchived(prospect, 'status');
  if (!isUndecided(prospect.status)) {
    throw conflict(`This is ${prospect.status} already.`, 'status', 'decided');
  }
};

/** What its partner has corrected, with the instant of the correction. @throws Failure as `requireCorrectable`. */
export const corrected = <P extends Prospect & { readonly status: string }>(
  { clock }: Pick<LeadsDeps, 'clock'>,
  before: P,
  after: P,
): P => {
  requireCorrectable(before);
  return { ...after, edited_at: clock.now() };
};
