import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsEventSource, type SqsEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import { FilterPattern, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EVENT_SOURCE, EVENT_TYPES, type EventType, TRIGGER_EVENTS } from '../domain/events.ts';
import type { Functions } from './functions.ts';
import { DeadLetterQueue, WorkQueue } from './queue.ts';
import type { Stage } from './stage.ts';
import type { SingleTable } from './table.ts';
import type { TsFunction } from './ts-function.ts';

interface EventsProps {
  readonly stage: Stage;
  readonly table: SingleTable;
  readonly functions: Functions;
  readonly accessLogs: Bucket;
}

/** From the stored fact to who acts on it: stream, relay, bus, and per consumer a rule, a queue, a dead-letter queue. */
export class Events extends Construct {
  readonly bus: EventBus;
  /** Stream records the relay could not announce, whole. */
  readonly lostRecords: Bucket;
  readonly consumers: readonly Consumer[];

  constructor(scope: Construct, id: string, props: EventsProps) {
    super(scope, id);
    const { functions, table } = props;
    this.bus = new EventBus(this, 'Bus', { eventBusName: props.stage.busName });
    this.lostRecords = new Bucket(this, 'LostRecords', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      encryption: BucketEncryption.S3_MANAGED,
      versioned: true,
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: 'lost-records/',
      removalPolicy: props.stage.removalPolicy,
    });
    this.connectRelay(functions.get('relay'), table.table);
    this.consumers = [
      new Consumer(this, 'EvaluateTriggers', this.bus, functions.get('evaluate-triggers'), triggerTypes()),
      new Consumer(this, 'ProjectStatistics', this.bus, functions.get('project-statistics'), COUNTED_TYPES, COUNTED),
      new Consumer(this, 'SendEmails', this.bus, functions.get('send-emails'), mailTypes()),
      new Consumer(this, 'RunJobs', this.bus, functions.get('run-jobs'), JOB_TYPES, ONE_BY_ONE),
    ];
    new SubscriptionFilter(this, 'Clicks', {
      logGroup: functions.get('tracking').logGroup,
      destination: new LambdaDestination(functions.get('record-clicks')),
      // Every line with a click. A selector that ends at an object matches nothing, so it asks for a member.
      filterPattern: FilterPattern.literal('{ $.click.link = * }'),
    });
    new SubscriptionFilter(this, 'Impressions', {
      logGroup: functions.get('impressions').logGroup,
      destination: new LambdaDestination(functions.get('record-clicks')),
      filterPattern: FilterPattern.literal('{ $.impression.link = * }'),
    });
  }

  private connectRelay(relay: TsFunction, table: TableV2): void {
    relay.addEnvironment('BUS_NAME', this.bus.eventBusName);
    relay.addToRolePolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] }));
    // Not the ready-made destination of CDK, which would allow every S3 action on the bucket.
    relay.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [this.lostRecords.arnForObjects('aws/lambda/*')] }),
    );
    relay.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.lostRecords.bucketArn] }));
    relay.addEventSource(
      new DynamoEventSource(table, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(0),
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        retryAttempts: 10,
        onFailure: { bind: () => ({ destination: this.lostRecords.bucketArn }) },
        // Only new items that carry an event are announced; counters and indexes are not.
        filters: [
          FilterCriteria.filter({
            eventName: FilterRule.isEqual('INSERT'),
            dynamodb: { NewImage: { announces: { S: FilterRule.exists() } } },
          }),
        ],
      }),
    );
  }
}

/** A function that acts on some types of events: the rule waits for the queue, never for the function. */
class Consumer extends Construct {
  readonly queue: WorkQueue;
  readonly deadLetters: DeadLetterQueue;

  constructor(
    scope: Construct,
    id: string,
    bus: EventBus,
    fn: TsFunction,
    types: readonly string[],
    batches: SqsEventSourceProps = { batchSize: 10 },
  ) {
    super(scope, id);
    if (types.length === 0) throw new Error(`${id} waits for no type of event.`);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.queue = new WorkQueue(this, 'Queue', timeoutOf(fn), this.deadLetters);
    new Rule(this, 'Rule', {
      eventBus: bus,
      description: `Events for ${id}`,
      eventPattern: { source: [EVENT_SOURCE], detailType: [...types] },
      targets: [
        new SqsQueue(this.queue, {
          // What could not be put into the queue waits where failed messages wait: one place to look, one replay.
          deadLetterQueue: this.deadLetters,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
    fn.addEventSource(new SqsEventSource(this.queue, { ...batches, reportBatchItemFailures: true }));
  }
}

function timeoutOf(fn: TsFunction): Duration {
  if (fn.timeout === undefined) throw new Error(`${fn.node.path} has no time-out.`);
  return fn.timeout;
}

/** Refunds are no trigger, but the clawbacks they cause are made where the rewards were made. */
/** Statistics may be seconds old: gathered, twenty facts share the counters that they raise, in one transaction. */
const COUNTED = { batchSize: 20, maxBatchingWindow: Duration.seconds(2) };

/** What statistics count. */
const COUNTED_TYPES = [
  ...Object.keys(TRIGGER_EVENTS),
  ...([
    'refund.accepted',
    'reward.granted',
    'partnership.deactivated',
    'partnership.reactivated',
  ] satisfies EventType[]),
];

/** What carries a job on. */
const JOB_TYPES = ['job.started', 'job.continued'] satisfies readonly EventType[];

/** A job works as long as its function may, so no other one waits behind it. */
const ONE_BY_ONE = { batchSize: 1 };

function triggerTypes(): readonly string[] {
  return [...Object.keys(TRIGGER_EVENTS), 'refund.accepted'];
}

/** What somebody is written to about: money, applications, and logins. */
function mailTypes(): readonly string[] {
  return EVENT_TYPES.filter(
    (type) =>
      /^(?:invoice|payout|invitation|password_reset|email_change|sign_up)\./.test(type) ||
      /^partnership\.(?:applied|approved|rejected)$/.test(type),
  );
}
