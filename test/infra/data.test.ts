import { EXPIRES_ATTRIBUTE, INDEXES } from '../../table/indexes.ts';
import { fairshare, type Resource, type Resources, resourcesOf, testApp } from './support/synth.ts';

function only(resources: Resources, type: string): Resource {
  const found = resources.ofType(type);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources of type ${type}`);
  return found[0][1];
}

describe.each(['dev', 'prod'])('the table of %s', (stage) => {
  let resources: Resources;
  let table: Resource;
  beforeAll(() => {
    resources = resourcesOf({ stage });
    table = only(resources, 'AWS::DynamoDB::GlobalTable');
  });

  test('can be restored to any second and not be deleted', () => {
    const [replica] = table.Properties['Replicas'];
    expect(table.Properties['Replicas']).toHaveLength(1);
    expect(replica.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(replica.DeletionProtectionEnabled).toBe(true);
    expect(table.DeletionPolicy).toBe(stage === 'prod' ? 'Retain' : 'Delete');
  });

  test('is encrypted with a key of its own that rotates', () => {
    const [replica] = table.Properties['Replicas'];
    const keyId = replica.SSESpecification.KMSMasterKeyId['Fn::GetAtt'][0];
    expect(table.Properties['SSESpecification']).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    expect(resources.get(keyId).Properties['EnableKeyRotation']).toBe(true);
  });

  test('is paid by request, streams both images and forgets what has expired', () => {
    expect(table.Properties['BillingMode']).toBe('PAY_PER_REQUEST');
    expect(table.Properties['StreamSpecification']).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
    expect(table.Properties['TimeToLiveSpecification']).toEqual({ AttributeName: EXPIRES_ATTRIBUTE, Enabled: true });
  });

  test('has the two indexes of table/indexes.ts, which hold keys only', () => {
    expect(table.Properties['GlobalSecondaryIndexes']).toEqual(
      Object.values(INDEXES).map((index) => ({
        IndexName: index.name,
        KeySchema: [
          { AttributeName: index.partition, KeyType: 'HASH' },
          { AttributeName: index.sort, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    );
  });
});

test('only dev can give up its deletion protection, to be removed', () => {
  const table = only(resourcesOf({ protect: 'false' }), 'AWS::DynamoDB::GlobalTable');
  expect(table.Properties['Replicas'][0].DeletionProtectionEnabled).toBe(false);
  expect(() => fairshare(testApp({ stage: 'prod', protect: 'false' }))).toThrow('for the stage dev only');
});

test('no bucket is public, and each is encrypted and reached by TLS only', () => {
  const resources = resourcesOf();
  const policies = resources.ofType('AWS::S3::BucketPolicy');
  for (const [id, { Properties }] of resources.ofType('AWS::S3::Bucket')) {
    expect(Properties['PublicAccessBlockConfiguration']).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(Properties['BucketEncryption']).toBeDefined();
    const policy = policies.find(([, found]) => found.Properties['Bucket'].Ref === id);
    expect(JSON.stringify(policy?.[1].Properties)).toContain('"aws:SecureTransport":"false"');
  }
});

test('files that nobody claims are gone after a day, those of jobs after thirty, and removed ones a month later', () => {
  const resources = resourcesOf();
  const [files] = resources.ofType('AWS::S3::Bucket').filter(([id]) => id.startsWith('Files'));
  const properties = files?.[1].Properties ?? {};
  expect(properties['VersioningConfiguration']).toEqual({ Status: 'Enabled' });
  expect(properties['LoggingConfiguration']).toMatchObject({ LogFilePrefix: 'files/' });
  expect(properties['LifecycleConfiguration'].Rules).toMatchObject([
    { Prefix: 'pending/', ExpirationInDays: 1, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
    { Prefix: 'jobs/', ExpirationInDays: 30, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
    { NoncurrentVersionExpiration: { NoncurrentDays: 30 }, ExpiredObjectDeleteMarker: true },
    { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } },
  ]);
  expect(properties['CorsConfiguration'].CorsRules).toMatchObject([{ AllowedMethods: ['GET', 'HEAD', 'POST'] }]);
});

test('the secret of webhooks is random until the operator fills it in, so that nobody can sign one', () => {
  const resources = resourcesOf();
  const generated = resources
    .ofType('AWS::SecretsManager::Secret')
    .map(([, { Properties }]) => Properties['GenerateSecretString']);
  const payments = generated.find((value) => value.SecretStringTemplate !== undefined);
  expect(payments.GenerateStringKey).toBe('stripe_webhook_secret');
  expect(Object.keys(JSON.parse(payments.SecretStringTemplate)).sort()).toEqual([
    'paypal_client_id',
    'paypal_secret',
    'paypal_webhook_id',
    'stripe_key',
  ]);
});
