import { ownAnswer, readResult } from './api-answer.ts';
import { buildEvent, decode } from './api-event.ts';
import { ARRIVAL_HEADER, type Arrival } from './arrivals.ts';
import type { InvokeResult, Invoker, Resource, Stack } from './contract.ts';
import { type Cors, createCors } from './cors.ts';
import { type Claims, jwtAuthorizer } from './jwt.ts';
import { servicePermitted } from './policies.ts';
import type { Origin, PublicAnswer, PublicRequest } from './public-request.ts';
import { createRouter, type Match, parseRoute } from './routes.ts';
import { stageThrottle } from './throttle.ts';
import { isObject, type Loose, listAt, numberAt, objectAt, textAt } from './values.ts';

const BODY_LIMIT = 10 * 1024 * 1024;
/** What Lambda takes as the event of a call that waits for its answer. */
const EVENT_LIMIT = 6 * 1024 * 1024;
const LONGEST_MS = 30_000;

interface Target {
  readonly functionId: string;
  readonly timeoutMs: number;
  readonly authorize: ((authorization: string | undefined) => Promise<Claims | undefined>) | undefined;
  readonly scopes: readonly string[];
}

const TIMED_OUT = Symbol('timed out');

async function within<T>(work: Promise<T>, ms: number): Promise<T | typeof TIMED_OUT> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<typeof TIMED_OUT>((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function checked(resource: Resource, property: string, allowed: readonly (string | undefined)[]): void {
  const value = textAt(resource.properties, property);
  if (allowed.includes(value)) return;
  throw new Error(`${resource.id}: the local runtime does not support ${property} ${value ?? '(left out)'}.`);
}

/** Reads the routes of an API with the functions they lead to. */
function readRoutes(stack: Stack, apiRef: string): ReturnType<typeof parseRoute<Target>>[] {
  const integrations = new Map(
    stack.ofType('AWS::ApiGatewayV2::Integration').map((each) => [`integrations/${stack.reference(each.id)}`, each]),
  );
  const authorizers = new Map(
    stack.ofType('AWS::ApiGatewayV2::Authorizer').map((each) => [stack.reference(each.id), each]),
  );
  return stack
    .ofType('AWS::ApiGatewayV2::Route')
    .filter(({ properties }) => properties['ApiId'] === apiRef)
    .map((route) => {
      const integration = integrations.get(textAt(route.properties, 'Target') ?? '');
      if (integration === undefined) throw new Error(`${route.id}: the route leads to no integration of the template.`);
      checked(integration, 'IntegrationType', ['AWS_PROXY']);
      checked(integration, 'PayloadFormatVersion', ['2.0']);
      checked(route, 'AuthorizationType', [undefined, 'NONE', 'JWT']);
      const uri = textAt(integration.properties, 'IntegrationUri') ?? '';
      const functionId = stack.find(uri);
      if (functionId === undefined || stack.resources.get(functionId)?.type !== 'AWS::Lambda::Function') {
        throw new Error(`${integration.id}: the integration leads to ${uri}, which is no function of the template.`);
      }
      if (!servicePermitted(stack, functionId, 'apigateway.amazonaws.com')) {
        throw new Error(`${route.id}: the template does not permit API Gateway to invoke ${functionId}.`);
      }
      const authorizer = authorizers.get(textAt(route.properties, 'AuthorizerId') ?? '');
      const jwt = textAt(route.properties, 'AuthorizationType') === 'JWT';
      if (jwt && authorizer === undefined) throw new Error(`${route.id}: the route names no authorizer.`);
      return parseRoute<Target>(textAt(route.properties, 'RouteKey') ?? '', {
        functionId,
        timeoutMs: numberAt(integration.properties, 'TimeoutInMillis') ?? LONGEST_MS,
        authorize: authorizer !== undefined && jwt ? jwtAuthorizer(authorizer.properties) : undefined,
        scopes: listAt(route.properties, 'AuthorizationScopes').map(String),
      });
    });
}

function readStage(stack: Stack, apiRef: string, api: Resource): Loose {
  const [stage, ...more] = stack
    .ofType('AWS::ApiGatewayV2::Stage')
    .filter((each) => each.properties['ApiId'] === apiRef);
  if (stage === undefined || more.length > 0 || stage.properties['StageName'] !== '$default') {
    throw new Error(`${api.id}: the local runtime serves an HTTP API with exactly one stage, called $default.`);
  }
  return stage.properties;
}

function allowed({ scopes }: Target, claims: Claims): boolean {
  return scopes.length === 0 || scopes.some((scope) => claims.scopes.includes(scope));
}

function decorated(answer: PublicAnswer, cors: Cors | undefined, origin: string | undefined): PublicAnswer {
  if (cors === undefined) return answer;
  // With CORS in the template, API Gateway ignores what the function says about it.
  const kept = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  return { ...answer, headers: { ...Object.fromEntries(kept), ...cors.decorate(origin) } };
}

export interface GatewayOptions {
  readonly stack: Stack;
  readonly account: string;
  readonly invoker: Invoker;
  readonly arrivals: (header: string | undefined) => Arrival;
}

/** What the function said, as the client sees it. */
function toAnswer(result: InvokeResult | typeof TIMED_OUT): PublicAnswer {
  if (result === TIMED_OUT) return ownAnswer(503, 'Service Unavailable');
  const answer = result.ok ? readResult(result.payload) : undefined;
  return answer ?? ownAnswer(500, 'Internal Server Error');
}

/** One HTTP API of the template as an origin of the public port. */
export function createApi(api: Resource, { stack, account, invoker, arrivals }: GatewayOptions): Origin {
  checked(api, 'ProtocolType', ['HTTP']);
  const apiId = stack.reference(api.id);
  const stage = readStage(stack, apiId, api);
  const route = createRouter(readRoutes(stack, apiId));
  const mayPass = stageThrottle(stage);
  const rules = api.properties['CorsConfiguration'];
  const cors = isObject(rules) ? createCors(rules) : undefined;
  const stageVariables = Object.fromEntries(
    Object.entries(objectAt(stage, 'StageVariables')).map(([name, value]) => [name, String(value)]),
  );

  const answer = async (request: PublicRequest, path: string, match: Match<Target>): Promise<PublicAnswer> => {
    const { target, key } = match.route;
    if (!mayPass(key)) return ownAnswer(429, 'Too Many Requests');
    const claims = await target.authorize?.(request.headers['authorization']);
    if (target.authorize !== undefined && claims === undefined) return ownAnswer(401, 'Unauthorized');
    if (claims !== undefined && !allowed(target, claims)) return ownAnswer(403, 'Forbidden');
    const body = await request.body(BODY_LIMIT);
    if (body === undefined || body.length > EVENT_LIMIT) return ownAnswer(413, 'Request Entity Too Large');
    const arrival = arrivals(request.headers[ARRIVAL_HEADER]);
    if (!arrival.ok) return ownAnswer(409, arrival.message);
    const { event, requestId } = buildEvent({
      ...{ request, path, body, apiId, account, stageVariables },
      routeKey: key,
      parameters: match.parameters,
      authorizer: claims === undefined ? undefined : { jwt: { claims: claims.claims, scopes: target.scopes } },
      now: arrival.at,
    });
    const result = await within(invoker.invoke(target.functionId, event), target.timeoutMs);
    const told = toAnswer(result);
    return { ...told, headers: { ...told.headers, 'apigw-requestid': requestId } };
  };

  return async (request) => {
    const origin = request.headers['origin'];
    const preflight = request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;
    if (cors !== undefined && preflight && origin !== undefined) {
      const headers = cors.preflight(origin, request.headers['access-control-request-headers']);
      return { status: 204, headers, body: '' };
    }
    const path = decode(request.path);
    const match = route(request.method, path);
    if (match === undefined) return decorated(ownAnswer(404, 'Not Found'), cors, origin);
    return decorated(await answer(request, path, match), cors, origin);
  };
}
