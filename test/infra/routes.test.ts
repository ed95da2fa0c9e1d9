import { type Resources, resourcesOf, target } from './support/synth.ts';

let resources: Resources;
beforeAll(() => {
  resources = resourcesOf();
});

function functionOfIntegration(id: string): string {
  return resources.functionName(target(resources.get(id).Properties['IntegrationUri']));
}

function routes(): string[] {
  return resources
    .ofType('AWS::ApiGatewayV2::Route')
    .map(([, { Properties }]) => {
      const integration = target(Properties['Target']['Fn::Join'][1][1]);
      return `${Properties['RouteKey']} -> ${functionOfIntegration(integration)}`;
    })
    .sort();
}

test('every route goes to the function of its capability', () => {
  expect(routes()).toMatchSnapshot();
});

test('no path is claimed twice', () => {
  const keys = routes().map((route) => route.split(' -> ')[0]);
  expect(new Set(keys).size).toBe(keys.length);
});

test('every function has a caller: a route, a mapping, a state machine, the click log, or the operator', () => {
  const integrated = resources
    .ofType('AWS::ApiGatewayV2::Integration')
    .map(([, { Properties }]) => target(Properties['IntegrationUri']));
  const mapped = resources
    .ofType('AWS::Lambda::EventSourceMapping')
    .map(([, { Properties }]) => target(Properties['FunctionName']));
  const subscribed = resources
    .ofType('AWS::Logs::SubscriptionFilter')
    .map(([, { Properties }]) => target(Properties['DestinationArn']));
  const tasks = resources
    .ofType('AWS::StepFunctions::StateMachine')
    .flatMap(([, { Properties }]) => Object.values(Properties['DefinitionSubstitutions']).map(target));
  const called = new Set([...integrated, ...mapped, ...subscribed, ...tasks]);
  const uncalled = resources
    .ofType('AWS::Lambda::Function')
    .map(([id]) => id)
    .filter((id) => !called.has(id));
  expect(uncalled.map((id) => resources.functionName(id))).toEqual(['operator']);
});

test('the API may invoke each function it has a route to, and no other', () => {
  const permitted = resources
    .ofType('AWS::Lambda::Permission')
    .filter(([, { Properties }]) => Properties['Principal'] === 'apigateway.amazonaws.com')
    .map(([, { Properties }]) => target(Properties['FunctionName']));
  const integrated = resources
    .ofType('AWS::ApiGatewayV2::Integration')
    .map(([, { Properties }]) => target(Properties['IntegrationUri']));
  expect(permitted.sort()).toEqual(integrated.sort());
});

test('the API is throttled and its access log holds nothing personal', () => {
  const [stage] = resources.ofType('AWS::ApiGatewayV2::Stage');
  expect(stage?.[1].Properties['DefaultRouteSettings']).toMatchObject({
    ThrottlingRateLimit: 1000,
    ThrottlingBurstLimit: 2000,
  });
  expect(stage?.[1].Properties['AccessLogSettings'].Format).not.toMatch(/identity|querystring|header|\.path/i);
});

test('browsers of every origin may call the API with a key or token in a header', () => {
  const [api] = resources.ofType('AWS::ApiGatewayV2::Api');
  expect(api?.[1].Properties['CorsConfiguration']).toMatchObject({
    AllowOrigins: ['*'],
    AllowMethods: ['*'],
    AllowHeaders: ['authorization', 'content-type', 'idempotency-key', 'fairshare-program'],
  });
  expect(api?.[1].Properties['CorsConfiguration'].AllowCredentials).toBeUndefined();
});
