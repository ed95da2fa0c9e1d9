import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Duration } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { Hosting } from './hosting.ts';

/** Where the build of the console lies, if there is one. */
const CONSOLE_BUILD = fileURLToPath(new URL('../console/dist', import.meta.url));

interface SiteContentProps {
  readonly hosting: Hosting;
  /** Folder of the built console. */
  readonly build: string;
  /** What the site learns at run time, in `/config.json`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Puts a built site into the bucket and makes CloudFront forget the previous pages. */
export class SiteContent extends Construct {
  /** CDK's function that copies the files. */
  readonly copier: IConstruct;

  constructor(scope: Construct, id: string, { hosting, build, settings }: SiteContentProps) {
    super(scope, id);
    // The name of an asset holds its hash. Earlier ones stay: a tab that is open goes on loading its own.
    const assets = new BucketDeployment(this, 'Assets', {
      destinationBucket: hosting.site,
      destinationKeyPrefix: 'assets/',
      sources: [Source.asset(join(build, 'assets'))],
      cacheControl: [CacheControl.setPublic(), CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
      prune: false,
      memoryLimit: 256,
    });
    const pages = new BucketDeployment(this, 'Pages', {
      destinationBucket: hosting.site,
      distribution: hosting.distribution,
      distributionPaths: ['/*'],
      sources: [Source.asset(build, { exclude: ['assets', '.sources'] }), Source.jsonData('config.json', settings)],
      cacheControl: [CacheControl.noCache()],
      prune: false,
      memoryLimit: 256,
    });
    // A page never names an asset that is not there yet.
    pages.node.addDependency(assets);
    const { scope: copier } = pages.handlerRole.node;
    if (copier === undefined) throw new Error(`${id} has no function that copies files.`);
    this.copier = copier;
  }
}

/** Nothing is deployed until the console is built: the deployment brings a Lambda layer of 21 MB with it. */
export function consoleBuild(): string | undefined {
  return existsSync(`${CONSOLE_BUILD}/index.html`) ? CONSOLE_BUILD : undefined;
}
