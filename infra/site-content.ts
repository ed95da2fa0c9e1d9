import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct, type IConstruct } from 'constructs';
import type { Hosting } from './hosting.ts';

/** Where the build of the console lies, if there is one. */
const CONSOLE_BUILD = fileURLToPath(new URL('../console/dist', import.meta.url));

/** Puts a built site into the bucket and makes CloudFront forget the previous one. */
export class SiteContent extends Construct {
  /** CDK's function that copies the files. */
  readonly copier: IConstruct;

  constructor(scope: Construct, id: string, hosting: Hosting, build: string) {
    super(scope, id);
    const deployment = new BucketDeployment(this, 'Files', {
      destinationBucket: hosting.site,
      distribution: hosting.distribution,
      distributionPaths: ['/*'],
      sources: [Source.asset(build)],
      memoryLimit: 256,
    });
    const { scope: copier } = deployment.handlerRole.node;
    if (copier === undefined) throw new Error(`${id} has no function that copies files.`);
    this.copier = copier;
  }
}

/** Nothing is deployed until the console is built: the deployment brings a Lambda layer of 21 MB with it. */
export function consoleBuild(): string | undefined {
  return existsSync(`${CONSOLE_BUILD}/index.html`) ? CONSOLE_BUILD : undefined;
}
