import type { Kernel, Resource } from './contract.ts';
import type { Mapping, RunningMapping } from './mapping.ts';
import type { MessagingParts } from './messaging-parts.ts';
import type { Matcher } from './patterns/index.ts';
import { compilePattern } from './patterns/index.ts';
import { QueueMapping } from './queue-mapping.ts';
import type { Queues } from './queues.ts';
import { isDisabled, requireRole, roleIn } from './resource-policies.ts';
import { StreamMapping } from './stream-mapping.ts';
import type { Loose } from './values.ts';
import { listAt, messageOf, numberAt, objectAt, objectsAt, parseJson, textAt } from './values.ts';

const KNOWN = new Set([
  'FunctionName',
  'EventSourceArn',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FunctionResponseTypes',
  'FilterCriteria',
  'Enabled',
  'ScalingConfig',
  'StartingPosition',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'DestinationConfig',
  'ParallelizationFactor',
  'Tags',
  'MetricsConfig',
  'LoggingConfig',
]);

function matchersOf(properties: Loose, id: string): readonly Matcher[] {
  return objectsAt(objectAt(properties, 'FilterCriteria'), 'Filters').map((filter) => {
    try {
      return compilePattern(parseJson(textAt(filter, 'Pattern') ?? '{}'));
    } catch (thrown) {
      throw new Error(`mapping ${id}: its filter is no pattern: ${messageOf(thrown)}`);
    }
  });
}

function mappingOf(kernel: Kernel, { id, properties }: Resource): Mapping {
  const unknown = Object.keys(properties).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw new Error(`mapping ${id}: the local runtime does not support ${unknown}`);
  const name = textAt(properties, 'FunctionName');
  const functionId = name === undefined ? undefined : kernel.stack.find(name);
  const sourceArn = textAt(properties, 'EventSourceArn');
  if (functionId === undefined) throw new Error(`mapping ${id}: FunctionName names no function of the template`);
  if (sourceArn === undefined) throw new Error(`mapping ${id}: no EventSourceArn`);
  const matchers = matchersOf(properties, id);
  return {
    id,
    functionId,
    sourceArn,
    batchSize: numberAt(properties, 'BatchSize') ?? (sourceArn.includes(':sqs:') ? 10 : 100),
    window: (numberAt(properties, 'MaximumBatchingWindowInSeconds') ?? 0) * 1000,
    partial: listAt(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
    accepts: (event) => matchers.length === 0 || matchers.some((matches) => matches(event)),
    properties,
  };
}

/** AWS refuses a mapping whose function may not read the source: so does this. */
function requireReader(kernel: Kernel, parts: MessagingParts, mapping: Mapping, actions: readonly string[]): void {
  const properties = kernel.stack.resources.get(mapping.functionId)?.properties ?? {};
  const role = parts.callerOf(roleIn(kernel.stack, properties, 'Role', `function ${mapping.functionId}`));
  for (const action of actions) requireRole(role, action, mapping.sourceArn, `mapping ${mapping.id}`);
}

/** Starts every event source mapping of the template; fails, naming it, for one that AWS would not run. */
export function startMappings(kernel: Kernel, parts: MessagingParts, queues: Queues): readonly RunningMapping[] {
  const running: RunningMapping[] = [];
  for (const resource of kernel.stack.ofType('AWS::Lambda::EventSourceMapping')) {
    if (isDisabled(resource.properties)) continue;
    const mapping = mappingOf(kernel, resource);
    const queue = queues.find(mapping.sourceArn);
    if (queue !== undefined) {
      requireReader(kernel, parts, mapping, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']);
      running.push(new QueueMapping(kernel, parts.region, queues, queue, mapping));
      continue;
    }
    const stream = [...parts.streams].find(
      ([id]) =>
        kernel.stack.reference(id, 'StreamArn') === mapping.sourceArn || kernel.stack.find(mapping.sourceArn) === id,
    );
    if (stream === undefined) {
      throw new Error(
        `mapping ${mapping.id}: the local runtime does not support the event source ${mapping.sourceArn}`,
      );
    }
    requireReader(kernel, parts, mapping, [
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:DescribeStream',
    ]);
    running.push(new StreamMapping(kernel, parts, queues, stream[1], mapping));
  }
  return running;
}
