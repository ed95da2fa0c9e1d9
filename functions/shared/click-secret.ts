import type { AwsCall } from './aws-json.ts';
import { type ClickIds, openClickIds } from './click-ids.ts';
import { type FormTokens, openFormTokens } from './form-tokens.ts';

const secretOf = (answer: unknown): string => {
  if (typeof answer === 'object' && answer !== null && 'SecretString' in answer) {
    const { SecretString: secret } = answer;
    if (typeof secret === 'string' && secret !== '') return secret;
  }
  throw new Error('The secret of click ids is empty.');
};

/** What the stored secret opens, which is read once per environment. A failed read is tried again next time. */
const stored = <T>(call: AwsCall, arn: string, open: (secret: string) => T): (() => Promise<T>) => {
  let opened: Promise<T> | undefined;
  const read = async (): Promise<T> => {
    try {
      return open(secretOf(await call('secretsmanager', 'GetSecretValue', { SecretId: arn })));
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
  return () => {
    opened ??= read();
    return opened;
  };
};

/** Click ids under the stored secret. */
export const storedClickIds = (call: AwsCall, arn: string): (() => Promise<ClickIds>) =>
  stored(call, arn, openClickIds);

/** Tokens of served forms under the stored secret. */
export const storedFormTokens = (call: AwsCall, arn: string): (() => Promise<FormTokens>) =>
  stored(call, arn, openFormTokens);
