import type { AwsCall } from './aws-json.ts';
import { type ClickIds, openClickIds } from './click-ids.ts';

const secretOf = (answer: unknown): string => {
  if (typeof answer === 'object' && answer !== null && 'SecretString' in answer) {
    const { SecretString: secret } = answer;
    if (typeof secret === 'string' && secret !== '') return secret;
  }
  throw new Error('The secret of click ids is empty.');
};

/** Click ids under the stored secret, which is read once per environment. A failed read is tried again next time. */
export const storedClickIds = (call: AwsCall, arn: string): (() => Promise<ClickIds>) => {
  let opened: Promise<ClickIds> | undefined;
  const open = async (): Promise<ClickIds> => {
    try {
      return openClickIds(secretOf(await call('secretsmanager', 'GetSecretValue', { SecretId: arn })));
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
  return () => {
    opened ??= open();
    return opened;
  };
};
