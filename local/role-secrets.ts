import { createHmac, randomBytes } from 'node:crypto';

/** The secret access key of each role: good for this run of the runtime, and for what its functions sign in it. */
export function roleSecrets(): (roleId: string) => string {
  const key = randomBytes(32);
  return (roleId) => createHmac('sha256', key).update(roleId).digest('base64url');
}
