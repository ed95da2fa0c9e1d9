import { conflict, notFound } from '../../domain/errors.ts';
import { addClaim, type Claim, type ClaimKind, readClaim } from '../../table/claims.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';
import type { Ids } from './ids.ts';

export interface ClaimDeps {
  readonly store: Store;
  readonly ids: Ids;
}

interface ClaimRequest {
  readonly program: string;
  readonly now: number;
  readonly kind: ClaimKind;
  readonly value: string;
  /** The field that holds the value. */
  readonly param: string;
  readonly partnership: string;
  /** The link that took the place of an old address. */
  readonly link?: string | undefined;
}

/** Ties a value to a partnership. The same again is the same answer; another partnership is a conflict. */
export const tie = async (deps: ClaimDeps, request: ClaimRequest): Promise<Claim> => {
  const standing = await findPartnership(deps.store, request.program, request.partnership);
  if (standing === undefined) throw notFound('partnership', 'partnership_key');
  const claim: Claim = {
    key: deps.ids.key('clm', request.now),
    program: request.program,
    kind: request.kind,
    value: request.value,
    partnership: standing.key,
    ...(request.link === undefined ? {} : { link: request.link }),
    created_at: request.now,
  };
  const write = addClaim(claim);
  try {
    await deps.store.write(write);
    return claim;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    const item = await deps.store.get(write.item);
    const existing = item === undefined ? undefined : readClaim(item);
    if (existing?.partnership === standing.key) return existing;
    throw conflict('This belongs to another partnership already.', request.param);
  }
};
