import { createHash } from 'node:crypto';
import { AwsFailure, authorise, required, targetEndpoint } from './aws-answers.ts';
import type { Caller, Kernel } from './contract.ts';
import type { MessagingParts } from './messaging-parts.ts';
import type { Queue, Queues } from './queues.ts';
import type { Json, JsonObject } from './values.ts';
import { isJsonArray, isJsonObject, isObject, numberAt, textAt } from './values.ts';

const LARGEST = 1_048_576;
const MOST_ENTRIES = 10;

/** Message attributes as a function sees them: the names begin small. */
function attributesOf(given: unknown): Record<string, unknown> {
  if (!isObject(given)) return {};
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const attribute = isObject(value) ? value : {};
      return [name, { dataType: textAt(attribute, 'DataType'), stringValue: textAt(attribute, 'StringValue') }];
    }),
  );
}

/** Sending to queues of the template over the JSON protocol of SQS. Receiving is the work of the mappings. */
export function startQueueEndpoint(kernel: Kernel, parts: MessagingParts, queues: Queues): void {
  const queueOf = (input: JsonObject): Queue => {
    const queue = queues.find(required(input, 'QueueUrl'));
    if (queue !== undefined) return queue;
    throw new AwsFailure('QueueDoesNotExist', 'The specified queue does not exist.');
  };
  const send = (queue: Queue, entry: JsonObject): JsonObject => {
    const body = required(entry, 'MessageBody');
    if (Buffer.byteLength(body) > LARGEST)
      throw new AwsFailure('InvalidMessageContents', 'Message must be shorter than 1048576 bytes.');
    const delaySeconds = numberAt(entry, 'DelaySeconds');
    const MessageId = queues.send(queue.id, body, {
      attributes: attributesOf(entry['MessageAttributes']),
      ...(delaySeconds === undefined ? {} : { delaySeconds }),
    });
    return { MessageId, MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
  };
  const operations = {
    SendMessage: (input: JsonObject, caller: Caller): Json => {
      const queue = queueOf(input);
      authorise(caller, 'sqs:SendMessage', [queue.arn]);
      return kernel.journal.transaction(() => send(queue, input));
    },
    SendMessageBatch: (input: JsonObject, caller: Caller): Json => {
      const queue = queueOf(input);
      authorise(caller, 'sqs:SendMessage', [queue.arn]);
      const listed = input['Entries'];
      const entries = isJsonArray(listed) ? listed.filter(isJsonObject) : [];
      if (entries.length === 0) throw new AwsFailure('EmptyBatchRequest', 'There should be at least one entry.');
      if (entries.length > MOST_ENTRIES)
        throw new AwsFailure('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
      const Successful = kernel.journal.transaction(() =>
        entries.map((entry): JsonObject => ({ Id: required(entry, 'Id'), ...send(queue, entry) })),
      );
      return { Successful, Failed: [] };
    },
    GetQueueAttributes: (input: JsonObject, caller: Caller): Json => {
      const queue = queueOf(input);
      authorise(caller, 'sqs:GetQueueAttributes', [queue.arn]);
      const { visible, hidden } = queues.depth(queue.id);
      const Attributes = {
        QueueArn: queue.arn,
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(hidden),
      };
      return { Attributes };
    },
  };
  parts.registerEndpoint('sqs', targetEndpoint('AmazonSQS', operations, 'application/x-amz-json-1.0'));
}
