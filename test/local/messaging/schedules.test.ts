import { openJournal } from '../../../local/journal.ts';
import { mortal } from './mortal.ts';
import { arn, FUNCTION, ROLE, type Template } from './template.ts';
import { type World, world } from './world.ts';

const schedule = (
  expression: string,
  target: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Template[string] => [
  'AWS::Scheduler::Schedule',
  {
    ScheduleExpression: expression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { RoleArn: arn('role', 'Role'), ...target },
    ...more,
  },
];
const BASE: Template = {
  Role: ROLE,
  Close: FUNCTION,
  Run: [
    'AWS::StepFunctions::StateMachine',
    {
      RoleArn: arn('role', 'Role'),
      DefinitionString: JSON.stringify({
        StartAt: 'T',
        States: { T: { Type: 'Task', Resource: arn('function', 'Close'), End: true } },
      }),
    },
  ],
};
const starts = { Arn: arn('machine', 'Run'), Input: '{"scheduled_at":"<aws.scheduler.scheduled-time>"}' };
const instants = (seen: readonly unknown[]): string[] => seen.map((event) => Object(event).scheduled_at);

describe('Schedules', () => {
  it('start executions at their instants of business time, with the time in the input', async () => {
    const seen: unknown[] = [];
    const { moveTo } = await world(
      { ...BASE, Daily: schedule('cron(7 3 * * ? *)', starts), Turn: schedule('cron(0/30 * L * ? *)', starts) },
      { handlers: { Close: (event) => void seen.push(event) } },
    );
    await moveTo('2011-01-30T00:00:00Z');
    expect(seen).toHaveLength(29);
    seen.length = 0;
    expect(await moveTo('2011-02-01T00:00:00Z')).toMatchObject({ fired: 50 });
    const sorted = instants(seen);
    expect(sorted.slice(0, 3)).toEqual(['2011-01-30T03:07:00Z', '2011-01-31T00:00:00Z', '2011-01-31T00:30:00Z']);
    expect(sorted.at(-1)).toBe('2011-01-31T23:30:00Z');
    expect(sorted).toEqual([...sorted].sort());
  });

  it('invoke functions and send to queues, also from a rule with a schedule', async () => {
    const seen: unknown[] = [];
    const { moveTo, local } = await world(
      {
        ...BASE,
        Work: ['AWS::SQS::Queue'],
        Hourly: schedule('rate(1 hour)', { Arn: arn('function', 'Close'), Input: '{"a":1}' }),
        Late: schedule(
          'at(2011-01-01T02:30:00)',
          { Arn: arn('queue', 'Work'), Input: '{"b":2}' },
          { ScheduleExpressionTimezone: 'Europe/Berlin' },
        ),
        Rule: [
          'AWS::Events::Rule',
          { ScheduleExpression: 'rate(2 hours)', Targets: [{ Id: 'T', Arn: arn('function', 'Close') }] },
        ],
        Off: schedule('rate(1 minute)', starts, { State: 'DISABLED' }),
        Permission: [
          'AWS::Lambda::Permission',
          {
            Action: 'lambda:InvokeFunction',
            FunctionName: arn('function', 'Close'),
            Principal: 'events.amazonaws.com',
            SourceArn: arn('rule', 'Rule'),
          },
        ],
      },
      { handlers: { Close: (event) => void seen.push(event) } },
    );
    expect(await moveTo('2011-01-01T02:00:00Z')).toMatchObject({ fired: 4 });
    expect(seen).toEqual([
      { a: 1 },
      { a: 1 },
      expect.objectContaining({
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        time: '2011-01-01T02:00:00Z',
        resources: [arn('rule', 'Rule')],
      }),
    ]);
    expect(JSON.parse((await local('GET', '/_local/status')).body).queues).toMatchObject([{ id: 'Work', visible: 1 }]);
  });

  it('lose no occurrence and make none twice when the process is killed at any write', async () => {
    const template: Template = { ...BASE, Daily: schedule('cron(7 3 * * ? *)', starts) };
    const days = ['2011-01-01T03:07:00Z', '2011-01-02T03:07:00Z', '2011-01-03T03:07:00Z'];
    for (let kill = 0; kill < 60; kill += 1) {
      const durable = openJournal(':memory:');
      const dying = mortal(durable);
      const first = await world(template, { journal: dying, handlers: { Close: () => 'ok' } });
      dying.dieAfter(kill);
      let over = false;
      void first
        .moveTo('2011-01-04T00:00:00Z')
        .catch(() => undefined)
        .finally(() => {
          over = true;
        });
      while (!dying.dead && !over) await new Promise((resolve) => setImmediate(resolve));
      await first.close();
      const second: World = await world(template, { journal: durable, handlers: { Close: () => 'ok' } });
      await second.moveTo('2011-01-04T00:00:00Z');
      const rows = durable.all('SELECT input, status FROM executions ORDER BY started');
      expect([kill, rows.map((row) => [JSON.parse(String(row['input'])).scheduled_at, row['status']])]).toEqual([
        kill,
        days.map((day) => [day, 'SUCCEEDED']),
      ]);
      await second.close();
    }
  }, 30_000);

  it('follow a changed template, and go with a schedule that went', async () => {
    const journal = openJournal(':memory:');
    const first = await world(
      { ...BASE, Daily: schedule('rate(1 day)', starts), Gone: schedule('rate(1 hour)', starts) },
      { journal },
    );
    await first.close();
    const second = await world(
      { ...BASE, Daily: schedule('rate(2 days)', starts) },
      { journal, handlers: { Close: () => null } },
    );
    expect(second.kernel.clock.now()).toBe(Date.parse('2011-01-01T00:00:00Z'));
    expect(await second.moveTo('2011-01-05T00:00:00Z')).toMatchObject({ fired: 2 });
  });

  it.each([
    ['an expression that is none', schedule('every day', starts), {}, /schedule S.*every day/],
    [
      'a universal target',
      schedule('rate(1 day)', { Arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution' }),
      {},
      /schedule S.*does not support the target/,
    ],
    [
      'a role that may not start',
      schedule('rate(1 day)', starts),
      { allows: (action: string) => action !== 'states:StartExecution' },
      /schedule S.*states:StartExecution/,
    ],
    [
      'a role that the scheduler may not take on',
      schedule('rate(1 day)', { ...starts, RoleArn: arn('role', 'Closed') }),
      {},
      /does not trust scheduler.amazonaws.com/,
    ],
  ])('stop the start for %s', async (_case, resource, options, message) => {
    const Closed: Template[string] = ['AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [] } }];
    await expect(world({ ...BASE, Closed, S: resource }, options)).rejects.toThrow(message);
  });
});
