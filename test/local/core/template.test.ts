import { loadStack } from '../../../local/template.ts';
import { assemblyOf, fn, removeFolders, role } from './assembly.ts';

afterAll(removeFolders);

const HERE = 'http://127.0.0.1:4000';
const parameterOf = (value: unknown) => ({ Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: value } });
const load = (template: Record<string, unknown>, given: Record<string, string> = {}) =>
  loadStack(assemblyOf(template), HERE, given);
const resolvedValue = (value: unknown, rest: Record<string, unknown> = {}, given: Record<string, string> = {}) => {
  const { Resources, ...sections } = { Resources: {}, ...rest };
  const stack = load({ ...sections, Resources: { ...Resources, P: parameterOf(value) } }, given);
  return stack.resources.get('P')?.properties['Value'];
};
const bus = { Resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } } } };

describe('the template', () => {
  test.each([
    ['a reference to a resource', { Ref: 'Bus' }, 'orders'],
    ['an attribute', { 'Fn::GetAtt': ['Bus', 'Arn'] }, 'arn:aws:events:eu-west-1:000000000000:event-bus/orders'],
    ['an attribute with a dot', { 'Fn::GetAtt': 'Bus.Name' }, 'orders'],
    ['a join', { 'Fn::Join': ['-', ['a', { Ref: 'Bus' }, 3]] }, 'a-orders-3'],
    ['a selection', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [
      'a substitution',
      { 'Fn::Sub': `\${AWS::Region}/\${Bus}/\${Bus.Name}/\${!Kept}` },
      `eu-west-1/orders/orders/\${Kept}`,
    ],
    ['a substitution with variables', { 'Fn::Sub': [`\${x}`, { x: { Ref: 'Bus' } }] }, 'orders'],
    ['a pseudo parameter', { Ref: 'AWS::Partition' }, 'aws'],
    ['text in base64', { 'Fn::Base64': 'a' }, 'YQ=='],
    ['a list without what is no value', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ])('resolves %s', (_, written, expected) => {
    expect(resolvedValue(written, bus)).toEqual(expected);
  });

  test('takes parameters as given, else their defaults', () => {
    const rest = { Parameters: { Where: { Type: 'String', Default: 'there' } } };
    expect(resolvedValue({ Ref: 'Where' }, rest)).toBe('there');
    expect(resolvedValue({ Ref: 'Where' }, rest, { Where: 'here' })).toBe('here');
  });

  test.each([
    [{ Nobody: '1' }, 'The template has no parameter Nobody.'],
    [{ Size: 'xl' }, 'The parameter Size must be one of s, m, not xl.'],
    [{ Name: 'A' }, 'The parameter Name must match [a-z]+, and "A" does not.'],
    [{}, 'The parameter Needed of the template needs a value.'],
  ])('refuses the parameters %p', (given: Record<string, string>, message) => {
    const Parameters = {
      Size: { Type: 'String', Default: 's', AllowedValues: ['s', 'm'] },
      Name: { Type: 'String', Default: 'a', AllowedPattern: '[a-z]+' },
      ...(Object.keys(given).length === 0 ? { Needed: { Type: 'String' } } : {}),
    };
    expect(() => resolvedValue('x', { Parameters }, given)).toThrow(message);
  });

  test('follows conditions, and leaves out what they exclude', () => {
    const rest = {
      Parameters: { Stage: { Type: 'String', Default: 'dev' } },
      Conditions: {
        Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
        Other: { 'Fn::Or': [{ Condition: 'Prod' }, { 'Fn::Not': [{ Condition: 'Prod' }] }] },
        Both: { 'Fn::And': [{ Condition: 'Prod' }, { Condition: 'Other' }] },
      },
      Resources: { Bus: { Type: 'AWS::Events::EventBus', Condition: 'Both', Properties: { Name: 'b' } } },
    };
    const value = { 'Fn::If': ['Both', { Ref: 'Bus' }, 'none'] };
    expect(resolvedValue(value, rest)).toBe('none');
    expect(resolvedValue(value, rest, { Stage: 'prod' })).toBe('b');
    expect(() => resolvedValue({ Ref: 'Bus' }, rest)).toThrow('Bus does not exist, since its condition Both is false.');
  });

  test('gives a resource without a name one that is the same at every start', () => {
    const template = { Resources: { Orders: { Type: 'AWS::SQS::Queue' } } };
    const stack = load(template);
    expect(stack.reference('Orders', 'Arn')).toBe('arn:aws:sqs:eu-west-1:000000000000:shop-Orders');
    expect(load(template).reference('Orders')).toBe(stack.reference('Orders'));
  });

  test('finds a resource by its name, its ARN and its logical id', () => {
    const stack = load(bus);
    const names = ['Bus', 'orders', 'arn:aws:events:eu-west-1:000000000000:event-bus/orders'];
    expect(names.map((name) => stack.find(name))).toEqual(['Bus', 'Bus', 'Bus']);
    expect(stack.find('arn:aws:events:eu-west-1:000000000000:event-bus/other')).toBeUndefined();
  });

  test('serves APIs at the address of the runtime', () => {
    const stack = load({
      Resources: { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } } },
      Outputs: { Url: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } },
    });
    expect(stack.outputs).toEqual({ Url: HERE });
  });

  test('leaves out the functions that only run while CloudFormation deploys', () => {
    const stack = load({
      Resources: {
        Role: role(),
        Provider: { ...fn('x'), Properties: { Runtime: 'python3.13', Layers: ['x'] } },
        Files: {
          Type: 'Custom::S3AutoDeleteObjects',
          Properties: { ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] } },
        },
      },
    });
    expect([...stack.resources.keys()]).toEqual(['Role', 'Files']);
  });

  test.each([
    [
      'a resource type',
      { T: { Type: 'AWS::EC2::Instance' } },
      'T: the local runtime does not support the resource type AWS::EC2::Instance.',
    ],
    [
      'a property',
      { T: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } },
      'the property FifoQueue of AWS::SQS::Queue.',
    ],
    [
      'an intrinsic',
      { T: parameterOf({ 'Fn::ImportValue': 'x' }) },
      'T.Value: the local runtime does not support the intrinsic Fn::ImportValue.',
    ],
    [
      'a pseudo parameter',
      { T: parameterOf({ Ref: 'AWS::NotificationARNs' }) },
      'the pseudo parameter AWS::NotificationARNs.',
    ],
    ['a dynamic reference', { T: parameterOf('{{resolve:ssm:x}}') }, 'does not support dynamic references'],
    [
      'an unknown name',
      { T: parameterOf({ Ref: 'Nobody' }) },
      'T.Value: the template has no parameter or resource Nobody.',
    ],
    [
      'an unknown attribute',
      { T: parameterOf({ 'Fn::GetAtt': ['T', 'Height'] }) },
      'does not know the attribute Height of T (AWS::SSM::Parameter).',
    ],
    [
      'a name that needs itself',
      { T: { Type: 'AWS::Events::EventBus', Properties: { Name: { Ref: 'T' } } } },
      'the name of T refers to itself.',
    ],
  ])('stops at %s it does not know, and names it', (_, Resources, message) => {
    expect(() => load({ Resources })).toThrow(message);
  });

  test('stops at a section it does not know', () => {
    expect(() => load({ Transform: 'x', Resources: {} })).toThrow('the template section Transform');
  });
});
