import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FileAccess } from './file-access.ts';
import type { Stage } from './stage.ts';
import type { TsFunction } from './ts-function.ts';

interface FilesProps {
  readonly stage: Stage;
  readonly accessLogs: Bucket;
}

/** What people upload and what jobs make: private, and reached from a browser by signed forms and addresses only. */
export class Files extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { stage, accessLogs }: FilesProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      encryption: BucketEncryption.S3_MANAGED,
      versioned: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'files/',
      removalPolicy: stage.removalPolicy,
      // Who may read or write proves it by a signature, never by a cookie: any page may carry one.
      cors: [
        {
          allowedOrigins: ['*'],
          allowedMethods: [HttpMethods.GET, HttpMethods.HEAD, HttpMethods.POST],
          allowedHeaders: ['*'],
          exposedHeaders: ['content-disposition', 'content-length', 'etag'],
          maxAge: Duration.days(1).toSeconds(),
        },
      ],
      lifecycleRules: [
        ended('pending', 'pending/', 1),
        ended('jobs', 'jobs/', 30),
        // What was removed can be brought back for a month; then nobody can, which is what an erasure promises.
        { id: 'removed', noncurrentVersionExpiration: Duration.days(30), expiredObjectDeleteMarker: true },
        { id: 'abandoned', abortIncompleteMultipartUploadAfter: Duration.days(2) },
      ],
    });
  }

  /** Gives a function exactly the files its entry in file-access.ts lists, and the bucket's name. */
  allow(fn: TsFunction, { read, write, remove }: FileAccess): void {
    fn.addEnvironment('FILES_BUCKET', this.bucket.bucketName);
    const grant = (actions: string[], families: readonly string[]): void => {
      if (families.length === 0) return;
      const resources = families.map((family) => this.bucket.arnForObjects(`${family}*`));
      fn.addToRolePolicy(new PolicyStatement({ actions, resources }));
    };
    grant(['s3:GetObject'], read);
    grant(['s3:PutObject', 's3:AbortMultipartUpload'], write);
    grant(['s3:DeleteObject'], remove);
    // Without it S3 says "forbidden" of a file that is not there. Nothing here lists files.
    if (read.length === 0) return;
    fn.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
  }
}

/** Files of this family are gone after so many days, for good a day later. */
function ended(id: string, prefix: string, days: number): LifecycleRule {
  return { id, prefix, expiration: Duration.days(days), noncurrentVersionExpiration: Duration.days(1) };
}
