import { unprocessable } from '../../domain/errors.ts';
import { addPortalSession } from '../../table/portal-sessions.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { createPortalSession } from '../shared/contracts/portal-sessions.ts';
import { type PartnershipDeps, requireNamed } from '../shared/found-partners.ts';
import { newPortalSession } from '../shared/portal-sessions.ts';

/**
 * Lets a partner into the embedded portal.
 * @throws Failure `not_found`, `unprocessable` (`partnership_inactive`).
 */
export const letIn = async (
  deps: PartnershipDeps,
  { program, caller, now }: Context,
  { params }: InputOf<typeof createPortalSession>,
): Promise<DataOf<typeof createPortalSession>> => {
  const { standing } = await requireNamed(deps, program, params.partnership);
  if (standing.status !== 'active') {
    throw unprocessable('partnership_inactive', 'This partnership is not active.', 'partnership');
  }
  const of = { program, mode: caller.mode, partnership: standing.key };
  const { token, hash, session } = newPortalSession(deps.ids, of, now);
  await deps.store.write(addPortalSession(hash, session));
  const { key, created_at, ends_at: expires_at } = session;
  return { key, created_at, partnership_key: standing.key, token, expires_at };
};
