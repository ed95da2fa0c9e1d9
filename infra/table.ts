import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EXPIRES_ATTRIBUTE, INDEXES } from '../table/indexes.ts';
import type { TableAccess } from './families.ts';
import type { Stage } from './stage.ts';
import type { TsFunction } from './ts-function.ts';

/** The single table with its key: on-demand, recoverable to any second of 35 days, protected against deletion. */
export class SingleTable extends Construct {
  readonly table: TableV2;
  readonly key: Key;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'Encrypts the table',
      enableKeyRotation: true,
      removalPolicy: stage.removalPolicy,
      pendingWindow: Duration.days(30),
    });
    this.table = new TableV2(this, 'Items', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(this.key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: EXPIRES_ATTRIBUTE,
      deletionProtection: stage.protectData,
      removalPolicy: stage.removalPolicy,
      globalSecondaryIndexes: Object.values(INDEXES).map((index) => ({
        indexName: index.name,
        partitionKey: { name: index.partition, type: AttributeType.STRING },
        sortKey: { name: index.sort, type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      })),
    });
  }

  /** Gives a function exactly the access its entry in families.ts lists, and the table's name. */
  allow(fn: TsFunction, access: TableAccess): void {
    fn.addEnvironment('TABLE_NAME', this.table.tableName);
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: [...access.actions],
        resources: [this.table.tableArn],
        ...(access.families === undefined
          ? {}
          : { conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...access.families] } } }),
      }),
    );
    if (access.indexes) {
      fn.addToRolePolicy(
        new PolicyStatement({
          actions: ['dynamodb:Query'],
          resources: Object.values(INDEXES).map((index) => `${this.table.tableArn}/index/${index.name}`),
        }),
      );
    }
    this.allowKey(fn);
  }

  /** DynamoDB uses the key in the caller's name; by itself the function can do nothing with it. */
  private allowKey(fn: TsFunction): void {
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(this).region}.amazonaws.com` } },
      }),
    );
  }
}
