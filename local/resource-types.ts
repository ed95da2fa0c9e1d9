import { isObject, type Loose, objectsAt } from './values.ts';

/**
 * What the local runtime does with a resource type: a part of it serves the type, with the properties listed
 * (anything else stops it), or the type has no effect here, for the reason given.
 */
export type Support =
  | { readonly servedBy: string; readonly properties: readonly string[] }
  | { readonly inertBecause: string };

const EVERYWHERE = ['Tags', 'Description'];

function served(servedBy: string, ...properties: readonly string[]): Support {
  return { servedBy, properties: [...properties, ...EVERYWHERE] };
}

function inert(inertBecause: string): Support {
  return { inertBecause };
}

const TABLE = [
  ...['AttributeDefinitions', 'KeySchema', 'GlobalSecondaryIndexes', 'LocalSecondaryIndexes', 'StreamSpecification'],
  ...['TimeToLiveSpecification', 'TableName', 'BillingMode', 'ProvisionedThroughput', 'OnDemandThroughput'],
  ...['WriteOnDemandThroughputSettings', 'ReadOnDemandThroughputSettings', 'WarmThroughput', 'SSESpecification'],
  ...['PointInTimeRecoverySpecification', 'DeletionProtectionEnabled', 'Replicas', 'ContributorInsightsSpecification'],
  ...['TableClass', 'ResourcePolicy', 'KinesisStreamSpecification'],
];

const FUNCTION = [
  ...['Architectures', 'Code', 'Environment', 'EphemeralStorage', 'FunctionName', 'Handler', 'LoggingConfig'],
  ...['MemorySize', 'Role', 'Runtime', 'Timeout', 'TracingConfig', 'ReservedConcurrentExecutions', 'KmsKeyArn'],
  ...['RuntimeManagementConfig', 'RecursiveLoop', 'DeadLetterConfig'],
];

const SCHEDULE = [
  ...['EndDate', 'FlexibleTimeWindow', 'GroupName', 'KmsKeyArn', 'Name', 'ScheduleExpression', 'StartDate'],
  ...['ScheduleExpressionTimezone', 'State', 'Target'],
];

const STATE_MACHINE = [
  ...[
    'DefinitionString',
    'DefinitionSubstitutions',
    'Definition',
    'LoggingConfiguration',
    'RoleArn',
    'StateMachineName',
  ],
  ...['StateMachineType', 'TracingConfiguration', 'EncryptionConfiguration'],
];

const MAPPING = [
  ...['BatchSize', 'BisectBatchOnFunctionError', 'DestinationConfig', 'Enabled', 'EventSourceArn', 'FilterCriteria'],
  ...[
    'FunctionName',
    'FunctionResponseTypes',
    'KmsKeyArn',
    'MaximumBatchingWindowInSeconds',
    'MaximumRecordAgeInSeconds',
  ],
  ...['MaximumRetryAttempts', 'MetricsConfig', 'ParallelizationFactor', 'ScalingConfig', 'StartingPosition'],
];

const QUEUE = [
  ...['DelaySeconds', 'KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'MaximumMessageSize', 'MessageRetentionPeriod'],
  ...['QueueName', 'ReceiveMessageWaitTimeSeconds', 'RedriveAllowPolicy', 'RedrivePolicy', 'SqsManagedSseEnabled'],
  'VisibilityTimeout',
];

const WATCHED = inert('nobody watches metrics on one machine');
const ENCRYPTED = inert('the data folder is as safe as the machine it is on');
const CACHED = inert('nothing is cached between the browser and this process');
const POOL = [
  ...['AccountRecoverySetting', 'AdminCreateUserConfig', 'AutoVerifiedAttributes', 'DeletionProtection'],
  ...['EmailVerificationMessage', 'EmailVerificationSubject', 'EnabledMfas', 'MfaConfiguration', 'Policies'],
  ...['SmsVerificationMessage', 'UserPoolName', 'UserPoolTier', 'UsernameAttributes', 'UsernameConfiguration'],
  'UserPoolTags', // A pool has its tags under a name of its own.
  'VerificationMessageTemplate',
];

const POOL_CLIENT = [
  ...['AccessTokenValidity', 'AllowedOAuthFlows', 'AllowedOAuthFlowsUserPoolClient', 'AllowedOAuthScopes'],
  ...['CallbackURLs', 'ClientName', 'EnableTokenRevocation', 'GenerateSecret', 'IdTokenValidity', 'LogoutURLs'],
  ...['PreventUserExistenceErrors', 'RefreshTokenValidity', 'SupportedIdentityProviders', 'TokenValidityUnits'],
  'UserPoolId',
];

/** Every resource type that a template may hold here. */
export const SUPPORT: Readonly<Record<string, Support>> = {
  'AWS::ApiGatewayV2::Api': served(
    'api gateway',
    'Name',
    'ProtocolType',
    'CorsConfiguration',
    'DisableExecuteApiEndpoint',
  ),
  'AWS::ApiGatewayV2::Authorizer': served(
    'api gateway',
    ...['ApiId', 'AuthorizerType', 'IdentitySource', 'JwtConfiguration', 'Name'],
  ),
  'AWS::ApiGatewayV2::Integration': served(
    'api gateway',
    ...['ApiId', 'IntegrationType', 'IntegrationUri', 'IntegrationMethod', 'PayloadFormatVersion', 'TimeoutInMillis'],
  ),
  'AWS::ApiGatewayV2::Route': served(
    'api gateway',
    ...['ApiId', 'AuthorizationScopes', 'AuthorizationType', 'AuthorizerId', 'OperationName', 'RouteKey', 'Target'],
  ),
  'AWS::ApiGatewayV2::Stage': served(
    'api gateway',
    ...['AccessLogSettings', 'ApiId', 'AutoDeploy', 'DefaultRouteSettings', 'RouteSettings', 'StageName'],
    'StageVariables',
  ),
  'AWS::CloudFront::CachePolicy': CACHED,
  'AWS::CloudFront::Distribution': served('static site', 'DistributionConfig'),
  'AWS::CloudFront::Function': served('static site', ...['AutoPublish', 'FunctionCode', 'FunctionConfig', 'Name']),
  'AWS::CloudFront::OriginAccessControl': inert('the site is read from the bucket folder without a signature'),
  'AWS::CloudFront::OriginRequestPolicy': inert('every header and cookie reaches the origin'),
  'AWS::CloudFront::ResponseHeadersPolicy': served('static site', 'ResponseHeadersPolicyConfig'),
  'AWS::CDK::Metadata': inert('it counts constructs for AWS'),
  'AWS::CloudWatch::Alarm': WATCHED,
  'AWS::CloudWatch::CompositeAlarm': WATCHED,
  'AWS::CloudWatch::Dashboard': WATCHED,
  'AWS::Cognito::UserPool': served('login', ...POOL),
  'AWS::Cognito::UserPoolClient': served('login', ...POOL_CLIENT),
  'AWS::Cognito::UserPoolDomain': served('login', 'Domain', 'UserPoolId'),
  'AWS::DynamoDB::GlobalTable': served('table', ...TABLE),
  'AWS::DynamoDB::Table': served('table', ...TABLE),
  'AWS::Events::EventBus': served('bus', ...['Name', 'KmsKeyIdentifier', 'DeadLetterConfig', 'Policy', 'LogConfig']),
  'AWS::Events::Rule': served(
    'bus',
    ...['EventBusName', 'EventPattern', 'Name', 'ScheduleExpression', 'State', 'Targets'],
  ),
  'AWS::IAM::ManagedPolicy': served('policies', ...['ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles']),
  'AWS::IAM::Policy': served('policies', ...['PolicyDocument', 'PolicyName', 'Roles']),
  'AWS::IAM::Role': served(
    'policies',
    ...['AssumeRolePolicyDocument', 'ManagedPolicyArns', 'MaxSessionDuration', 'Path', 'Policies', 'RoleName'],
  ),
  'AWS::KMS::Alias': ENCRYPTED,
  'AWS::KMS::Key': ENCRYPTED,
  'AWS::Lambda::EventInvokeConfig': served(
    'queues',
    ...['DestinationConfig', 'FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'],
  ),
  'AWS::Lambda::EventSourceMapping': served('queues', ...MAPPING),
  'AWS::Lambda::Function': served('functions', ...FUNCTION),
  'AWS::Lambda::LayerVersion': inert('only deployment helpers use layers; a function of the app that names one stops'),
  'AWS::Lambda::Permission': served(
    'policies',
    ...['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn', 'InvokedViaFunctionUrl'],
  ),
  'AWS::Logs::LogGroup': served(
    'logs',
    ...['DataProtectionPolicy', 'KmsKeyId', 'LogGroupClass', 'LogGroupName', 'RetentionInDays', 'FieldIndexPolicies'],
  ),
  'AWS::Logs::MetricFilter': WATCHED,
  'AWS::Logs::QueryDefinition': WATCHED,
  'AWS::Logs::ResourcePolicy': inert('log groups have no callers here'),
  'AWS::Logs::SubscriptionFilter': served(
    'logs',
    ...['DestinationArn', 'Distribution', 'FilterName', 'FilterPattern', 'LogGroupName', 'RoleArn'],
  ),
  'AWS::S3::Bucket': served(
    'buckets',
    ...['AccessControl', 'BucketEncryption', 'BucketName', 'CorsConfiguration', 'IntelligentTieringConfigurations'],
    ...[
      'LifecycleConfiguration',
      'LoggingConfiguration',
      'ObjectLockEnabled',
      'OwnershipControls',
      'VersioningConfiguration',
    ],
    'PublicAccessBlockConfiguration',
  ),
  'AWS::S3::BucketPolicy': inert('only roles of the template reach the bucket folders, by their own policies'),
  'AWS::SES::ConfigurationSet': inert('mail goes to the local mailbox'),
  'AWS::SES::ConfigurationSetEventDestination': inert('mail goes to the local mailbox'),
  'AWS::SES::EmailIdentity': inert('any sender may write to the local mailbox'),
  'AWS::SNS::Subscription': WATCHED,
  'AWS::SNS::Topic': inert('only alarms publish to it, and nobody watches metrics on one machine'),
  'AWS::SNS::TopicPolicy': WATCHED,
  'AWS::SQS::Queue': served('queues', ...QUEUE),
  'AWS::SQS::QueuePolicy': inert('rules reach the queues they name as targets'),
  'AWS::SSM::Parameter': inert('the template hands its value to whoever needs it'),
  'AWS::Scheduler::Schedule': served('schedules', ...SCHEDULE),
  'AWS::Scheduler::ScheduleGroup': inert('a group only gathers schedules'),
  'AWS::SecretsManager::ResourcePolicy': inert('only roles of the template reach the secrets, by their own policies'),
  'AWS::SecretsManager::Secret': served('secrets', ...['GenerateSecretString', 'KmsKeyId', 'Name', 'SecretString']),
  'AWS::StepFunctions::StateMachine': served('state machines', ...STATE_MACHINE),
  'AWS::WAFv2::IPSet': inert('no traffic from outside reaches this machine'),
  'AWS::WAFv2::LoggingConfiguration': inert('no traffic from outside reaches this machine'),
  'AWS::WAFv2::WebACL': inert('no traffic from outside reaches this machine'),
  'AWS::WAFv2::WebACLAssociation': inert('no traffic from outside reaches this machine'),
  'Custom::CDKBucketDeployment': served(
    'static site',
    ...[
      'ServiceToken',
      'SourceBucketNames',
      'SourceObjectKeys',
      'SourceMarkers',
      'SourceMarkersConfig',
      'SystemMetadata',
    ],
    ...[
      'DestinationBucketName',
      'DestinationBucketKeyPrefix',
      'DistributionId',
      'DistributionPaths',
      'Prune',
      'Extract',
    ],
    ...[
      'OutputObjectKeys',
      'DestinationBucketArn',
      'WaitForDistributionInvalidation',
      'UserMetadata',
      'Exclude',
      'Include',
    ],
    'RetainOnDelete',
  ),
  'Custom::S3AutoDeleteObjects': inert('the data folder is emptied by hand or by --fresh'),
};

/** Stops with a message for a type or a property that nothing here serves. */
export function checkSupport(id: string, type: string, properties: Loose): void {
  const support = SUPPORT[type];
  if (support === undefined) {
    throw new Error(`${id}: the local runtime does not support the resource type ${type}.`);
  }
  if ('inertBecause' in support) return;
  for (const name of Object.keys(properties)) {
    if (support.properties.includes(name)) continue;
    throw new Error(`${id}: the local runtime (${support.servedBy}) does not support the property ${name} of ${type}.`);
  }
}

/** The functions that only run while CloudFormation deploys: providers behind custom resources. */
export function deploymentFunctions(resources: Loose): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const resource of Object.values(resources).filter(isObject)) {
    if (typeof resource['Type'] !== 'string' || !resource['Type'].startsWith('Custom::')) continue;
    const properties = resource['Properties'];
    if (!isObject(properties)) continue;
    const token = properties['ServiceToken'];
    if (isObject(token) && Array.isArray(token['Fn::GetAtt'])) ids.add(String(token['Fn::GetAtt'][0]));
  }
  return ids;
}

/** A table may have one replica here: its own region. */
export function checkReplicas(id: string, properties: Loose): void {
  const replicas = objectsAt(properties, 'Replicas');
  if (replicas.length > 1) throw new Error(`${id}: the local runtime does not support tables with several replicas.`);
}
