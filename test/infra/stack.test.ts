import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { EdgeStack } from '../../infra/edge-stack.ts';
import { TsFunction } from '../../infra/ts-function.ts';
import { fairshare, resourcesOf, stableTemplate, target, testApp } from './support/synth.ts';

test('the stack of dev is as it was', () => {
  expect(stableTemplate(fairshare(testApp()))).toMatchSnapshot();
});

test('the web ACL is as it was', () => {
  expect(stableTemplate(new EdgeStack(testApp(), 'FairshareEdge', { env: { region: 'us-east-1' } }))).toMatchSnapshot();
});

test('the outputs are those that commands and documentation name', () => {
  const outputs = Object.keys(Template.fromStack(fairshare(testApp())).toJSON()['Outputs']);
  expect(outputs).toEqual(
    expect.arrayContaining([
      ...['ApiUrl', 'SiteUrl', 'TableName', 'OperatorFunction', 'UserPoolId', 'ConsoleClientId', 'BillingMonthArn'],
    ]),
  );
});

test('the parameters have the defaults of AWS', () => {
  const parameters = Template.fromStack(fairshare(testApp())).toJSON()['Parameters'];
  expect(parameters).toMatchObject({
    StripeUrl: { Default: 'https://api.stripe.com' },
    PaypalUrl: { Default: 'https://api-m.paypal.com' },
    PublicUrl: { Default: '' },
    MailFrom: { Default: 'partners@example.com' },
  });
});

test.each([
  ['dev', 30],
  ['prod', 365],
])('the functions of %s run on Node 24 on ARM, are traced, and keep their logs for %s days', (stage, days) => {
  const resources = resourcesOf({ stage });
  for (const [, { Properties }] of resources.ofType('AWS::Lambda::Function')) {
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
    });
    expect(Properties['MemorySize']).toBeGreaterThanOrEqual(256);
    expect(Properties['MemorySize']).toBeLessThanOrEqual(512);
    const logs = resources.get(target(Properties['LoggingConfig'].LogGroup));
    expect(logs.Properties['RetentionInDays']).toBe(days);
    expect(Properties['LoggingConfig'].LogFormat).toBeUndefined();
  }
});

test('functions that answer over HTTP give up before the API does, unless they are steps of a month as well', () => {
  const resources = resourcesOf();
  const answering = resources
    .ofType('AWS::ApiGatewayV2::Integration')
    .map(([, { Properties }]) => target(Properties['IntegrationUri']))
    .filter((id) => resources.functionName(id) !== 'payments');
  for (const id of answering) expect(resources.get(id).Properties['Timeout']).toBeLessThanOrEqual(29);
});

test('the address of links is the given one, or the address of the stack', () => {
  const resources = resourcesOf();
  const url = resources.get(resources.functionId('tracking')).Properties['Environment'].Variables.PUBLIC_URL;
  expect(url['Fn::If'].slice(0, 2)).toEqual(['HasPublicUrl', { Ref: 'PublicUrl' }]);
  expect(JSON.stringify(url['Fn::If'][2])).toContain('DomainName');
});

test('both stages fit into one account: nothing that has a name has the same', () => {
  const names = (stage: string) => {
    const resources = resourcesOf({ stage });
    return [
      ...resources.ofType('AWS::Events::EventBus').map(([, { Properties }]) => Properties['Name']),
      ...resources.ofType('AWS::StepFunctions::StateMachine').map(([, p]) => p.Properties['StateMachineName']),
      ...resources.ofType('AWS::CloudWatch::Dashboard').map(([, { Properties }]) => Properties['DashboardName']),
      ...resources.ofType('AWS::Cognito::UserPoolDomain').map(([, p]) => JSON.stringify(p.Properties['Domain'])),
    ];
  };
  const prod = new Set(names('prod'));
  expect(names('dev').filter((name) => prod.has(name))).toEqual([]);
});

test('an unknown stage is refused by name', () => {
  expect(() => fairshare(testApp({ stage: 'staging' }))).toThrow('Unknown stage "staging": use one of dev, prod.');
});

test('a function without a handler fails the synthesis and names the file', () => {
  const stack = new Stack(testApp(), 'Functions');
  const make = () =>
    new TsFunction(stack, 'Missing', {
      entry: 'functions/missing/handler.ts',
      description: 'has no handler',
      memorySize: 256,
      timeout: Duration.seconds(10),
      logRetention: RetentionDays.ONE_MONTH,
      environment: {},
    });
  expect(make).toThrow('Function Missing has no handler: functions/missing/handler.ts does not exist.');
});

test('every alarm tells a person, and says what it means', () => {
  for (const [, { Properties }] of resourcesOf().ofType('AWS::CloudWatch::Alarm')) {
    expect(Properties['AlarmActions']).toHaveLength(1);
    expect(Properties['AlarmDescription'].length).toBeGreaterThan(40);
  }
});

test('every function with operations that need a key or a login knows whose tokens to take', () => {
  const resources = resourcesOf();
  const opening = readdirSync('functions').filter((name) => {
    const handler = join('functions', name, 'handler.ts');
    return existsSync(handler) && readFileSync(handler, 'utf8').includes('openEdge(');
  });
  const knowing = resources
    .ofType('AWS::Lambda::Function')
    .filter(([, { Properties }]) => Properties['Environment']?.Variables?.LOGIN_ISSUER !== undefined)
    .map(([id]) => resources.functionName(id));
  expect(knowing.toSorted()).toEqual(opening.toSorted());
});
