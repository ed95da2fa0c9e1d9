/**
 * Stands in for the SDK's chain of credential sources in every bundle (ts-function.ts): Lambda always puts its
 * credentials into the environment, and the chain would be a third of the bundle (files, SSO, metadata services …).
 */
export const defaultProvider = () => async (): Promise<Credentials> => {
  const accessKeyId = process.env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = process.env['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = process.env['AWS_SESSION_TOKEN'];
  if (!accessKeyId || !secretAccessKey) throw new Error('There are no AWS credentials in the environment.');
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
};

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
