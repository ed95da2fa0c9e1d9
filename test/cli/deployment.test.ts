import {
  checkCredentials,
  DeployProblem,
  edgeStep,
  mainStep,
  describe as plan,
  readOptions,
  webAclArnOf,
} from '../../cli/deployment.ts';

const NOWHERE = '/nonexistent-home';

test('a stage must be named', () => {
  expect(() => readOptions([])).toThrow('Give --stage dev or --stage prod.');
  expect(() => readOptions(['--stage', 'test'])).toThrow(DeployProblem);
});

test('an option that does not exist is named, with those that do', () => {
  expect(() => readOptions(['--stage', 'dev', '--regoin', 'x'])).toThrow(/--regoin[\s\S]*Usage: npm run deploy/);
});

test('the stage, the region and the parameters reach CDK', () => {
  const options = readOptions([
    '--stage',
    'prod',
    '--region',
    'eu-north-1',
    '--mail-from',
    'hello@example.com',
    '--yes',
  ]);
  expect(mainStep(options, undefined).args.join(' ')).toBe(
    'deploy Fairshare --parameters MailFrom=hello@example.com -c stage=prod -c region=eu-north-1 ' +
      '--output cdk.out/deploy-prod --require-approval never',
  );
});

test('CDK asks before permissions grow, unless told otherwise', () => {
  expect(mainStep(readOptions(['--stage', 'dev']), undefined).args.join(' ')).toContain(
    '--require-approval broadening',
  );
});

test('a web ACL is deployed first, and its ARN goes into the stack', () => {
  const options = readOptions(['--stage', 'prod', '--waf']);
  expect(edgeStep(options).args.slice(0, 2)).toEqual(['deploy', 'FairshareEdge']);
  const arn = webAclArnOf('prod', { 'fairshare-edge-prod': { WebAclArn: 'arn:aws:wafv2:1' } });
  expect(mainStep(options, arn).args).toContain('webAclArn=arn:aws:wafv2:1');
  expect(() => webAclArnOf('prod', {})).toThrow('has no WebAclArn');
});

test('a person reads what will be done, and what will be taken away, before it happens', () => {
  const text = plan(readOptions(['--stage', 'prod', '--public-url', 'https://go.example.com']));
  expect(text).toContain('Stage prod, region eu-west-1');
  expect(text).toContain('web ACL: none');
  expect(text).toContain('PublicUrl: https://go.example.com');
  expect(text).toContain('1. Build the functions and deploy fairshare-prod in eu-west-1');
});

test('a domain needs its certificate', () => {
  expect(() => readOptions(['--stage', 'prod', '--domain', 'go.example.com'])).toThrow('--certificate-arn');
});

describe('without credentials', () => {
  test('nothing is deployed, and the message says how to sign in', () => {
    const options = readOptions(['--stage', 'dev']);
    expect(() => checkCredentials(options, {}, NOWHERE)).toThrow(/no AWS credentials[\s\S]*aws sso login/);
  });

  test.each([
    ['a profile on the command line', ['--profile', 'acme'], {}],
    ['a profile in the environment', [], { AWS_PROFILE: 'acme' }],
    ['keys in the environment', [], { AWS_ACCESS_KEY_ID: 'AKIA' }],
  ])('is not what %s means', (_, args, environment) => {
    const options = readOptions(['--stage', 'dev', ...args]);
    expect(() => checkCredentials(options, environment, NOWHERE)).not.toThrow();
  });
});
