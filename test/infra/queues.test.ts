import { EVENT_TYPES, TRIGGER_EVENTS } from '../../domain/events.ts';
import { type Resource, type Resources, resourcesOf, target } from './support/synth.ts';

let resources: Resources;
let queues: [string, Resource][];
let deadLetters: Set<string>;
beforeAll(() => {
  resources = resourcesOf();
  queues = resources.ofType('AWS::SQS::Queue');
  deadLetters = new Set([
    ...queues.flatMap(([, { Properties }]) =>
      Properties['RedrivePolicy'] === undefined ? [] : [target(Properties['RedrivePolicy'].deadLetterTargetArn)],
    ),
    ...resources
      .ofType('AWS::Lambda::Function')
      .flatMap(([, { Properties }]) =>
        Properties['DeadLetterConfig'] === undefined ? [] : [target(Properties['DeadLetterConfig'].TargetArn)],
      ),
    ...resources
      .ofType('AWS::Scheduler::Schedule')
      .map(([, { Properties }]) => target(Properties['Target'].DeadLetterConfig.Arn)),
  ]);
});

function ruleOf(name: string): Resource {
  const rules = resources.ofType('AWS::Events::Rule').filter(([id]) => id.startsWith(`Events${name}Rule`));
  if (rules[0] === undefined) throw new Error(`no rule ${name}`);
  return rules[0][1];
}

test('every queue has a dead-letter queue, or is one', () => {
  for (const [id, { Properties }] of queues) {
    const isDeadLetterQueue = deadLetters.has(id);
    expect({ id, hasOne: Properties['RedrivePolicy'] !== undefined || isDeadLetterQueue }).toEqual({
      id,
      hasOne: true,
    });
    if (!isDeadLetterQueue) expect(Properties['RedrivePolicy'].maxReceiveCount).toBe(5);
  }
});

test('every queue is encrypted and refuses plain connections', () => {
  const policies = resources.ofType('AWS::SQS::QueuePolicy');
  for (const [id, { Properties }] of queues) {
    expect(Properties['SqsManagedSseEnabled']).toBe(true);
    const policy = policies.find(([, found]) => found.Properties['Queues'][0].Ref === id);
    expect(policy?.[1].Properties['PolicyDocument'].Statement[0]).toMatchObject({
      Effect: 'Deny',
      Action: 'sqs:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  }
});

test('an alarm watches every dead-letter queue', () => {
  const watched = resources
    .ofType('AWS::CloudWatch::Alarm')
    .filter(([, { Properties }]) => Properties['Namespace'] === 'AWS/SQS')
    .map(([, { Properties }]) => target(Properties['Dimensions'][0].Value));
  expect(new Set(watched)).toEqual(deadLetters);
});

test('a message stays hidden six times as long as its consumer may work', () => {
  const mappings = resources
    .ofType('AWS::Lambda::EventSourceMapping')
    .filter(([, { Properties }]) => JSON.stringify(Properties['EventSourceArn']).includes('Queue'));
  expect(mappings).toHaveLength(4);
  for (const [, { Properties }] of mappings) {
    const queue = resources.get(target(Properties['EventSourceArn']));
    const fn = resources.get(target(Properties['FunctionName']));
    expect(queue.Properties['VisibilityTimeout']).toBe(6 * fn.Properties['Timeout']);
    expect(Properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  }
});

test('every rule hands its events to a queue, and what cannot be handed over to the dead-letter queue', () => {
  const rules = resources.ofType('AWS::Events::Rule');
  expect(rules).toHaveLength(4);
  for (const [, { Properties }] of rules) {
    expect(Properties['EventPattern'].source).toEqual(['fairshare']);
    for (const found of Properties['Targets']) {
      const queue = resources.get(target(found.Arn));
      expect(target(found.DeadLetterConfig.Arn)).toBe(target(queue.Properties['RedrivePolicy'].deadLetterTargetArn));
    }
  }
});

test('triggers see each event they can wait for, and the refunds that claw rewards back', () => {
  expect(ruleOf('EvaluateTriggers').Properties['EventPattern']['detail-type'].sort()).toEqual(
    [...Object.keys(TRIGGER_EVENTS), 'refund.accepted'].sort(),
  );
});

test('statistics see what they count: all that rewards are made for, refunds, and who comes and goes', () => {
  const more = ['refund.accepted', 'reward.granted', 'partnership.deactivated', 'partnership.reactivated'];
  const counted = [...Object.keys(TRIGGER_EVENTS), ...more];
  expect(ruleOf('ProjectStatistics').Properties['EventPattern']['detail-type']).toEqual(counted);
});

test('mails go out about money, applications and logins', () => {
  const mailed: string[] = ruleOf('SendEmails').Properties['EventPattern']['detail-type'];
  const money = /^(invoice|payout)\./;
  const people = /^(invitation|password_reset|email_change|sign_up)\.|^partnership\.(applied|approved|rejected)$/;
  expect(mailed).toEqual(EVENT_TYPES.filter((type) => money.test(type) || people.test(type)));
});

test('the relay announces new items that carry an event, and keeps whole what it cannot announce', () => {
  const [, mapping] =
    resources
      .ofType('AWS::Lambda::EventSourceMapping')
      .find(([, { Properties }]) => target(Properties['FunctionName']) === resources.functionId('relay')) ?? [];
  expect(mapping?.Properties).toMatchObject({
    BatchSize: 100,
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumRetryAttempts: 10,
    StartingPosition: 'TRIM_HORIZON',
  });
  expect(JSON.parse(mapping?.Properties['FilterCriteria'].Filters[0].Pattern)).toEqual({
    eventName: ['INSERT'],
    dynamodb: { NewImage: { announces: { S: [{ exists: true }] } } },
  });
  const bucket = target(mapping?.Properties['DestinationConfig'].OnFailure.Destination);
  expect(resources.get(bucket).Type).toBe('AWS::S3::Bucket');
});

test('clicks reach their recorder through the log of tracking', () => {
  const [filter] = resources.ofType('AWS::Logs::SubscriptionFilter');
  expect(filter?.[1].Properties['FilterPattern']).toBe('{ $.click.link = * }');
  const tracking = resources.get(resources.functionId('tracking'));
  expect(filter?.[1].Properties['LogGroupName']).toEqual(tracking.Properties['LoggingConfig'].LogGroup);
  expect(resources.functionName(target(filter?.[1].Properties['DestinationArn']))).toBe('record-clicks');
});

test('the billing run starts daily, ahead of the months that end, and hourly on the first day', () => {
  const schedules = resources.ofType('AWS::Scheduler::Schedule').map(([, { Properties }]) => Properties);
  expect(schedules.map((schedule) => schedule['ScheduleExpression']).sort()).toEqual([
    'cron(0 * 1 * ? *)',
    'cron(7 3 * * ? *)',
  ]);
  for (const schedule of schedules) {
    expect(schedule['ScheduleExpressionTimezone']).toBe('Etc/UTC');
    expect(JSON.parse(schedule['Target'].Input)).toEqual({ scheduled_at: '<aws.scheduler.scheduled-time>' });
    expect(resources.get(target(schedule['Target'].Arn)).Properties['StateMachineName']).toBe(
      'fairshare-dev-billing-run',
    );
  }
});
