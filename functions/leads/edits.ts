import { isDeepStrictEqual } from 'node:util';
import { conflict, notFound, unprocessable } from '../../domain/errors.ts';
import { findPartnership } from '../../table/partner-names.ts';
import type { Prospect } from '../../table/prospects.ts';
import type { Store } from '../../table/store.ts';

/** New values of fields: null removes, undefined leaves as it is. */
export type Edits<P> = { readonly [F in keyof P]?: P[F] | null | undefined };

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
