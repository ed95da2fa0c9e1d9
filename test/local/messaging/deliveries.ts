import { arn, FUNCTION, queuePolicy, ROLE, type Template } from './template.ts';
import { bodiesOf } from './world.ts';

export const RULE = [
  'AWS::Events::Rule',
  {
    EventBusName: 'Bus',
    EventPattern: { 'detail-type': ['sale.accepted'] },
    Targets: [{ Id: 'T', Arn: arn('queue', 'Work') }],
  },
] as const;

export const TEMPLATE: Template = {
  Role: ROLE,
  Bus: ['AWS::Events::EventBus', { Name: 'Bus' }],
  Consumer: FUNCTION,
  Work: [
    'AWS::SQS::Queue',
    { VisibilityTimeout: 60, RedrivePolicy: { deadLetterTargetArn: arn('queue', 'Dead'), maxReceiveCount: 3 } },
  ],
  Dead: ['AWS::SQS::Queue'],
  WorkPolicy: queuePolicy('Work', arn('rule', 'Rule')),
  Rule: RULE,
  Mapping: [
    'AWS::Lambda::EventSourceMapping',
    {
      FunctionName: 'Consumer',
      EventSourceArn: arn('queue', 'Work'),
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  ],
};

export const entry = (n: number, type = 'sale.accepted') => ({
  Source: 'shop',
  DetailType: type,
  Detail: JSON.stringify({ n }),
  EventBusName: 'Bus',
});
export const numbers = (event: unknown): number[] => bodiesOf(event).map((body) => Object(body).detail.n);
