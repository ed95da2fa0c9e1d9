import { openStore } from '../../table/dynamodb.ts';
import { gathering } from '../../table/gathering.ts';
import type { Store } from '../../table/store.ts';
import { auditing } from './auditing.ts';
import { awsCredentials } from './aws-http.ts';
import { type AwsCall, openAws } from './aws-json.ts';
import { env } from './env.ts';
import { openIds } from './ids.ts';

/** What every client of the SDK is opened with. */
export const clientConfig = () => ({
  region: env('AWS_REGION'),
  credentials: async () => awsCredentials(),
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
});

let call: AwsCall | undefined;
let store: Store | undefined;

/** Signed calls of AWS services; one set per environment, with connections kept open. */
export const aws = (): AwsCall => {
  call ??= openAws();
  return call;
};

/** The single table of this stack; what requests change in it leaves audit events. */
export const table = (): Store => {
  const send = aws();
  store ??= auditing(
    gathering(openStore((operation, input) => send('dynamodb', operation, input), env('TABLE_NAME'))),
    openIds(),
  );
  return store;
};
