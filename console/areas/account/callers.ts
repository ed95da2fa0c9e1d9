import { ApiClient } from '../../api/client.ts';
import { accessToken, hasTokens, logIn } from '../../session/login.ts';

const anybody = { program: () => undefined, refused: async () => false } as const;

/** Calls that anybody may make. */
export const openApi = new ApiClient({ ...anybody, token: async () => undefined });

/** Calls of somebody who may have logged in before: an invitation is accepted with the login that is there. */
export const ownApi = new ApiClient({ ...anybody, token: async () => (hasTokens() ? accessToken() : undefined) });

/** Leads to the login and back to this page. */
export const logInHere = (): void => void logIn({ asked: true });
