import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionName } from './families.ts';
import type { Functions } from './functions.ts';
import type { Stage } from './stage.ts';

const METHODS = {
  ANY: HttpMethod.ANY,
  GET: HttpMethod.GET,
  DELETE: HttpMethod.DELETE,
  HEAD: HttpMethod.HEAD,
  POST: HttpMethod.POST,
  PUT: HttpMethod.PUT,
} as const;

interface Route {
  readonly method: keyof typeof METHODS;
  readonly path: string;
}

/** A resource with everything below it, in all methods. The function answers for methods it does not know. */
function resource(name: string): readonly Route[] {
  return [
    { method: 'ANY', path: `/v2/${name}` },
    { method: 'ANY', path: `/v2/${name}/{proxy+}` },
  ];
}

/** Which function answers what. API Gateway takes the most specific route, so each path has one owner. */
const ROUTES = {
  tracking: [
    { method: 'GET', path: '/{link}' },
    { method: 'HEAD', path: '/{link}' },
    { method: 'GET', path: '/t.js' },
  ],
  impressions: [{ method: 'GET', path: '/v2/public/creatives/{creative}/pixel' }],
  content: [
    ...['creatives', 'portal/creatives', 'portal-look', 'portal-pages'].flatMap(resource),
    { method: 'GET', path: '/v2/portal/look' },
    ...resource('portal/pages'),
    { method: 'GET', path: '/v2/public/creatives/{creative}/image' },
    { method: 'GET', path: '/v2/public/images/{program}/{image}' },
    { method: 'GET', path: '/v2/public/programs/{place}/look' },
  ],
  programs: [
    'programs',
    'plan',
    'groups',
    'tags',
    'segments',
    'tiers',
    'triggers',
    'offers',
    'domains',
    'portal/hand-overs',
    'public/portal-hosts',
    'public/portal-sessions',
    'api-keys',
  ].flatMap(resource),
  'form-pages': [
    { method: 'GET', path: '/v2/public/forms.js' },
    { method: 'GET', path: '/v2/public/forms/{form}/{kind}/page' },
    { method: 'POST', path: '/v2/public/forms/{form}/{kind}/page' },
    { method: 'GET', path: '/v2/public/forms/{form}/{kind}/file' },
  ],
  forms: [
    ...['form-templates', 'applications'].flatMap(resource),
    { method: 'GET', path: '/v2/leads/form-templates' },
    { method: 'GET', path: '/v2/deals/form-templates' },
    { method: 'POST', path: '/v2/leads/uploads' },
    { method: 'POST', path: '/v2/deals/uploads' },
    { method: 'POST', path: '/v2/portal/leads/uploads' },
    { method: 'POST', path: '/v2/portal/deals/uploads' },
    { method: 'GET', path: '/v2/portal/leads/{lead}/files' },
    { method: 'GET', path: '/v2/portal/leads/{lead}/files/{file}' },
    { method: 'GET', path: '/v2/portal/deals/{deal}/files' },
    { method: 'GET', path: '/v2/portal/deals/{deal}/files/{file}' },
    { method: 'GET', path: '/v2/leads/{lead}/files' },
    { method: 'GET', path: '/v2/leads/{lead}/files/{file}' },
    { method: 'GET', path: '/v2/deals/{deal}/files' },
    { method: 'GET', path: '/deals/{deal}/file/{file}' },
    { method: 'GET', path: '/v2/public/forms/{form}/{kind}' },
    { method: 'POST', path: '/v2/public/forms/{form}/application' },
    { method: 'POST', path: '/v2/public/forms/{form}/{kind}/uploads' },
  ],
  partnerships: [
    ...['erasures', 'partnerships', 'links', 'portal/links', 'portal/terms'].flatMap(resource),
    { method: 'GET', path: '/v2/portal/tier' },
    { method: 'GET', path: '/v2/portal/offers' },
    { method: 'GET', path: '/v2/public/join/{slug}' },
    ...['portal/profile', 'portal/tax-details', 'portal/closure', 'portal/statements'].flatMap(resource),
    ...['portal/recruiting', 'portal/recruits'].flatMap(resource),
  ],
  sales: [
    'customers',
    'transactions',
    'actions',
    'coupons',
    'customer-tags',
    'old-addresses',
    'portal/coupons',
    'test-events',
  ].flatMap(resource),
  leads: [
    ...['leads', 'deals', 'portal/leads', 'portal/deals'].flatMap(resource),
    { method: 'ANY', path: '/v2/groups/{group}/deal-settings' },
    { method: 'POST', path: '/v2/public/forms/{form}/lead' },
    { method: 'POST', path: '/v2/public/forms/{form}/deal' },
    { method: 'POST', path: '/deals/{deal}/assignment/{partnership}/{team}' },
  ],
  rewards: [
    ...['rewards', 'portal/rewards'].flatMap(resource),
    { method: 'GET', path: '/v2/invoices/{invoice}/rewards' },
    // Whoever archives an action decides about its rewards.
    { method: 'DELETE', path: '/v2/actions/{proxy+}' },
  ],
  audit: resource('audit-events'),
  merchants: ['merchant', 'billing-details', 'guide'].flatMap(resource),
  jobs: ['exports', 'imports', 'person-exports', 'portal/data-exports', 'triggers/dry-run'].flatMap(resource),
  invoices: [
    ...resource('invoices'),
    { method: 'GET', path: '/v2/payouts' },
    { method: 'GET', path: '/v2/payouts/{proxy+}' },
    ...resource('ledger'),
    ...resource('statistics'),
    ...['portal/balance', 'portal/payouts', 'portal/statistics'].flatMap(resource),
  ],
  payments: [
    { method: 'POST', path: '/v2/invoices/{key}/pay' },
    { method: 'POST', path: '/v2/partnerships/{key}/cash-out' },
    { method: 'GET', path: '/v2/partnerships/{key}/payout-method' },
    { method: 'PUT', path: '/v2/partnerships/{key}/payout-method' },
    ...['payment-methods', 'portal/payout-method', 'portal/cash-out'].flatMap(resource),
    { method: 'POST', path: '/v2/webhooks/stripe' },
    { method: 'POST', path: '/v2/webhooks/paypal' },
  ],
  accounts: [
    ...['team', 'me', 'invitations'].flatMap(resource),
    { method: 'ANY', path: '/v2/public/invitations/{proxy+}' },
    ...['public/password-resets', 'public/email-changes', 'public/sign-ups'].flatMap(resource),
  ],
  reference: [
    { method: 'GET', path: '/v2/openapi.json' },
    // Whatever nobody else answers gets the documented error, not the gateway's own.
    { method: 'ANY', path: '/v2/{proxy+}' },
    { method: 'GET', path: '/v2/docs' },
    { method: 'GET', path: '/v2/docs/{file}' },
  ],
} as const satisfies Partial<Record<FunctionName, readonly Route[]>>;

/** No address, no query, no header: what is needed to find a slow or failing call, and nothing personal. */
const ACCESS_LOG = JSON.stringify({
  request: '$context.requestId',
  at: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  function_milliseconds: '$context.integrationLatency',
  bytes: '$context.responseLength',
  error: '$context.error.messageString',
  function_error: '$context.integrationErrorMessage',
});

/** The HTTP API. Who calls is checked in the functions: an authorizer here would have fixed error bodies. */
export class Api extends Construct {
  readonly http: HttpApi;
  /** The host behind CloudFront. */
  readonly host: string;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.http = new HttpApi(this, 'Http', {
      apiName: Stack.of(this).stackName,
      description: `Fairshare ${stage.name}`,
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: ['*'], // Callers prove who they are by a key or a token in a header, never by a cookie.
        allowMethods: [CorsHttpMethod.ANY],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'fairshare-program'],
        exposeHeaders: [
          'idempotent-replayed',
          'retry-after',
          'x-ratelimit-limit',
          'x-ratelimit-remaining',
          'x-ratelimit-reset',
        ],
        maxAge: Duration.days(1),
      },
    });
    this.host = Fn.select(2, Fn.split('/', this.http.apiEndpoint));
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: stage.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Default', {
      httpApi: this.http,
      stageName: '$default',
      autoDeploy: true,
      throttle: stage.throttle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        format: AccessLogFormat.custom(ACCESS_LOG),
      },
    });
  }

  /** Adds the routes. They come after the API itself because functions know the public address, which needs it. */
  serve(functions: Functions): void {
    for (const [name, fn] of functions.all()) {
      const routes = routesOf(name);
      if (routes.length === 0) continue;
      const integration = new HttpLambdaIntegration(`${name}-integration`, fn, { scopePermissionToRoute: false });
      for (const { method, path } of routes) {
        new HttpRoute(this, `${method} ${path}`, {
          httpApi: this.http,
          routeKey: HttpRouteKey.with(path, METHODS[method]),
          integration,
        });
      }
    }
  }
}

function routesOf(name: FunctionName): readonly Route[] {
  const routes: Partial<Record<FunctionName, readonly Route[]>> = ROUTES;
  return routes[name] ?? [];
}
