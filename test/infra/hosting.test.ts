import { runInNewContext } from 'node:vm';
import { fairshare, type Resource, type Resources, resourcesOf, testApp } from './support/synth.ts';

const PROD = {
  stage: 'prod',
  domain: 'go.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
  webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/fairshare/1',
};

interface Behavior {
  readonly PathPattern?: string;
  readonly TargetOriginId: string;
  readonly ResponseHeadersPolicyId?: { readonly Ref: string };
}

function configuration(resources: Resources): Resource['Properties'] {
  const [distribution] = resources.ofType('AWS::CloudFront::Distribution');
  return distribution?.[1].Properties['DistributionConfig'];
}

/** CloudFront's patterns: `*` is any text, `?` is one character, the first that fits wins. */
function behaviorOf(config: Resource['Properties'], path: string): Behavior {
  const behaviors: Behavior[] = config['CacheBehaviors'];
  const fits = (pattern: string) =>
    new RegExp(`^${pattern.replace(/[.]/g, '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`).test(path);
  const found = behaviors.find(({ PathPattern }) => PathPattern !== undefined && fits(PathPattern));
  return found ?? config['DefaultCacheBehavior'];
}

function originOf(config: Resource['Properties'], path: string): string {
  const { TargetOriginId } = behaviorOf(config, path);
  const origin = config['Origins'].find((candidate: { Id: string }) => candidate.Id === TargetOriginId);
  return origin.S3OriginConfig === undefined ? 'api' : 'site';
}

/** What the function in front of the site makes of an address. */
const pageOf = (uri: string): unknown => {
  const functions = resourcesOf().ofType('AWS::CloudFront::Function');
  const code = functions.map(([, { Properties }]) => String(Properties['FunctionCode']));
  const own = code.find((text) => text.includes('index.html'));
  return runInNewContext(`${own}; handler(event)`, { event: { request: { uri, headers: {} } } });
};

test.each([
  ['/', 'site'],
  ['/index.html', 'site'],
  ['/favicon.svg', 'site'],
  ['/assets/index-4f2a.js', 'site'],
  ['/console/programs', 'site'],
  ['/console', 'site'],
  ['/portal', 'site'],
  ['/embed/links', 'site'],
  ['/embed.js', 'site'],
  ['/console/rewards/rwd_evt_1.trg_2.1', 'site'],
  ['/join/summer', 'site'],
  ['/v2/programs', 'api'],
  ['/v2/docs/swagger-ui.css', 'api'],
  ['/v2/openapi.json', 'api'],
  ['/t.js', 'api'],
  ['/summer-sale', 'api'],
  ['/x', 'api'],
])('the path %s is answered by the %s', (path, origin) => {
  expect(originOf(configuration(resourcesOf()), path)).toBe(origin);
});

test.each([
  ['/console/', '/console/index.html'],
  ['/console/partners/part_1', '/console/index.html'],
  ['/console/rewards/rwd_evt_1.trg_2.1', '/console/index.html'],
  ['/portal/links', '/portal/index.html'],
  ['/embed/links', '/embed/index.html'],
  ['/account/', '/account/index.html'],
  ['/join/summer', '/join/index.html'],
  ['/index.html', '/index.html'],
  ['/config.json', '/config.json'],
  ['/consolation/prize', '/consolation/prize'],
])('the address %s of the site is the file %s', (uri, file) => {
  expect(pageOf(uri)).toMatchObject({ uri: file });
});

test('a page without a slash behind it leads to the one with it', () => {
  expect(pageOf('/console')).toMatchObject({ statusCode: 302, headers: { location: { value: '/console/' } } });
});

test('only CloudFront reads the site, by origin access control', () => {
  const resources = resourcesOf();
  const origin = configuration(resources)['Origins'].find((found: Resource['Properties']) => found['S3OriginConfig']);
  expect(origin.OriginAccessControlId).toBeDefined();
  expect(origin.S3OriginConfig.OriginAccessIdentity).toBe('');
});

test('the console comes with a strict content security policy and the security headers', () => {
  const [headers] = resourcesOf().ofType('AWS::CloudFront::ResponseHeadersPolicy');
  const security = headers?.[1].Properties['ResponseHeadersPolicyConfig'].SecurityHeadersConfig;
  const policy = JSON.stringify(security.ContentSecurityPolicy.ContentSecurityPolicy);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  // Pictures may come from the merchant's own site: the preview of what a network shows has one. Nothing else may.
  expect(policy).toContain("img-src 'self' data: blob: https:;");
  expect(policy.replace('data: blob: https:;', '')).not.toMatch(/unsafe-(inline|eval)|https?:[^/]|data:|blob:|\*/);
  expect(security).toMatchObject({
    ContentTypeOptions: { Override: true },
    FrameOptions: { FrameOption: 'DENY' },
    ReferrerPolicy: { ReferrerPolicy: 'same-origin' },
    StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000 },
  });
});

/** The header policy of an address of the site. */
const headersOf = (path: string): Resource['Properties'] => {
  const resources = resourcesOf();
  const { ResponseHeadersPolicyId: policy } = behaviorOf(configuration(resources), path);
  const found = resources.ofType('AWS::CloudFront::ResponseHeadersPolicy').find(([id]) => id === policy?.Ref);
  return found?.[1].Properties['ResponseHeadersPolicyConfig'].SecurityHeadersConfig;
};

test.each(['/', '/console/partners', '/portal/', '/account/', '/join/summer', '/embed', '/embedded/x', '/config.json'])(
  'no other site shows %s in a frame',
  (path) => {
    const security = headersOf(path);
    expect(security['FrameOptions'].FrameOption).toBe('DENY');
    expect(JSON.stringify(security)).toContain("frame-ancestors 'none'");
  },
);

test('only the embedded portal may stand in the frame of any secure site, and it talks to no login', () => {
  const security = headersOf('/embed/links');
  expect(security['FrameOptions']).toBeUndefined();
  const policy = JSON.stringify(security['ContentSecurityPolicy'].ContentSecurityPolicy);
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain('frame-ancestors https: http://localhost:* http://127.0.0.1:*');
  expect(policy).toMatch(/connect-src 'self' [^ ]*Files[^ ]*; form-action 'self'; base-uri 'none'/);
});

test('with a domain of its own, a stage speaks TLS 1.2 and newer only, behind the web ACL', () => {
  const config = configuration(resourcesOf(PROD));
  expect(config['Aliases']).toEqual(['go.example.com']);
  expect(config['ViewerCertificate'].MinimumProtocolVersion).toBe('TLSv1.2_2021');
  expect(config['WebACLId']).toBe(PROD.webAclArn);
});

test('a domain without its certificate is refused', () => {
  expect(() => fairshare(testApp({ domain: 'go.example.com' }))).toThrow('Give both');
});

test('the console signs in by authorization code with PKCE: its client has no secret', () => {
  const [client] = resourcesOf().ofType('AWS::Cognito::UserPoolClient');
  expect(client?.[1].Properties).toMatchObject({
    AllowedOAuthFlows: ['code'],
    GenerateSecret: false,
    PreventUserExistenceErrors: 'ENABLED',
  });
});

test('everybody can have a second factor, and nobody signs up by himself', () => {
  const [pool] = resourcesOf().ofType('AWS::Cognito::UserPool');
  expect(pool?.[1].Properties).toMatchObject({
    MfaConfiguration: 'OPTIONAL',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  });
});
