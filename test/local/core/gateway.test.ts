import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { logTime } from '../../../local/api-event.ts';
import { createApi } from '../../../local/api-gateway.ts';
import { listen } from '../../../local/aws-server.ts';
import type { InvokeResult, Invoker } from '../../../local/contract.ts';
import { createLocalRoutes, servePublic } from '../../../local/public-server.ts';
import { createRouter, parseRoute } from '../../../local/routes.ts';
import { loadStack } from '../../../local/template.ts';
import { tokenBucket } from '../../../local/throttle.ts';
import { api, assemblyOf, fn, removeFolders, role, testActivity, testClock } from './assembly.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(removeFolders);

type Answer = (event: Record<string, unknown>) => unknown;

/** Serves an API whose functions answer with what `answer` gives for their event. */
async function serve(
  answer: Answer,
  routes: Record<string, string> = { $default: 'f' },
  more: Parameters<typeof api>[1] = {},
  extra = {},
) {
  const functions = Object.fromEntries([...new Set(Object.values(routes))].map((name) => [name, fn(name)]));
  const Resources = { Role: role(), ...functions, ...api(routes, more), ...extra };
  const stack = loadStack(assemblyOf({ Resources }), 'http://127.0.0.1:1');
  const invoker: Invoker = {
    invoke: async (functionId, event): Promise<InvokeResult> => {
      const sent = JSON.parse(JSON.stringify(event));
      try {
        return { ok: true, payload: await answer({ ...sent, functionId }) };
      } catch (thrown) {
        return { ok: false, payload: undefined, error: { errorType: 'Error', errorMessage: String(thrown) } };
      }
    },
    onLog: () => undefined,
  };
  const [resource] = stack.ofType('AWS::ApiGatewayV2::Api');
  if (resource === undefined) throw new Error('no API');
  const origin = createApi(resource, {
    stack,
    account: '000000000000',
    invoker,
    arrivals: () => ({ ok: true, at: testClock().now() }),
  });
  const server = createServer();
  servers.push(server);
  const local = createLocalRoutes();
  servePublic(server, local, origin, testActivity(), () => undefined);
  return { url: `http://127.0.0.1:${await listen(server, 0)}`, local };
}

const echo: Answer = (event) => event;

describe('a route of an HTTP API', () => {
  const find = createRouter(
    [
      'GET /pets/dog/1',
      'GET /pets/dog/{id}',
      'GET /pets/{proxy+}',
      'ANY /{proxy+}',
      'POST /a/{x}',
      'ANY /a/{x}',
      '$default',
    ].map((key) => parseRoute(key, key)),
  );
  test.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['POST', '/pets/dog/1', 'ANY /{proxy+}', { proxy: 'pets/dog/1' }],
    ['POST', '/a/b', 'POST /a/{x}', { x: 'b' }],
    ['PUT', '/a/b', 'ANY /a/{x}', { x: 'b' }],
    ['GET', '/pets/dog/1/', 'GET /pets/dog/1', {}],
    ['GET', '/', '$default', {}],
  ])('for %s %s is the most specific one', (method, path, key, parameters) => {
    const match = find(method, path);
    expect([match?.route.key, match?.parameters]).toEqual([key, parameters]);
  });

  test('with a greedy part in the middle is refused', () => {
    expect(() => parseRoute('GET /{a+}/b', 1)).toThrow('Only the last part of the route GET /{a+}/b may be greedy.');
  });
});

describe('the event of a request', () => {
  test('has the payload format 2.0', async () => {
    const { url } = await serve(echo, { 'POST /v2/{kind}/{proxy+}': 'f' });
    const response = await fetch(`${url}/v2/sales/a%20b/c?x=1&x=2&y=%C3%BC&empty=`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Key': 'A', cookie: 'a=1; b=2', 'user-agent': 'test' },
      body: '{"name":"ü"}',
    });
    const host = url.slice('http://'.length);
    expect(await response.json()).toMatchObject({
      version: '2.0',
      routeKey: 'POST /v2/{kind}/{proxy+}',
      rawPath: '/v2/sales/a b/c',
      rawQueryString: 'x=1&x=2&y=%C3%BC&empty=',
      cookies: ['a=1', 'b=2'],
      headers: { 'content-type': 'application/json', 'x-key': 'A', host, 'x-forwarded-for': '127.0.0.1' },
      queryStringParameters: { x: '1,2', y: 'ü', empty: '' },
      pathParameters: { kind: 'sales', proxy: 'a b/c' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'api',
        domainName: host,
        http: {
          method: 'POST',
          path: '/v2/sales/a b/c',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test',
        },
        routeKey: 'POST /v2/{kind}/{proxy+}',
        stage: '$default',
        time: '01/Jan/2011:00:00:00 +0000',
        timeEpoch: Date.parse('2011-01-01'),
      },
      body: '{"name":"ü"}',
      isBase64Encoded: false,
    });
  });

  test('without query, cookies or body leaves them out', async () => {
    const { url } = await serve(echo);
    const event: unknown = await (await fetch(`${url}/x`)).json();
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
    for (const name of ['queryStringParameters', 'cookies', 'body', 'pathParameters']) {
      expect(event).not.toHaveProperty(name);
    }
  });

  test.each([
    ['text/plain', false],
    ['application/json; charset=utf-8', false],
    ['application/xml', false],
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
  ])('carries a body of %s as base64: %s', async (type, base64) => {
    const { url } = await serve(echo);
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body: 'a=1' });
    expect(await response.json()).toMatchObject({ isBase64Encoded: base64, body: base64 ? 'YT0x' : 'a=1' });
  });

  test('writes times as access logs do', () => {
    expect(logTime(Date.parse('2026-11-21T02:03:04.567Z'))).toBe('21/Nov/2026:02:03:04 +0000');
  });
});

describe('the answer of a function', () => {
  const answered = async (result: unknown) => {
    const { url } = await serve(() => result);
    const response = await fetch(url, { redirect: 'manual' });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };

  test('becomes status, headers, cookies and body', async () => {
    const { status, headers, body } = await answered({
      statusCode: 302,
      headers: { Location: 'https://example.com/', 'X-Number': 5 },
      cookies: ['a=1; Path=/', 'b=2'],
      body: 'moved',
    });
    expect([status, body, headers.get('location'), headers.get('x-number')]).toEqual([
      302,
      'moved',
      'https://example.com/',
      '5',
    ]);
    expect(headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect(headers.get('content-type')).toBe('text/plain;charset=UTF-8');
    expect(headers.get('apigw-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('may be base64', async () => {
    expect((await answered({ statusCode: 200, body: 'aGk=', isBase64Encoded: true })).body).toBe('hi');
  });

  test.each([
    [{ a: 1 }, '{"a":1}'],
    ['text', 'text'],
    [[1], '[1]'],
  ])('without a status code is the body of a 200: %j', async (result, body) => {
    const response = await answered(result);
    expect([response.status, response.headers.get('content-type'), response.body]).toEqual([
      200,
      'application/json',
      body,
    ]);
  });

  test.each([{ statusCode: 'no' }, { statusCode: 200, body: { a: 1 } }, { statusCode: 42 }])(
    'that makes no sense is a 500: %j',
    async (result) => {
      const { status, body } = await answered(result);
      expect([status, body]).toEqual([500, '{"message":"Internal Server Error"}']);
    },
  );

  test('that is an error is a 500, one that takes too long a 503', async () => {
    const failing = await serve(() => {
      throw new Error('no');
    });
    expect((await fetch(failing.url)).status).toBe(500);
    const pause = () => new Promise((resolve) => setTimeout(resolve, 500));
    const slow = await serve(pause, undefined, { integration: { TimeoutInMillis: 50 } });
    const response = await fetch(slow.url);
    expect([response.status, await response.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
  });
});

describe('API Gateway by itself', () => {
  test('knows no path without a route', async () => {
    const { url } = await serve(echo, { 'GET /a': 'f' });
    const response = await fetch(`${url}/b`);
    expect([response.status, await response.text()]).toEqual([404, '{"message":"Not Found"}']);
    expect((await fetch(`${url}/a`, { method: 'POST' })).status).toBe(404);
  });

  test('refuses bodies that are too large, whether they say so or not', async () => {
    const { url } = await serve(echo);
    const large = Buffer.alloc(10 * 1024 * 1024 + 1);
    const streamed = new ReadableStream({
      start: (controller) => {
        for (let part = 0; part < 11; part += 1) controller.enqueue(Buffer.alloc(1024 * 1024));
        controller.close();
      },
    });
    expect((await fetch(url, { method: 'POST', body: large })).status).toBe(413);
    const response = await fetch(url, { method: 'POST', body: streamed, duplex: 'half' });
    expect([response.status, await response.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  });

  test('answers with 429 beyond the rate of the stage, route by route', async () => {
    const stage = {
      DefaultRouteSettings: { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 },
      RouteSettings: { 'GET /b': { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 0.001 } },
    };
    const { url } = await serve(echo, { 'GET /a': 'f', 'GET /b': 'f' }, { stage });
    const statuses: number[] = [];
    for (const path of ['a', 'a', 'a', 'b', 'b']) statuses.push((await fetch(`${url}/${path}`)).status);
    expect(statuses).toEqual([200, 200, 429, 200, 429]);
  });

  test('fills its bucket again as time goes on', () => {
    let now = 0;
    const pass = tokenBucket(10, 1, () => now);
    expect([pass(), pass()]).toEqual([true, false]);
    now = 100;
    expect([pass(), pass()]).toEqual([true, false]);
  });

  test('answers for other origins as the template says, and ignores what functions say about it', async () => {
    const CorsConfiguration = {
      AllowOrigins: ['https://a.example'],
      AllowMethods: ['GET', 'PUT'],
      AllowHeaders: ['x-key'],
      MaxAge: 60,
    };
    const result = { statusCode: 200, headers: { 'access-control-allow-origin': 'https://evil.example' } };
    const { url } = await serve(() => result, { 'GET /a': 'f' }, { api: { CorsConfiguration } });
    const ask = (origin: string) =>
      fetch(`${url}/a`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT' } });
    const preflight = await ask('https://a.example');
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-methods': 'GET,PUT',
      'access-control-allow-headers': 'x-key',
      'access-control-max-age': '60',
    });
    expect((await ask('https://b.example')).headers.get('access-control-allow-origin')).toBeNull();
    const plain = await fetch(`${url}/a`, { headers: { origin: 'https://a.example' } });
    expect(plain.headers.get('access-control-allow-origin')).toBe('https://a.example');
    expect((await fetch(`${url}/a`)).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('stops the runtime at a route whose function it may not invoke', async () => {
    const forbidden = { Permission0: { Type: 'AWS::Events::EventBus', Properties: { Name: 'x' } } };
    await expect(serve(echo, undefined, {}, forbidden)).rejects.toThrow('does not permit API Gateway to invoke f');
  });
});

describe('a JWT authorizer', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const token = (claims: Record<string, unknown>, alg = 'RS256') => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg, kid: 'k1' })}.${part(claims)}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
  };

  test('lets through who has a valid token of the issuer, with the scopes of the route', async () => {
    const issuing = createServer((request, response) => {
      const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1' }] };
      const document = request.url === '/keys' ? keys : { jwks_uri: `http://${request.headers.host}/keys` };
      response.end(JSON.stringify(document));
    });
    servers.push(issuing);
    const Issuer = `http://127.0.0.1:${await listen(issuing, 0)}`;
    const Authorizer = {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ...{ ApiId: 'api', AuthorizerType: 'JWT', Name: 'jwt', IdentitySource: ['$request.header.Authorization'] },
        JwtConfiguration: { Issuer, Audience: ['console'] },
      },
    };
    const route = { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' }, AuthorizationScopes: ['read'] };
    const { url } = await serve(echo, { 'GET /a': 'f' }, { route }, { Authorizer });
    const exp = Date.now() / 1000 + 60;
    const right = { iss: Issuer, aud: 'console', sub: 's', exp, scope: 'read write' };
    const ask = (authorization?: string) =>
      fetch(`${url}/a`, authorization === undefined ? {} : { headers: { authorization } });
    const answer = await ask(`Bearer ${token(right)}`);
    expect(await answer.json()).toMatchObject({
      requestContext: { authorizer: { jwt: { claims: { sub: 's', aud: 'console' }, scopes: ['read'] } } },
    });
    const wrong = [
      undefined,
      'Bearer x',
      `Bearer ${token({ ...right, exp: 1 })}`,
      `Bearer ${token({ ...right, aud: 'other' })}`,
    ];
    const strange = [
      `Bearer ${token({ ...right, iss: 'http://other' })}`,
      `Bearer ${token(right, 'none')}`,
      `Bearer ${token(right).slice(0, -4)}AAAA`,
    ];
    for (const authorization of [...wrong, ...strange]) expect((await ask(authorization)).status).toBe(401);
    expect((await ask(`Bearer ${token({ ...right, scope: 'write' })}`)).status).toBe(403);
  });
});

describe('local routes', () => {
  test('answer only on this machine, and never to a page from elsewhere', async () => {
    const { url, local } = await serve(echo);
    local.add('POST', '/_local/clock', async ({ body }) => ({ status: 200, body: body.toString() }));
    local.add('GET', '/_local/mail/*', async ({ path }) => ({ status: 200, body: path }));
    const post = (headers: Record<string, string> = {}) =>
      fetch(`${url}/_local/clock`, { method: 'POST', headers, body: '{}' });
    expect(await (await post()).text()).toBe('{}');
    expect(await (await fetch(`${url}/_local/mail/1/x`)).text()).toBe('/_local/mail/1/x');
    expect((await fetch(`${url}/_local/other`)).status).toBe(404);
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect(() => local.add('GET', '/v2/x', async () => ({ status: 200, body: '' }))).toThrow('/_local/');
  });
});
