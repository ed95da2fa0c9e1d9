import { createHash } from 'node:crypto';
import { LOGIN_PATH } from './login/place.ts';

/** Where the stack "is": what its names and ARNs are made of. */
export interface Place {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  /** Where API and sites are served, for instance http://127.0.0.1:4000. */
  readonly url: string;
}

/** What a resource is called: the value of Ref, and the values of Fn::GetAtt. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

type Namer = (name: string, id: string, place: Place) => Identity;
interface Naming {
  /** The property in which a template may give the physical name. */
  readonly property?: string;
  readonly identify: Namer;
}

const arn = (place: Place, service: string, rest: string) =>
  `arn:aws:${service}:${place.region}:${place.account}:${rest}`;

/** Six letters as Secrets Manager adds them to the name, the same at every start. */
const suffix = (id: string) => createHash('sha256').update(id).digest('hex').slice(0, 6);

const hostOf = (place: Place) => place.url.replace(/^https?:\/\//, '');

/** A resource whose ARN is `arn:aws:<service>:<region>:<account>:<kind><name>`; Ref gives its name. */
function plain(service: string, kind: string, property?: string, attribute = 'Arn'): Naming {
  const identify: Namer = (name, _, place) => ({
    ref: name,
    attributes: { [attribute]: arn(place, service, `${kind}${name}`) },
  });
  return property === undefined ? { identify } : { property, identify };
}

/** A resource that is known by an identifier only. */
function known(...attributes: readonly string[]): Naming {
  return {
    identify: (_, id) => ({
      ref: id.toLowerCase(),
      attributes: Object.fromEntries(attributes.map((name) => [name, id.toLowerCase()])),
    }),
  };
}

const table: Naming = {
  property: 'TableName',
  identify: (name, id, place) => {
    const own = arn(place, 'dynamodb', `table/${name}`);
    return { ref: name, attributes: { Arn: own, StreamArn: `${own}/stream/2020-01-01T00:00:00.000`, TableId: id } };
  },
};

const bucket: Naming = {
  property: 'BucketName',
  identify: (name, _, place) => ({
    ref: name.toLowerCase(),
    attributes: {
      Arn: `arn:aws:s3:::${name.toLowerCase()}`,
      DomainName: `${name.toLowerCase()}.s3.amazonaws.com`,
      RegionalDomainName: `${name.toLowerCase()}.s3.${place.region}.amazonaws.com`,
      DualStackDomainName: `${name.toLowerCase()}.s3.dualstack.${place.region}.amazonaws.com`,
    },
  }),
};

const queue: Naming = {
  property: 'QueueName',
  identify: (name, _, place) => {
    const url = `https://sqs.${place.region}.amazonaws.com/${place.account}/${name}`;
    return { ref: url, attributes: { Arn: arn(place, 'sqs', name), QueueName: name, QueueUrl: url } };
  },
};

const logGroup: Naming = {
  property: 'LogGroupName',
  identify: (name, _, place) => ({
    ref: name,
    attributes: {
      Arn: arn(place, 'logs', `log-group:${name}:*`),
      LogGroupArn: arn(place, 'logs', `log-group:${name}`),
    },
  }),
};

/** Resources whose Ref is their ARN. */
function arnOnly(service: string, kind: string, property: string, attributes: readonly string[], end = ''): Naming {
  return {
    property,
    identify: (name, _, place) => {
      const own = arn(place, service, `${kind}${name}${end}`);
      const values = attributes.map((attribute): [string, string] => [attribute, attribute === 'Name' ? name : own]);
      return { ref: own, attributes: Object.fromEntries(values) };
    },
  };
}

const NAMINGS: Readonly<Record<string, Naming>> = {
  'AWS::ApiGatewayV2::Api': {
    identify: (_, id, place) => ({
      ref: id.toLowerCase(),
      attributes: { ApiEndpoint: place.url, ApiId: id.toLowerCase() },
    }),
  },
  'AWS::ApiGatewayV2::Authorizer': known('AuthorizerId'),
  'AWS::ApiGatewayV2::Stage': { property: 'StageName', identify: (name) => ({ ref: name, attributes: {} }) },
  'AWS::CloudFront::CachePolicy': known('Id'),
  'AWS::CloudFront::Distribution': {
    identify: (_, id, place) => ({
      ref: id.toUpperCase(),
      attributes: { Id: id.toUpperCase(), DomainName: hostOf(place) },
    }),
  },
  'AWS::CloudFront::Function': {
    property: 'Name',
    identify: (name, _, place) => {
      const own = `arn:aws:cloudfront::${place.account}:function/${name}`;
      return { ref: own, attributes: { FunctionARN: own, 'FunctionMetadata.FunctionARN': own } };
    },
  },
  'AWS::CloudFront::OriginAccessControl': known('Id'),
  'AWS::CloudFront::OriginRequestPolicy': known('Id'),
  'AWS::CloudFront::ResponseHeadersPolicy': known('Id'),
  'AWS::CloudWatch::Alarm': plain('cloudwatch', 'alarm:', 'AlarmName'),
  'AWS::CloudWatch::CompositeAlarm': plain('cloudwatch', 'alarm:', 'AlarmName'),
  'AWS::Cognito::UserPool': {
    property: 'UserPoolName',
    identify: (_, id, place) => {
      const pool = `${place.region}_${id}`;
      const provider = `${hostOf(place)}${LOGIN_PATH}/${pool}`;
      return {
        ref: pool,
        attributes: {
          Arn: arn(place, 'cognito-idp', `userpool/${pool}`),
          ProviderName: provider,
          // The issuer of its tokens: OpenID clients find everything below it.
          ProviderURL: `${place.url}${LOGIN_PATH}/${pool}`,
          UserPoolId: pool,
        },
      };
    },
  },
  'AWS::Cognito::UserPoolClient': known('ClientId', 'Name'),
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::Events::EventBus': {
    property: 'Name',
    identify: (name, _, place) => ({
      ref: name,
      attributes: { Arn: arn(place, 'events', `event-bus/${name}`), Name: name },
    }),
  },
  'AWS::Events::Rule': plain('events', 'rule/', 'Name'),
  'AWS::IAM::ManagedPolicy': {
    property: 'ManagedPolicyName',
    identify: (name, _, place) => ({
      ref: `arn:aws:iam::${place.account}:policy/${name}`,
      attributes: { PolicyArn: `arn:aws:iam::${place.account}:policy/${name}` },
    }),
  },
  'AWS::IAM::Role': {
    property: 'RoleName',
    identify: (name, id, place) => ({
      ref: name,
      attributes: { Arn: `arn:aws:iam::${place.account}:role/${name}`, RoleId: id },
    }),
  },
  'AWS::KMS::Alias': { property: 'AliasName', identify: (name) => ({ ref: name, attributes: {} }) },
  'AWS::KMS::Key': {
    identify: (_, id, place) => ({
      ref: id.toLowerCase(),
      attributes: { Arn: arn(place, 'kms', `key/${id.toLowerCase()}`), KeyId: id.toLowerCase() },
    }),
  },
  'AWS::Lambda::Function': plain('lambda', 'function:', 'FunctionName'),
  'AWS::Lambda::LayerVersion': arnOnly('lambda', 'layer:', 'LayerName', ['LayerVersionArn'], ':1'),
  'AWS::Logs::LogGroup': logGroup,
  'AWS::S3::Bucket': bucket,
  'AWS::SNS::Topic': arnOnly('sns', '', 'TopicName', ['TopicArn']),
  'AWS::SQS::Queue': queue,
  'AWS::SSM::Parameter': { property: 'Name', identify: (name) => ({ ref: name, attributes: {} }) },
  'AWS::Scheduler::Schedule': plain('scheduler', 'schedule/default/', 'Name'),
  'AWS::Scheduler::ScheduleGroup': plain('scheduler', 'schedule-group/', 'Name'),
  'AWS::SecretsManager::Secret': {
    property: 'Name',
    identify: (name, id, place) => {
      const own = arn(place, 'secretsmanager', `secret:${name}-${suffix(id)}`);
      return { ref: own, attributes: { Id: own } };
    },
  },
  'AWS::StepFunctions::StateMachine': arnOnly('states', 'stateMachine:', 'StateMachineName', ['Arn', 'Name']),
  'AWS::WAFv2::WebACL': plain('wafv2', 'global/webacl/', 'Name'),
};

/** The property in which a template may give this type its physical name. */
export function nameProperty(type: string): string | undefined {
  return NAMINGS[type]?.property;
}

/** Ref and attributes of a resource. `given` is the physical name from the template, if there is one. */
export function identify(type: string, id: string, given: string | undefined, place: Place): Identity {
  const name = given ?? `${place.stack}-${id}`;
  return NAMINGS[type]?.identify(name, id, place) ?? { ref: name, attributes: {} };
}
