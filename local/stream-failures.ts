import { randomUUID } from 'node:crypto';
import type { InvokeResult, Kernel, StreamRecord } from './contract.ts';
import type { Mapping } from './mapping.ts';
import type { MessagingParts } from './messaging-parts.ts';
import type { Queues } from './queues.ts';
import { requireRole, roleIn } from './resource-policies.ts';
import type { Json } from './values.ts';
import { isObject, objectAt, textAt, toJson } from './values.ts';

export type GiveUp = (records: readonly StreamRecord[], result: InvokeResult, attempts: number) => Promise<void>;

function created(record: StreamRecord | undefined): string {
  const image = record?.record['dynamodb'];
  const seconds = isObject(image) ? image['ApproximateCreationDateTime'] : undefined;
  return new Date(typeof seconds === 'number' ? seconds * 1000 : Date.now()).toISOString();
}

/** What Lambda tells its destination about a batch that it gave up; only S3 gets the records themselves. */
function report(mapping: Mapping, records: readonly StreamRecord[], result: InvokeResult, attempts: number): Json {
  const arn = mapping.sourceArn;
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionId,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: attempts,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: result.ok ? null : 'Unhandled' },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId: 'shardId-local',
      startSequenceNumber: records[0]?.sequenceNumber ?? '',
      endSequenceNumber: records.at(-1)?.sequenceNumber ?? '',
      approximateArrivalOfFirstRecord: created(records[0]),
      approximateArrivalOfLastRecord: created(records.at(-1)),
      batchSize: records.length,
      streamArn: arn,
    },
  };
}

/** Where the records go that a stream's function could not take: a bucket (whole) or a queue (where to find them). */
export function createFailureDestination(
  kernel: Kernel,
  parts: MessagingParts,
  queues: Queues,
  mapping: Mapping,
): GiveUp {
  const destination = textAt(objectAt(objectAt(mapping.properties, 'DestinationConfig'), 'OnFailure'), 'Destination');
  if (destination === undefined) {
    return async (records) => {
      kernel.log(`mapping ${mapping.id} gave up ${records.length} record(s) and has no on-failure destination`);
    };
  }
  const id = kernel.stack.find(destination);
  const type = id === undefined ? undefined : kernel.stack.resources.get(id)?.type;
  const functionProperties = kernel.stack.resources.get(mapping.functionId)?.properties ?? {};
  const role = parts.callerOf(roleIn(kernel.stack, functionProperties, 'Role', `function ${mapping.functionId}`));
  const why = `mapping ${mapping.id}`;
  if (id !== undefined && type === 'AWS::SQS::Queue') {
    requireRole(role, 'sqs:SendMessage', destination, why);
    return async (records, result, attempts) => {
      queues.send(id, JSON.stringify(report(mapping, records, result, attempts)));
      kernel.log(`${why} gave up ${records.length} record(s): told the queue ${id}`);
    };
  }
  if (type === 'AWS::S3::Bucket') {
    requireRole(role, 's3:PutObject', `${destination}/aws/lambda/${mapping.id}/x`, why);
    requireRole(role, 's3:ListBucket', destination, why);
    return async (records, result, attempts) => {
      const now = new Date().toISOString();
      const day = now.slice(0, 10);
      const stamp = now.slice(0, 19).replaceAll(':', '.');
      const key = `aws/lambda/${mapping.id}/shardId-local/${day.replaceAll('-', '/')}/${stamp}-${randomUUID()}`;
      const base = report(mapping, records, result, attempts);
      const payload = JSON.stringify({ Records: records.map(({ record }) => toJson(record)) });
      await parts.putObject(destination, key, JSON.stringify({ ...(isObject(base) ? base : {}), payload }));
      kernel.log(`${why} gave up ${records.length} record(s): kept whole in ${id}/${key}`);
    };
  }
  throw new Error(`mapping ${mapping.id}: the local runtime does not support the destination ${destination}`);
}
