import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** A queue for what could not be delivered or handled: kept as long as SQS allows, watched by an alarm. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }
}

/** Tries before a message is set aside. */
const MAX_RECEIVES = 5;

/** The queue of one consumer. Its visibility is six times the consumer's time-out, as AWS advises. */
export class WorkQueue extends Queue {
  constructor(scope: Construct, id: string, consumerTimeout: Duration, deadLetters: DeadLetterQueue) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.seconds(6 * consumerTimeout.toSeconds()),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
  }
}
