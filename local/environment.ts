import type { FunctionDefinition } from './functions.ts';

/** The services whose endpoint the AWS SDK looks for under a name of its own. */
const SERVICES = [
  'COGNITO_IDENTITY_PROVIDER',
  'DYNAMODB',
  'EVENTBRIDGE',
  'LAMBDA',
  'S3',
  'SECRETS_MANAGER',
  'SESV2',
  'SFN',
  'SQS',
];

/**
 * The environment of a function: the variables of the template and those that Lambda sets. The access key names the
 * function's role, so that the endpoints can refuse what the role does not allow; the secret is known to nobody else.
 */
export function functionEnvironment(
  definition: FunctionDefinition,
  region: string,
  awsUrl: string,
  secret: string,
): Readonly<Record<string, string>> {
  const { name, folder, handler, memoryMb, logGroup, roleId, variables } = definition;
  return {
    ...variables,
    AWS_ACCESS_KEY_ID: roleId,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SESSION_TOKEN: 'local',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: handler,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: folder,
    AWS_ENDPOINT_URL: awsUrl,
    ...Object.fromEntries(SERVICES.map((service) => [`AWS_ENDPOINT_URL_${service}`, awsUrl])),
  };
}
