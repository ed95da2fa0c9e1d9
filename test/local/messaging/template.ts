import type { Resource, Stack } from '../../../local/contract.ts';

export const REGION = 'eu-west-1';
export const ACCOUNT = '123456789012';

/** The ARN of a resource of the template by its kind. */
export function arn(kind: string, id: string): string {
  switch (kind) {
    case 'queue':
      return `arn:aws:sqs:${REGION}:${ACCOUNT}:${id}`;
    case 'function':
      return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${id}`;
    case 'machine':
      return `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${id}`;
    case 'bus':
      return `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${id}`;
    case 'rule':
      return `arn:aws:events:${REGION}:${ACCOUNT}:rule/Bus/${id}`;
    case 'schedule':
      return `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/default/${id}`;
    case 'role':
      return `arn:aws:iam::${ACCOUNT}:role/${id}`;
    case 'stream':
      return `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${id}/stream/now`;
    case 'bucket':
      return `arn:aws:s3:::${id}`;
    case 'secret':
      return `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${id}-abc123`;
    default:
      return `arn:aws:${kind}:::${id}`;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'queue',
  'AWS::Lambda::Function': 'function',
  'AWS::StepFunctions::StateMachine': 'machine',
  'AWS::Events::EventBus': 'bus',
  'AWS::Events::Rule': 'rule',
  'AWS::Scheduler::Schedule': 'schedule',
  'AWS::IAM::Role': 'role',
  'AWS::DynamoDB::GlobalTable': 'stream',
  'AWS::S3::Bucket': 'bucket',
  'AWS::SecretsManager::Secret': 'secret',
};
const REF_IS_ARN = new Set(['AWS::StepFunctions::StateMachine', 'AWS::SecretsManager::Secret']);

export type Template = Readonly<Record<string, readonly [type: string, properties?: Record<string, unknown>]>>;

export function stackOf(template: Template): Stack {
  const resources = new Map<string, Resource>(
    Object.entries(template).map(([id, [type, properties = {}]]) => [id, { id, type, properties }]),
  );
  const arnOf = (id: string): string => arn(KINDS[resources.get(id)?.type ?? ''] ?? 'other', id);
  const reference = (id: string, attribute?: string): string =>
    attribute !== undefined || REF_IS_ARN.has(resources.get(id)?.type ?? '') ? arnOf(id) : id;
  return {
    name: 'Test',
    resources,
    ofType: (type) => [...resources.values()].filter((resource) => resource.type === type),
    reference,
    find: (wanted) => [...resources.keys()].find((id) => id === wanted || arnOf(id) === wanted),
    outputs: {},
  };
}

/** A role that AWS services may take on; what it allows is decided by the world's `allows`. */
export const ROLE: Template[string] = [
  'AWS::IAM::Role',
  {
    AssumeRolePolicyDocument: {
      Statement: ['lambda', 'states', 'scheduler', 'events'].map((name) => ({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: `${name}.amazonaws.com` },
      })),
    },
  },
];
export const FUNCTION: Template[string] = ['AWS::Lambda::Function', { Role: arn('role', 'Role') }];

export function queuePolicy(queue: string, source: string): Template[string] {
  return [
    'AWS::SQS::QueuePolicy',
    {
      Queues: [queue],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 'sqs:*',
            Resource: arn('queue', queue),
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'],
            Resource: arn('queue', queue),
            Condition: { ArnEquals: { 'aws:SourceArn': source } },
          },
        ],
      },
    },
  ];
}
