import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `Usage: npm run deploy -- --stage dev|prod [options]

  --stage NAME             dev or prod
  --region NAME            where the stack lives (default eu-west-1)
  --profile NAME           the AWS profile to use
  --public-url URL         base of links and documentation (default: the address of the stack)
  --mail-from ADDRESS      sender of mail, verified in SES
  --self-sign-up           merchants may sign up by themselves
  --domain NAME            own host of console, links and API, together with
  --certificate-arn ARN    its certificate in us-east-1
  --link-hosts NAMES       hosts of merchants for their links, by commas; the certificate holds them too
  --waf                    put a web ACL in front of CloudFront (costs a fixed price a month)
  --yes                    do not ask before permissions change
  --print                  only say what would be done`;

/** A wrong command line, or a machine that is not ready; the message says what to do. */
export class DeployProblem extends Error {
  override readonly name = 'DeployProblem';
}

interface DeployOptions {
  readonly stage: 'dev' | 'prod';
  readonly region: string;
  readonly profile: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, string>>;
  readonly waf: boolean;
  readonly ask: boolean;
  readonly printOnly: boolean;
}

/** One call of the CDK command line. */
export interface DeployStep {
  readonly title: string;
  readonly args: readonly string[];
}

/** Where `cdk` writes the output of the web ACL's stack. */
export const EDGE_OUTPUTS = 'cdk.out/edge-outputs.json';

/** Reads the command line. */
export function readOptions(argv: readonly string[]): DeployOptions {
  const values = parse(argv);
  if (values.help === true) throw new DeployProblem(USAGE);
  const { stage } = values;
  if (stage !== 'dev' && stage !== 'prod') throw new DeployProblem(`Give --stage dev or --stage prod.\n\n${USAGE}`);
  if ((values.domain === undefined) !== (values['certificate-arn'] === undefined)) {
    throw new DeployProblem('Give both --domain and --certificate-arn, or neither.');
  }
  return {
    stage,
    region: values.region ?? 'eu-west-1',
    profile: values.profile,
    parameters: present({
      PublicUrl: values['public-url'],
      MailFrom: values['mail-from'],
      SelfSignUp: values['self-sign-up'] === true ? 'on' : undefined,
    }),
    context: present({
      domain: values.domain,
      certificateArn: values['certificate-arn'],
      linkHosts: values['link-hosts'],
    }),
    waf: values.waf ?? false,
    ask: !(values.yes ?? false),
    printOnly: values.print ?? false,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        stage: { type: 'string' },
        'self-sign-up': { type: 'boolean' },
        region: { type: 'string' },
        profile: { type: 'string' },
        'public-url': { type: 'string' },
        'mail-from': { type: 'string' },
        domain: { type: 'string' },
        'certificate-arn': { type: 'string' },
        'link-hosts': { type: 'string' },
        waf: { type: 'boolean' },
        yes: { type: 'boolean' },
        print: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new DeployProblem(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

/** The web ACL comes first and in us-east-1, because CloudFront takes it from there only. */
export function edgeStep(options: DeployOptions): DeployStep {
  return {
    title: `Deploy the web ACL fairshare-edge-${options.stage} in us-east-1`,
    args: [
      ...['deploy', 'FairshareEdge', '--exclusively', '--outputs-file', EDGE_OUTPUTS],
      ...common(options, { ...options.context, edge: 'true' }),
    ],
  };
}

/** The product itself. */
export function mainStep(options: DeployOptions, webAclArn: string | undefined): DeployStep {
  const parameters = Object.entries(options.parameters).flatMap(([name, value]) => [
    '--parameters',
    `${name}=${value}`,
  ]);
  return {
    title: `Build the functions and deploy fairshare-${options.stage} in ${options.region}`,
    args: ['deploy', 'Fairshare', ...parameters, ...common(options, { ...options.context, ...present({ webAclArn }) })],
  };
}

function common(options: DeployOptions, context: Readonly<Record<string, string>>): readonly string[] {
  const all = { stage: options.stage, region: options.region, ...context };
  return [
    ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    // Apart from the assembly that runs on this machine: a deployment must not change it.
    ...['--output', `cdk.out/deploy-${options.stage}`],
    ...['--require-approval', options.ask ? 'broadening' : 'never'],
    ...(options.profile === undefined ? [] : ['--profile', options.profile]),
  ];
}

/** What a person reads before anything happens. */
export function describe(options: DeployOptions): string {
  const steps = [...(options.waf ? [edgeStep(options)] : []), mainStep(options, options.waf ? '<its ARN>' : undefined)];
  return [
    `Stage ${options.stage}, region ${options.region}${options.profile === undefined ? '' : `, profile ${options.profile}`}`,
    // Context is not remembered between deployments: what is not given now is taken away.
    `  own domain: ${options.context['domain'] ?? "none, the address is CloudFront's"}`,
    `  web ACL: ${options.waf ? 'yes' : 'none'}`,
    ...Object.entries(options.parameters).map(([name, value]) => `  ${name}: ${value}`),
    ...steps.map((step, index) => `${index + 1}. ${step.title}\n   cdk ${step.args.join(' ')}`),
    'What costs money, and what to fill in afterwards: docs/deploy.md',
  ].join('\n');
}

/** Finds out early, and with words, what the AWS client would report late. */
export function checkCredentials(
  options: DeployOptions,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): void {
  const sources = [
    'AWS_ACCESS_KEY_ID',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ];
  if (options.profile !== undefined || sources.some((name) => (environment[name] ?? '') !== '')) return;
  const files = [
    environment['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, '.aws', 'credentials'),
    environment['AWS_CONFIG_FILE'] ?? join(home, '.aws', 'config'),
  ];
  if (files.some((file) => existsSync(file))) return;
  throw new DeployProblem(
    [
      'There are no AWS credentials on this machine, so nothing was deployed.',
      'Sign in (aws configure sso, then aws sso login), or set AWS_PROFILE, or set AWS_ACCESS_KEY_ID and',
      'AWS_SECRET_ACCESS_KEY. What the deployment would do: npm run deploy -- --stage dev --print',
    ].join('\n'),
  );
}

/** Takes the ARN of the web ACL from the outputs of its stack. */
export function webAclArnOf(stage: string, outputs: unknown): string {
  const arn = field(field(outputs, `fairshare-edge-${stage}`), 'WebAclArn');
  if (typeof arn !== 'string') throw new DeployProblem(`${EDGE_OUTPUTS} has no WebAclArn: deploy with --waf again.`);
  return arn;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

function present(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) found[name] = value;
  return found;
}
