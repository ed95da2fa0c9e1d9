import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../../local/assembly.ts';
import { openBuckets } from '../../../local/buckets.ts';
import type { Origin, PublicRequest } from '../../../local/public-request.ts';
import { createSite } from '../../../local/static-site.ts';
import { loadStack } from '../../../local/template.ts';
import { freshFolder, removeFolders, role, writeAssembly } from './assembly.ts';

afterAll(removeFolders);

const EDGE = `function handler(event) {
  var request = event.request;
  if (request.uri === '/old') return { statusCode: 301, headers: { location: { value: '/new' } } };
  if (!request.uri.includes('.')) request.uri = '/index.html';
  return request;
}`;

const behavior = (TargetOriginId: string, more: Record<string, unknown> = {}) => ({
  ...{ TargetOriginId, ViewerProtocolPolicy: 'redirect-to-https' },
  ...more,
});

const distribution = (config: Record<string, unknown>) => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: {
    DistributionConfig: {
      Enabled: true,
      DefaultRootObject: 'index.html',
      Origins: [
        { Id: 'site', DomainName: { 'Fn::GetAtt': ['Files', 'RegionalDomainName'] }, S3OriginConfig: {} },
        {
          ...{
            Id: 'api',
            DomainName: { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }] },
          },
          OriginCustomHeaders: [{ HeaderName: 'X-From', HeaderValue: 'cdn' }],
        },
      ],
      DefaultCacheBehavior: behavior('site', { ResponseHeadersPolicyId: { Ref: 'Headers' } }),
      CacheBehaviors: [
        behavior('api', {
          PathPattern: '/v2/*',
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        }),
        behavior('site', {
          PathPattern: '/app/*',
          FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: { Ref: 'Edge' } }],
        }),
      ],
      ...config,
    },
  },
});

function site(config: Record<string, unknown> = {}) {
  const assembly = writeAssembly(
    {
      Resources: {
        Role: role({
          Effect: 'Allow',
          Action: ['s3:PutObject', 's3:GetObject'],
          Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Files', 'Arn'] }, '/in/*']] },
        }),
        Files: { Type: 'AWS::S3::Bucket' },
        Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
        Edge: {
          Type: 'AWS::CloudFront::Function',
          Properties: { Name: 'edge', FunctionCode: EDGE, FunctionConfig: {} },
        },
        Headers: {
          Type: 'AWS::CloudFront::ResponseHeadersPolicy',
          Properties: {
            ResponseHeadersPolicyConfig: {
              Name: 'headers',
              SecurityHeadersConfig: {
                ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
                FrameOptions: { FrameOption: 'DENY', Override: true },
                StrictTransportSecurity: { AccessControlMaxAgeSec: 1, Override: true },
              },
              CustomHeadersConfig: { Items: [{ Header: 'X-Own', Value: '1', Override: true }] },
            },
          },
        },
        Deployed: {
          Type: 'Custom::CDKBucketDeployment',
          Properties: {
            ServiceToken: 'x',
            SourceBucketNames: ['assets'],
            SourceObjectKeys: ['console.zip'],
            SourceMarkers: [{ '<<marker>>': { Ref: 'Api' } }],
            DestinationBucketName: { Ref: 'Files' },
            SystemMetadata: { 'cache-control': 'max-age=60' },
          },
        },
        Cdn: distribution(config),
      },
    },
    { console: { 'index.html': '<h1>console</h1>', 'config.json': '{"api":"<<marker>>"}', 'error.html': 'sorry' } },
  );
  const read = readAssembly(assembly);
  const stack = loadStack(read, 'http://127.0.0.1:4000');
  const folder = freshFolder();
  const buckets = openBuckets(folder);
  const api: Origin = async ({ method, path, headers }) => ({
    status: 200,
    headers: {},
    body: `${method} ${path} ${headers['x-from']}`,
  });
  const [resource] = stack.ofType('AWS::CloudFront::Distribution');
  if (resource === undefined) throw new Error('no distribution');
  const origin = createSite(resource, { stack, assembly: read, buckets, apis: new Map([['Api', api]]) });
  const get = (path: string, more: Partial<PublicRequest> = {}) =>
    origin({
      method: 'GET',
      path,
      query: '',
      headers: {},
      cookies: [],
      sourceIp: '127.0.0.1',
      protocol: 'HTTP/1.1',
      body: async () => Buffer.alloc(0),
      ...more,
    });
  return { get, stack, buckets, folder };
}

describe('a distribution', () => {
  test('serves the files that the template deploys, with the headers of its policy', async () => {
    const { get } = site();
    const { status, headers, body } = await get('/');
    expect([status, body.toString()]).toEqual([200, '<h1>console</h1>']);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'max-age=60',
      'content-security-policy': "default-src 'none'",
      'x-frame-options': 'DENY',
      'x-own': '1',
    });
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  test('fills in what is only known at deployment', async () => {
    expect((await site().get('/config.json')).body.toString()).toBe('{"api":"api"}');
  });

  test('answers with 304 to who has the file', async () => {
    const { get } = site();
    const { headers } = await get('/index.html');
    expect((await get('/index.html', { headers: { 'if-none-match': String(headers['etag']) } })).status).toBe(304);
  });

  test('prefers the files of the bucket folder, and never leaves it', async () => {
    const { get, folder, buckets } = site();
    mkdirSync(join(folder, 'Files'));
    writeFileSync(join(folder, 'Files', 'index.html'), 'own');
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    expect((await get('/index.html')).body.toString()).toBe('own');
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/a/..%2f..%2fsecret.txt'])
      expect((await get(path)).status).toBe(403);
    await expect(buckets.put('Files', '../x', '')).rejects.toThrow('leads out of its bucket');
  });

  test('leads paths to the API, with the headers of the origin', async () => {
    const { get } = site();
    expect((await get('/v2/sales', { method: 'POST' })).body).toBe('POST /v2/sales cdn');
    expect((await get('/index.html', { method: 'POST' })).status).toBe(403);
  });

  test('runs its functions on requests', async () => {
    const { get } = site();
    expect((await get('/app/deep/link')).body.toString()).toBe('<h1>console</h1>');
    expect(
      await site({
        DefaultCacheBehavior: behavior('site', {
          FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: { Ref: 'Edge' } }],
        }),
      }).get('/old'),
    ).toMatchObject({
      status: 301,
      headers: { location: '/new' },
    });
  });

  test('shows its own page for an error', async () => {
    const CustomErrorResponses = [{ ErrorCode: 403, ResponseCode: 404, ResponsePagePath: '/error.html' }];
    const { status, body } = await site({ CustomErrorResponses }).get('/missing.html');
    expect([status, body.toString()]).toEqual([404, 'sorry']);
    expect((await site().get('/missing.html')).status).toBe(403);
  });

  test('knows the managed policy for security headers and no other', async () => {
    const managed = '67f7725c-6f97-4210-82d7-5512b31e9d03';
    const { get } = site({ DefaultCacheBehavior: behavior('site', { ResponseHeadersPolicyId: managed }) });
    expect((await get('/')).headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect(() => site({ DefaultCacheBehavior: behavior('site', { ResponseHeadersPolicyId: 'other' }) })).toThrow(
      'does not know the response headers policy other',
    );
  });

  test('stops the runtime at what it cannot serve', () => {
    const lambda = { LambdaFunctionAssociations: [{ EventType: 'viewer-request' }] };
    expect(() => site({ DefaultCacheBehavior: behavior('site', lambda) })).toThrow('does not support Lambda@Edge');
    expect(() => site({ Origins: [{ Id: 'site', DomainName: 'example.com' }] })).toThrow(
      'the origin example.com is no bucket',
    );
  });
});
