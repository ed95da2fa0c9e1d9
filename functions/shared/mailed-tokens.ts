import { createHash, createHmac } from 'node:crypto';
import type { AwsCall } from './aws-json.ts';

/**
 * The tokens of mailed links. A token follows from the key of its link and a secret, so that whoever writes the mail
 * knows it and it is stored nowhere, not even on its way.
 */
export type MailedTokens = (key: string) => string;

/** Tokens under a secret: 256 bits, as URL-safe text. */
export const openMailedTokens =
  (secret: string): MailedTokens =>
  (key) =>
    createHmac('sha256', secret).update(`mailed link ${key}`).digest('base64url');

/** What is stored of a token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

const secretOf = (answer: unknown): string => {
  if (typeof answer === 'object' && answer !== null && 'SecretString' in answer) {
    const { SecretString: secret } = answer;
    if (typeof secret === 'string' && secret !== '') return secret;
  }
  throw new Error('The secret of mailed links is empty.');
};

/** Tokens under the stored secret, which is read once per environment. A failed read is tried again next time. */
export const storedMailedTokens = (call: AwsCall, arn: string): (() => Promise<MailedTokens>) => {
  let opened: Promise<MailedTokens> | undefined;
  const open = async (): Promise<MailedTokens> => {
    try {
      return openMailedTokens(secretOf(await call('secretsmanager', 'GetSecretValue', { SecretId: arn })));
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
