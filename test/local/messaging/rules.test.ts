import { entry, RULE, TEMPLATE } from './deliveries.ts';
import { arn, queuePolicy, type Template } from './template.ts';
import { world } from './world.ts';

describe('A template that AWS would not run', () => {
  const without = (id: string): Template => Object.fromEntries(Object.entries(TEMPLATE).filter(([key]) => key !== id));
  const withTarget = (target: Record<string, unknown>): Template => ({
    ...TEMPLATE,
    Rule: ['AWS::Events::Rule', { ...RULE[1], Targets: [{ Id: 'T', ...target }] }],
  });

  it.each([
    [
      'a queue without a policy for its rule',
      without('WorkPolicy'),
      /no AWS::SQS::QueuePolicy allows events.amazonaws.com to send to Work/,
    ],
    [
      'a policy for another rule',
      { ...TEMPLATE, WorkPolicy: queuePolicy('Work', arn('rule', 'Other')) },
      /no AWS::SQS::QueuePolicy/,
    ],
    [
      'a function without a permission',
      withTarget({ Arn: arn('function', 'Consumer') }),
      /no AWS::Lambda::Permission lets events.amazonaws.com invoke Consumer/,
    ],
    [
      'a dead-letter queue without a policy',
      withTarget({ Arn: arn('queue', 'Work'), DeadLetterConfig: { Arn: arn('queue', 'Dead') } }),
      /send to Dead/,
    ],
    [
      'a target that is not in the template',
      withTarget({ Arn: arn('queue', 'Nowhere') }),
      /rule Rule.*Arn names no resource/,
    ],
    [
      'a target field that is not supported',
      withTarget({ Arn: arn('queue', 'Work'), EcsParameters: {} }),
      /EcsParameters/,
    ],
    [
      'an unknown operator',
      { ...TEMPLATE, Rule: ['AWS::Events::Rule', { ...RULE[1], EventPattern: { source: [{ like: 'x' }] } }] },
      /rule Rule.*unknown operator "like"/,
    ],
    ['a FIFO queue', { ...TEMPLATE, Work: ['AWS::SQS::Queue', { FifoQueue: true }] }, /queue Work.*FIFO/],
    ['an unknown bus', without('Bus'), /rule Rule: EventBusName names no bus/],
  ] satisfies readonly (readonly [string, Template, RegExp])[])(
    'stops at the start for %s',
    async (_case, template, message) => {
      await expect(world(template)).rejects.toThrow(message);
    },
  );

  it('stops at the start when the function may not read its queue', async () => {
    const allows = (action: string): boolean => action !== 'sqs:DeleteMessage';
    await expect(world(TEMPLATE, { allows })).rejects.toThrow(
      /mapping Mapping: the role Role does not allow sqs:DeleteMessage/,
    );
  });
});

describe('A rule may shape what its target gets', () => {
  const permission: Template[string] = [
    'AWS::Lambda::Permission',
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn('function', 'Consumer'),
      Principal: 'events.amazonaws.com',
      SourceArn: arn('rule', 'Rule'),
    },
  ];
  it.each([
    ['a part of the event', { InputPath: '$.detail' }, { n: 5 }],
    ['a constant', { Input: '{"fixed":true}' }, { fixed: true }],
    [
      'a text made of parts',
      {
        InputTransformer: {
          InputPathsMap: { n: '$.detail.n', type: '$.detail-type' },
          InputTemplate: '{"number": <n>, "text": "sale <n> is <type>", "rule": <aws.events.rule-name>}',
        },
      },
      { number: 5, text: 'sale 5 is sale.accepted', rule: 'Rule' },
    ],
  ])('%s', async (_case, shape, expected) => {
    const seen: unknown[] = [];
    const template: Template = {
      ...TEMPLATE,
      Permission: permission,
      Rule: ['AWS::Events::Rule', { ...RULE[1], Targets: [{ Id: 'T', Arn: arn('function', 'Consumer'), ...shape }] }],
    };
    const { call, idle } = await world(template, { handlers: { Consumer: (event) => void seen.push(event) } });
    await call('events', 'AWSEvents.PutEvents', { Entries: [entry(5)] });
    await idle();
    expect(seen).toEqual([expected]);
  });

  it('tries a function again that fails, and keeps the event in its dead-letter queue after that', async () => {
    let calls = 0;
    const template: Template = {
      ...TEMPLATE,
      Permission: permission,
      Consumer: [
        'AWS::Lambda::Function',
        { Role: arn('role', 'Role'), DeadLetterConfig: { TargetArn: arn('queue', 'Dead') } },
      ],
      Config: [
        'AWS::Lambda::EventInvokeConfig',
        { FunctionName: 'Consumer', Qualifier: '$LATEST', MaximumRetryAttempts: 1 },
      ],
      Rule: ['AWS::Events::Rule', { ...RULE[1], Targets: [{ Id: 'T', Arn: arn('function', 'Consumer') }] }],
    };
    const { call, idle, local } = await world(template, {
      handlers: {
        Consumer: () => {
          calls += 1;
          throw new Error('broken');
        },
      },
    });
    await call('events', 'AWSEvents.PutEvents', { Entries: [entry(1)] });
    await idle();
    const { queues } = JSON.parse((await local('GET', '/_local/status')).body);
    expect([calls, queues[1]]).toEqual([2, { id: 'Dead', deadLetters: true, visible: 1, hidden: 0 }]);
  });
});
