import {
  Alarm,
  AlarmWidget,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Operation } from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Aws, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Api } from './api.ts';
import type { Billing } from './billing.ts';
import type { Events } from './events.ts';
import type { Functions } from './functions.ts';
import type { DeadLetterQueue } from './queue.ts';
import type { Schedules } from './schedules.ts';
import type { Stage } from './stage.ts';
import type { SingleTable } from './table.ts';

interface WatchProps {
  readonly stage: Stage;
  readonly api: Api;
  readonly functions: Functions;
  readonly table: SingleTable;
  readonly events: Events;
  readonly billing: Billing;
  readonly schedules: Schedules;
}

interface Trouble {
  readonly metric: IMetric;
  readonly threshold: number;
  /** What it means and what to do first. */
  readonly description: string;
  /** How many periods in a row; one unless a short spell is harmless. */
  readonly periods?: number;
}

const MINUTES_5 = Duration.minutes(5);

/** Tells a person when the product needs one, and shows how it is doing. */
export class Watch extends Construct {
  readonly topic: Topic;
  private readonly alarms: Alarm[] = [];

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id);
    this.topic = this.makeTopic(props.stage);
    this.watchMessages(props);
    this.watchBilling(props.billing);
    this.watchFunctions(props.functions);
    this.watchEdges(props);
    this.draw(props);
  }

  private makeTopic(stage: Stage): Topic {
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    });
    const key = new Key(this, 'TopicKey', {
      description: 'Encrypts alarms on their way',
      enableKeyRotation: true,
      removalPolicy: stage.removalPolicy,
    });
    key.grant(cloudWatch, 'kms:Decrypt', 'kms:GenerateDataKey');
    const topic = new Topic(this, 'Alarms', {
      displayName: `Fairshare ${stage.name}`,
      masterKey: key,
      enforceSSL: true,
    });
    topic.grantPublish(cloudWatch);
    return topic;
  }

  private watchMessages({ events, functions, schedules }: WatchProps): void {
    const queues: Record<string, DeadLetterQueue> = {
      LostClicks: functions.lostClicks,
      LostStarts: schedules.deadLetters,
      ...Object.fromEntries(events.consumers.map((consumer) => [consumer.node.id, consumer.deadLetters])),
    };
    for (const [name, queue] of Object.entries(queues)) {
      this.alarm(`${name}DeadLetters`, {
        metric: queue.metricApproximateNumberOfMessagesVisible({ period: MINUTES_5, statistic: 'Maximum' }),
        threshold: 1,
        description: `${name} has messages that failed for good. Find the cause in the logs, then redrive the queue.`,
      });
    }
    this.alarm('RelayBehind', {
      metric: functions.get('relay').metric('IteratorAge', { period: MINUTES_5, statistic: 'Maximum' }),
      threshold: Duration.minutes(5).toMilliseconds(),
      description: 'Facts wait for their announcement. The stream forgets them after 24 hours: look at the relay now.',
    });
  }

  private watchBilling(billing: Billing): void {
    for (const [name, machine] of Object.entries({ BillingRun: billing.run, BillingMonth: billing.month })) {
      this.alarm(`${name}Failed`, {
        metric: machine.metricFailed({ period: MINUTES_5, statistic: 'Sum' }),
        threshold: 1,
        description: `An execution of ${name} failed. Its history names the state; redrive it after mending the cause.`,
      });
      this.alarm(`${name}TimedOut`, {
        metric: machine.metricTimedOut({ period: MINUTES_5, statistic: 'Sum' }),
        threshold: 1,
        description: `An execution of ${name} ran out of time. Redrive it after mending the cause.`,
      });
    }
  }

  private watchFunctions(functions: Functions): void {
    for (const [name, fn] of functions.all()) {
      this.alarm(`Errors-${name}`, {
        metric: fn.metricErrors({ period: MINUTES_5, statistic: 'Sum' }),
        threshold: 5,
        description: `The function ${name} failed at least five times in five minutes. Its log group tells why.`,
      });
    }
    this.alarm('TrackingSlow', {
      metric: functions.get('tracking').metricDuration({ period: MINUTES_5, statistic: 'p99' }),
      threshold: 1000,
      periods: 3,
      description: 'Visitors wait for their redirect. Look at the traces of tracking.',
    });
  }

  private watchEdges({ api, table }: WatchProps): void {
    this.alarm('ApiErrors', {
      metric: api.http.metricServerError({ period: MINUTES_5, statistic: 'Sum' }),
      threshold: 10,
      description: 'The API answers with 5xx. The access log names the routes.',
    });
    this.alarm('TableThrottled', {
      metric: table.table.metricThrottledRequestsForOperations({
        operations: [Operation.GET_ITEM, Operation.PUT_ITEM, Operation.UPDATE_ITEM, Operation.QUERY],
        period: MINUTES_5,
      }),
      threshold: 10,
      description: 'DynamoDB refuses requests: a hot key, or a burst beyond what the table has grown to.',
    });
  }

  private alarm(id: string, trouble: Trouble): void {
    const alarm = new Alarm(this, id, {
      metric: trouble.metric,
      threshold: trouble.threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: trouble.periods ?? 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: trouble.description,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    this.alarms.push(alarm);
  }

  private draw({ api, functions, table, events, billing }: WatchProps): void {
    const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 8 });
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: Stack.of(this).stackName,
      defaultInterval: Duration.days(1),
    });
    dashboard.addWidgets(...this.alarms.map((alarm) => new AlarmWidget({ alarm, width: 6, height: 4 })));
    dashboard.addWidgets(
      graph('Requests', [api.http.metricCount(), api.http.metricClientError(), api.http.metricServerError()]),
      graph('Latency of the API', [
        api.http.metricLatency({ statistic: 'p50' }),
        api.http.metricLatency({ statistic: 'p99' }),
      ]),
      graph('Clicks', [
        functions.get('tracking').metricInvocations(),
        functions.get('tracking').metricDuration({ statistic: 'p99' }),
      ]),
    );
    dashboard.addWidgets(
      graph('Age of facts before their announcement', [
        functions.get('relay').metric('IteratorAge', { statistic: 'Maximum' }),
      ]),
      graph(
        'Messages that wait',
        events.consumers.map((c) => c.queue.metricApproximateNumberOfMessagesVisible()),
      ),
      graph(
        'Age of the oldest message',
        events.consumers.map((c) => c.queue.metricApproximateAgeOfOldestMessage()),
      ),
    );
    dashboard.addWidgets(
      graph('Billing months', [
        billing.month.metricStarted(),
        billing.month.metricSucceeded(),
        billing.month.metricFailed(),
      ]),
      graph(
        'Errors',
        [...functions.all().values()].map((fn) => fn.metricErrors()),
      ),
      graph('Capacity of the table', [
        table.table.metricConsumedReadCapacityUnits(),
        table.table.metricConsumedWriteCapacityUnits(),
      ]),
    );
  }
}
