import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type AssetCode,
  Code,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { AssetHashType, CfnResource, DockerImage, type Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Bundles one handler into a single minified CommonJS file, the SDK included. */
function bundle(entry: string): AssetCode {
  return Code.fromAsset(ROOT, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('unused'), // Never pulled: the local bundler succeeds or throws.
      command: [entry], // Part of the staging cache's key; without it every function would get the first bundle.
      local: {
        tryBundle(outputDir: string): boolean {
          buildBundle(entry, outputDir);
          return true;
        },
      },
    },
  });
}

function buildBundle(entry: string, outputDir: string): void {
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: join(outputDir, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': join(ROOT, 'infra/environment-credentials.ts'),
      // Its module for Node asks for its own address, which a CommonJS bundle does not have.
      pdfkit: join(ROOT, 'node_modules/pdfkit/js/pdfkit.js'),
    },
    // The map lies beside the bundle for whoever reads a stack trace; nothing loads it at a cold start.
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    // Fonts of documents are part of the bundle.
    loader: { '.ttf': 'binary' },
    logLevel: 'warning',
  });
  // Keeps the bundle CommonJS wherever it is loaded from, also below a package of type "module".
  writeFileSync(join(outputDir, 'package.json'), '{"type":"commonjs"}\n');
}

interface TsFunctionProps {
  /** Path of the handler's source, relative to the repository root. */
  readonly entry: string;
  readonly description: string;
  readonly memorySize: number;
  readonly timeout: Duration;
  readonly logRetention: RetentionDays;
  readonly environment: Readonly<Record<string, string>>;
  /** Where events of failed asynchronous calls end; only for functions that are called asynchronously. */
  readonly deadLetterQueue?: IQueue;
}

/** One Lambda function from one TypeScript handler, with a role and a log group of its own. */
export class TsFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: TsFunctionProps) {
    if (!existsSync(join(ROOT, props.entry))) {
      throw new Error(`Function ${id} has no handler: ${props.entry} does not exist.`);
    }
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, {
      description: `Role of the function ${props.entry}`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    // Instead of the managed policy, which would allow writing to every log group of the account.
    logGroup.grantWrite(role);
    super(scope, id, {
      code: bundle(props.entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      description: props.description,
      memorySize: props.memorySize,
      timeout: props.timeout,
      tracing: Tracing.ACTIVE,
      role,
      logGroup,
      environment: { ...props.environment },
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    });
    const resource = this.node.defaultChild;
    // Survives into the template: an exact map from the resource to its source.
    if (resource instanceof CfnResource) resource.addMetadata('source:entry', props.entry);
  }
}
