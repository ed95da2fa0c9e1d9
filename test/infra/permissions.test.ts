import { type FunctionName, TABLE_ACCESS, type TableAccess } from '../../infra/families.ts';
import { FILE_ACCESS } from '../../infra/file-access.ts';
import { type Resources, resourcesOf, type Statement, statements, target } from './support/synth.ts';

/** Actions for which AWS knows no resource, so that `*` is the only way to write them. */
const WITHOUT_RESOURCES =
  /^(xray:(PutTraceSegments|PutTelemetryRecords|GetSamplingRules|GetSamplingTargets)|logs:(\w*LogDelivery|ListLogDeliveries|PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups))$/;

let resources: Resources;
let all: Statement[];
beforeAll(() => {
  resources = resourcesOf();
  all = statements(resources);
});

function roleOf(name: string): string {
  return target(resources.get(resources.functionId(name)).Properties['Role']);
}

function statementsOf(name: string, service: string): Statement[] {
  return all.filter(
    (statement) =>
      statement.roles.includes(roleOf(name)) && statement.actions.some((action) => action.startsWith(`${service}:`)),
  );
}

function isIndex(resource: unknown): boolean {
  return JSON.stringify(resource).includes('/index/');
}

test('no statement allows an action by wildcard', () => {
  const wild = all.filter(
    ({ effect, actions }) => effect === 'Allow' && actions.some((action) => action.includes('*')),
  );
  expect(wild).toEqual([]);
});

test('every resource is allowed to only those actions for which AWS knows none', () => {
  for (const { resources: named, actions, policy } of all.filter((statement) => statement.resources.includes('*'))) {
    expect(named).toEqual(['*']);
    expect({ policy, unexpected: actions.filter((action) => !WITHOUT_RESOURCES.test(action)) }).toEqual({
      policy,
      unexpected: [],
    });
  }
});

test('the only resources with a wildcard inside are families of files, and where Lambda puts the records the relay lost', () => {
  const wild = all.flatMap(({ policy, resources: named }) =>
    named
      .map((resource) => JSON.stringify(resource))
      .filter(
        (resource) =>
          resource !== '"*"' && resource.includes('*') && !/"\/(pending|kept|shown|jobs)\/\*"/.test(resource),
      )
      .map(() => policy),
  );
  expect(wild).toHaveLength(1);
  expect(wild[0]).toMatch(/^FunctionsRelayRole/);
});

test.each(functionNames())('%s has the access to files that file-access.ts lists', (name) => {
  const { read = [], write = [], remove = [] } = FILE_ACCESS[name] ?? {};
  const given = statementsOf(name, 's3').filter(({ resources: named }) =>
    JSON.stringify(named).includes('FilesBucket'),
  );
  const families = (action: string): string[] =>
    given
      .filter(({ actions }) => actions.includes(action))
      .flatMap(({ resources: named }) => JSON.stringify(named).match(/(pending|kept|shown|jobs)\//g) ?? []);
  expect(families('s3:GetObject').sort()).toEqual([...read].sort());
  expect(families('s3:PutObject').sort()).toEqual([...write].sort());
  expect(families('s3:DeleteObject').sort()).toEqual([...remove].sort());
  const environment = resources.get(resources.functionId(name)).Properties['Environment']?.Variables ?? {};
  expect(environment.FILES_BUCKET !== undefined).toBe(name in FILE_ACCESS);
});

test('nobody may scan the table or send it statements of PartiQL', () => {
  expect(JSON.stringify(all)).not.toMatch(/dynamodb:(Scan|PartiQL)/);
});

test('no role uses a managed policy, and no function shares its role', () => {
  for (const [, { Properties }] of resources.ofType('AWS::IAM::Role')) {
    expect(Properties['ManagedPolicyArns']).toBeUndefined();
    expect(Properties['Policies']).toBeUndefined();
  }
  const roles = resources.ofType('AWS::Lambda::Function').map(([, { Properties }]) => target(Properties['Role']));
  expect(new Set(roles).size).toBe(roles.length);
});

test.each(Object.entries(TABLE_ACCESS))('%s has the access to the table that families.ts lists', (name, listed) => {
  const access: TableAccess | undefined = listed;
  const table = statementsOf(name, 'dynamodb').filter(
    ({ resources: named }) => !JSON.stringify(named).includes('StreamArn'),
  );
  const items = table.filter(({ resources: named }) => !named.some(isIndex));
  const indexes = table.filter(({ resources: named }) => named.some(isIndex));
  expect(items.flatMap(({ actions }) => [...actions]).sort()).toEqual([...(access?.actions ?? [])].sort());
  expect(indexes.flatMap(({ actions }) => [...actions])).toEqual(access?.indexes === true ? ['dynamodb:Query'] : []);
  for (const { condition } of items) {
    expect(condition).toEqual(
      access?.families === undefined
        ? undefined
        : { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...access.families] } },
    );
  }
  const environment = resources.get(resources.functionId(name)).Properties['Environment']?.Variables ?? {};
  expect(environment.TABLE_NAME !== undefined).toBe(access !== undefined);
});

test.each([
  [
    'secretsmanager',
    ['accounts', 'form-pages', 'forms', 'leads', 'partnerships', 'payments', 'sales', 'send-emails', 'tracking'],
  ],
  ['cognito-idp', ['accounts', 'operator', 'partnerships', 'run-jobs']],
  ['events', ['relay']],
  ['ses', ['send-emails']],
  ['states', ['close', 'payments']],
])('only those who need it use %s', (service, names) => {
  const users = functionNames().filter((name) => statementsOf(name, service).length > 0);
  expect(users.sort()).toEqual([...names].sort());
});

test('a function reads only the secrets it is told of', () => {
  for (const name of ['tracking', 'sales', 'payments', 'forms', 'accounts', 'partnerships', 'send-emails']) {
    const [statement] = statementsOf(name, 'secretsmanager');
    const environment = resources.get(resources.functionId(name)).Properties['Environment'].Variables;
    expect(statement?.actions).toEqual(['secretsmanager:GetSecretValue']);
    const { CLICK_SECRET_ARN: click, PAYMENTS_SECRET_ARN: payments, MAILED_LINKS_SECRET_ARN: mailed } = environment;
    const told = [click, payments, mailed].filter((secret) => secret !== undefined);
    expect(told.length).toBeGreaterThan(0);
    expect(statement?.resources).toEqual(told);
  }
});

test('mail leaves with the configured sender only', () => {
  const [statement] = statementsOf('send-emails', 'ses');
  expect(statement?.actions).toEqual(['ses:SendEmail']);
  expect(statement?.condition).toEqual({ StringEquals: { 'ses:FromAddress': { Ref: 'MailFrom' } } });
});

test('resource policies allow nobody everything', () => {
  const policies = [
    ...resources.ofType('AWS::SQS::QueuePolicy'),
    ...resources.ofType('AWS::S3::BucketPolicy'),
    ...resources.ofType('AWS::SNS::TopicPolicy'),
  ];
  for (const [id, { Properties }] of policies) {
    for (const statement of Properties['PolicyDocument'].Statement) {
      if (statement.Effect !== 'Allow') continue;
      expect({ id, principal: JSON.stringify(statement.Principal) }).toEqual({
        id,
        principal: expect.stringMatching(/^\{"Service":"[a-z0-9.]+\.amazonaws\.com"\}$/),
      });
      expect({ id, actions: [statement.Action].flat().filter((action: string) => action.includes('*')) }).toEqual({
        id,
        actions: [],
      });
      expect({ id, condition: statement.Condition }).toEqual({ id, condition: expect.anything() });
    }
  }
});

function functionNames(): FunctionName[] {
  return Object.keys(TABLE_ACCESS) as FunctionName[];
}
