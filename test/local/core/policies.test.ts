import { createCallers, servicePermitted } from '../../../local/policies.ts';
import { loadStack } from '../../../local/template.ts';
import { assemblyOf, removeFolders, role } from './assembly.ts';

afterAll(removeFolders);

const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/orders';
const allow = (Action: unknown, Resource: unknown = TABLE, rest: Record<string, unknown> = {}) => ({
  ...{ Effect: 'Allow', Action, Resource },
  ...rest,
});
const callerWith = (...statements: readonly unknown[]) => {
  const stack = loadStack(assemblyOf({ Resources: { Role: role(...statements) } }), 'http://127.0.0.1:1');
  return createCallers(stack).callerOf('Role');
};
const leading = (...keys: readonly string[]) => ({ 'dynamodb:LeadingKeys': keys });

describe('the policies of a role', () => {
  test('allow nothing that they do not name', () => {
    const caller = callerWith(allow('dynamodb:GetItem'));
    expect(caller.allows('dynamodb:GetItem', TABLE)).toBe(true);
    expect(caller.allows('dynamodb:PutItem', TABLE)).toBe(false);
    expect(caller.allows('dynamodb:GetItem', `${TABLE}s`)).toBe(false);
  });

  test('know wildcards in actions, whatever their case, and in resources', () => {
    const caller = callerWith(
      allow(['dynamodb:get*', 'states:Start?xecution'], [`${TABLE}/index/*`, 'arn:aws:states:*']),
    );
    expect(caller.allows('dynamodb:GetItem', `${TABLE}/index/gsi1`)).toBe(true);
    expect(caller.allows('states:StartExecution', 'arn:aws:states:eu-west-1:1:stateMachine:m')).toBe(true);
    expect(caller.allows('dynamodb:GetItem', TABLE)).toBe(false);
  });

  test('deny before they allow', () => {
    const caller = callerWith(allow('dynamodb:*', '*'), { ...allow('dynamodb:Scan', '*'), Effect: 'Deny' });
    expect(caller.allows('dynamodb:Query', TABLE)).toBe(true);
    expect(caller.allows('dynamodb:Scan', TABLE)).toBe(false);
  });

  test('hold a role to the leading keys they name', () => {
    const Condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['LINK#*', 'PROG#1'] } };
    const caller = callerWith(allow('dynamodb:GetItem', TABLE, { Condition }));
    expect(caller.allows('dynamodb:GetItem', TABLE, leading('LINK#a', 'PROG#1'))).toBe(true);
    expect(caller.allows('dynamodb:GetItem', TABLE, leading('LINK#a', 'PROG#2'))).toBe(false);
    expect(caller.allows('dynamodb:GetItem', TABLE)).toBe(true);
  });

  test.each([
    [{ StringEquals: { 'a:b': 'x' } }, ['x'], true],
    [{ StringEquals: { 'a:b': 'x' } }, [], false],
    [{ StringEqualsIfExists: { 'a:b': 'x' } }, [], true],
    [{ StringNotEquals: { 'a:b': 'x' } }, ['x'], false],
    [{ StringNotEquals: { 'a:b': 'x' } }, ['y'], true],
    [{ 'ForAnyValue:StringLike': { 'a:b': ['x*'] } }, ['y', 'xy'], true],
    [{ Null: { 'a:b': 'true' } }, [], true],
    [{ Null: { 'a:b': 'false' } }, [], false],
  ])('judge the condition %j on %j as IAM does', (Condition, values, expected) => {
    const caller = callerWith(allow('s3:GetObject', '*', { Condition }));
    expect(caller.allows('s3:GetObject', 'arn:aws:s3:::b/k', { 'a:b': values })).toBe(expected);
  });

  test.each([
    [{ Effect: 'Allow', NotAction: 'a:b', Resource: '*' }, 'does not support NotAction'],
    [allow('a:b', '*', { Condition: { DateLessThan: { k: 'v' } } }), 'the condition operator DateLessThan'],
  ])('stop the runtime at what it cannot judge', (statement, message) => {
    expect(() => callerWith(statement)).toThrow(message);
  });

  test('count whether they stand in the role, are attached to it, or are managed', () => {
    const document = (Action: string) => ({ PolicyDocument: { Statement: allow(Action, '*') } });
    const Resources = {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {},
          ManagedPolicyArns: [{ Ref: 'Managed' }],
          Policies: [document('a:inline')],
        },
      },
      Attached: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], ...document('a:attached') },
      },
      Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: document('a:managed') },
      Stranger: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'q', Roles: ['other'], ...document('a:stranger') },
      },
    };
    const caller = createCallers(loadStack(assemblyOf({ Resources }), 'http://127.0.0.1:1')).callerOf('Role');
    const actions = ['a:inline', 'a:attached', 'a:managed', 'a:stranger'];
    expect(actions.map((action) => caller.allows(action, 'x'))).toEqual([true, true, true, false]);
  });

  test('stop the runtime at a managed policy that nobody knows', () => {
    const Properties = {
      AssumeRolePolicyDocument: {},
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    };
    const stack = loadStack(assemblyOf({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } }), 'http://x');
    expect(() => createCallers(stack)).toThrow(
      'does not know the managed policy arn:aws:iam::aws:policy/AdministratorAccess',
    );
  });

  test('let the operator invoke functions and nothing else', () => {
    const stack = loadStack(assemblyOf({ Resources: {} }), 'http://127.0.0.1:1');
    const operator = createCallers(stack).byAccessKey('operator');
    expect(operator?.allows('lambda:InvokeFunction', 'any')).toBe(true);
    expect(operator?.allows('dynamodb:GetItem', TABLE)).toBe(false);
    expect(createCallers(stack).byAccessKey('somebody')).toBeUndefined();
  });

  test('permit a service to invoke a function only where the template says so', () => {
    const Resources = {
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'b' } },
      P: {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Bus' }, Principal: 'logs.amazonaws.com' },
      },
    };
    const stack = loadStack(assemblyOf({ Resources }), 'http://127.0.0.1:1');
    expect(servicePermitted(stack, 'Bus', 'logs.amazonaws.com')).toBe(true);
    expect(servicePermitted(stack, 'Bus', 'apigateway.amazonaws.com')).toBe(false);
  });
});
