import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Node } from 'constructs';

const STAGE_NAMES = ['dev', 'prod'] as const;
type StageName = (typeof STAGE_NAMES)[number];

/** What differs between the stages, and what a deployment may choose by context (`-c name=value`). */
export interface Stage {
  readonly name: StageName;
  readonly region: string;
  /** The bus of the default stage has the plain name; other stages add theirs, so that they fit in one account. */
  readonly busName: string;
  readonly logRetention: RetentionDays;
  /** What happens to data when the stack is removed. */
  readonly removalPolicy: RemovalPolicy;
  /** Deletion protection of table and user pool. Only dev can switch it off, to remove the stack. */
  readonly protectData: boolean;
  readonly throttle: { readonly rateLimit: number; readonly burstLimit: number };
  /** Host of console, links and API together with its certificate (which CloudFront wants in us-east-1). */
  readonly domain: { readonly name: string; readonly certificateArn: string } | undefined;
  /** Hosts of merchants for their links, which the certificate holds too. */
  readonly linkHosts: readonly string[];
  /** The web ACL in front of CloudFront; FairshareEdge makes one in us-east-1. */
  readonly webAclArn: string | undefined;
  /** Whether to synthesise FairshareEdge too. */
  readonly edge: boolean;
}

const SETTINGS = {
  dev: {
    busName: 'fairshare',
    logRetention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
    throttle: { rateLimit: 1000, burstLimit: 2000 },
  },
  prod: {
    busName: 'fairshare-prod',
    logRetention: RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN,
    throttle: { rateLimit: 4000, burstLimit: 5000 },
  },
} as const satisfies Record<StageName, Partial<Stage>>;

/** Reads the stage and its choices from the context of the app; says what is wrong instead of guessing. */
export function readStage(node: Node): Stage {
  const name = stageName(text(node, 'stage') ?? 'dev');
  const domain = text(node, 'domain');
  const certificateArn = text(node, 'certificateArn');
  if ((domain === undefined) !== (certificateArn === undefined)) {
    throw new Error('Give both -c domain=… and -c certificateArn=… (a certificate in us-east-1), or neither.');
  }
  const protectData = text(node, 'protect') !== 'false';
  if (name === 'prod' && !protectData) throw new Error('-c protect=false is for the stage dev only.');
  return {
    name,
    region: text(node, 'region') ?? 'eu-west-1',
    ...SETTINGS[name],
    protectData,
    domain: domain !== undefined && certificateArn !== undefined ? { name: domain, certificateArn } : undefined,
    linkHosts: (text(node, 'linkHosts') ?? '').split(',').filter((host) => host !== ''),
    webAclArn: text(node, 'webAclArn'),
    edge: text(node, 'edge') === 'true',
  };
}

function stageName(value: string): StageName {
  const known = STAGE_NAMES.find((name) => name === value);
  if (known === undefined) throw new Error(`Unknown stage "${value}": use one of ${STAGE_NAMES.join(', ')}.`);
  return known;
}

function text(node: Node, key: string): string | undefined {
  const value: unknown = node.tryGetContext(key);
  if (value === undefined || value === null || value === '') return undefined;
  return String(value);
}
