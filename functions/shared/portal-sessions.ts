import { EMBEDDED_SCOPES } from '../../domain/roles.ts';
import { getStanding } from '../../table/partnerships.ts';
import { getPortalSession, type PortalSession } from '../../table/portal-sessions.ts';
import type { Store } from '../../table/store.ts';
import { hashSecret } from './api-key-auth.ts';
import { type Authenticator, refused } from './auth.ts';
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import { keeping } from './keeping.ts';

const LASTS_MS = 3_600_000;
const SECRET_BYTES = 32;
const PREFIX = 'pst_';
const TOKEN = /^bearer\s+(pst_[\w-]{43})$/i;

/** A new session and its token, of which only the hash is stored. */
export const newPortalSession = (
  ids: Ids,
  of: Pick<PortalSession, 'program' | 'mode' | 'partnership'>,
  now: number,
): { readonly token: string; readonly hash: string; readonly session: PortalSession } => {
  const token = PREFIX + ids.secret(SECRET_BYTES);
  const session = { key: ids.key('pse', now), ...of, created_at: now, ends_at: now + LASTS_MS };
  return { token, hash: hashSecret(token), session };
};

/** The session, while its partnership is active. */
const liveSession =
  (store: Store) =>
  async (hash: string): Promise<PortalSession | undefined> => {
    const session = await getPortalSession(store, hash);
    const standing = session === undefined ? undefined : await getStanding(store, session.partnership);
    return standing?.status === 'active' && standing.program === session?.program ? session : undefined;
  };

/**
 * Partners in the portal that is embedded in the merchant's site, by the token that the merchant's server asked for. A
 * session is looked up as keys are, and is good for its own partnership only, whatever program the request names.
 */
export const portalSessions = (store: Store, clock: Clock): Authenticator => {
  const lookUp = keeping(clock, liveSession(store));
  return async ({ authorization, program: named }) => {
    const [, token] = TOKEN.exec(authorization.trim()) ?? [];
    if (token === undefined) return undefined;
    const session = await lookUp(hashSecret(token));
    if (session === undefined || session.ends_at <= clock.now()) throw refused();
    const { key, program, mode, partnership } = session;
    if (named !== undefined && named !== program) throw refused();
    const known = { program, mode, identity: key, actor: partnership, scopes: EMBEDDED_SCOPES };
    return { ...known, kind: 'partner', partnership };
  };
};
