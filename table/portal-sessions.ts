import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { portalSessionKey } from './keys.ts';
import { absent, type Store, type Write } from './store.ts';

/** A session of the embedded portal. Its token is nowhere: the item is found by the token's SHA-256. */
const PortalSession = z.object({
  key: z.string(),
  program: z.string(),
  mode: z.enum(['test', 'live']),
  partnership: z.string(),
  created_at: z.int(),
  ends_at: z.int(),
});
export type PortalSession = z.infer<typeof PortalSession>;

/** A new session (`portal_session_exists`); the table forgets it when it has ended. */
export const addPortalSession = (hash: string, session: PortalSession): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...portalSessionKey(hash), ...session, [EXPIRES_ATTRIBUTE]: Math.ceil(session.ends_at / 1000) },
  condition: absent('portal_session_exists'),
});

/** The session whose token has this hash, also one that has ended and is not forgotten yet. */
export const getPortalSession = async (store: Store, hash: string): Promise<PortalSession | undefined> => {
  const item = await store.get(portalSessionKey(hash));
  return item === undefined ? undefined : decode(PortalSession, item);
};
