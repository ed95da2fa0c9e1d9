import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Assembly, readAssembly } from '../../../local/assembly.ts';
import type { Activity, Clock } from '../../../local/contract.ts';

type Template = Readonly<Record<string, unknown>>;

const folders: string[] = [];

/** A folder of this test file's own, removed by `removeFolders`. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-core-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** The code of functions by the name of their asset; a name with a dot is a file, `index.js` else. */
export type Bundles = Readonly<Record<string, Readonly<Record<string, string>> | string>>;

/** Writes an assembly as `cdk synth` does: a manifest, one template, its assets. */
export function writeAssembly(template: Template, bundles: Bundles = {}): string {
  const folder = freshFolder();
  const files: Record<string, unknown> = {};
  for (const [name, bundle] of Object.entries(bundles)) {
    const asset = join(folder, `asset.${name}`);
    mkdirSync(asset);
    const content = typeof bundle === 'string' ? { 'index.js': bundle } : bundle;
    for (const [file, text] of Object.entries(content)) writeFileSync(join(asset, file), text);
    files[name] = {
      source: { path: `asset.${name}`, packaging: 'zip' },
      destinations: { here: { bucketName: 'assets', objectKey: `${name}.zip` } },
    };
  }
  const artifacts = {
    'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'Shop.assets.json' } },
    Shop: {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/eu-west-1',
      properties: { templateFile: 'Shop.template.json', stackName: 'shop' },
    },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
  writeFileSync(join(folder, 'Shop.assets.json'), JSON.stringify({ files }));
  writeFileSync(join(folder, 'Shop.template.json'), JSON.stringify(template));
  return folder;
}

export function assemblyOf(template: Template, bundles: Bundles = {}): Assembly {
  return readAssembly(writeAssembly(template, bundles));
}

export function testClock(iso = '2011-01-01T00:00:00.000Z'): Clock & { moveTo(iso: string): void } {
  const shared = new SharedArrayBuffer(16);
  const cells = new Float64Array(shared);
  cells.set([1, Date.parse(iso)]);
  return {
    shared,
    mode: 'test',
    now: () => cells[1] ?? 0,
    moveTo: (next) => {
      cells[1] = Date.parse(next);
    },
  };
}

export function testActivity(): Activity & { underWay(): number } {
  let count = 0;
  return {
    begin: () => {
      count += 1;
      return () => {
        count -= 1;
      };
    },
    idle: async () => undefined,
    busyWith: () => [],
    hurried: false,
    onHurry: () => undefined,
    underWay: () => count,
  };
}

/** A role with one inline policy. */
export function role(...statements: readonly unknown[]): Template {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {},
      Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: statements } }],
    },
  };
}

/** A function of the template whose bundle is the asset of the same name. */
export function fn(asset: string, properties: Template = {}): Template {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: 'assets', S3Key: `${asset}.zip` },
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Runtime: 'nodejs24.x',
      Timeout: 5,
      ...properties,
    },
  };
}

/** An HTTP API with one integration a route; `routes` maps route keys to logical ids of functions. */
export function api(
  routes: Readonly<Record<string, string>>,
  more: { api?: Template; stage?: Template; integration?: Template; route?: Template } = {},
): Record<string, unknown> {
  const resources: Record<string, unknown> = {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'shop', ProtocolType: 'HTTP', ...more.api } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true, ...more.stage },
    },
  };
  for (const [index, [key, target]] of Object.entries(routes).entries()) {
    const arn = { 'Fn::GetAtt': [target, 'Arn'] };
    resources[`Integration${index}`] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arn,
        PayloadFormatVersion: '2.0',
        ...more.integration,
      },
    };
    resources[`Route${index}`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: key,
        Target: { 'Fn::Join': ['/', ['integrations', { Ref: `Integration${index}` }]] },
        ...more.route,
      },
    };
    resources[`Permission${index}`] = {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: arn, Principal: 'apigateway.amazonaws.com' },
    };
  }
  return resources;
}
