import { ApiClient } from '../api/client.ts';
import type { Gets } from '../api/operations.ts';
import { ApiProblem } from '../api/problem.ts';

/** Whose portal a host shows, and where its partners log in. */
export type PortalHost = Gets['/v2/public/portal-hosts/{host}']['data'];

/** The page of our own address that hands logins over. */
export const HANDING_OVER = '/portal/enter';

/** Calls what needs no login. */
export const anybody = new ApiClient({
  token: async () => undefined,
  program: () => undefined,
  refused: async () => false,
});

/** The portal that is shown on a host of the merchant's own; undefined when none is. */
export const portalOf = async (host: string): Promise<PortalHost | undefined> => {
  try {
    return await anybody.get('/v2/public/portal-hosts/{host}', { params: { host } });
  } catch (thrown) {
    // A name that cannot be a host of a merchant's is refused as one.
    if (thrown instanceof ApiProblem && (thrown.code === 'not_found' || thrown.code === 'unprocessable')) {
      return undefined;
    }
    throw thrown;
  }
};
