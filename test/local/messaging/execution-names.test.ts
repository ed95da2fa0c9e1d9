import { described, executionArn, states, template } from './machines.ts';
import { arn } from './template.ts';
import { type World, world } from './world.ts';

describe('The names of executions', () => {
  const definition = states('W', { W: { Type: 'Wait', SecondsPath: '$.s', End: true } });
  const begin = (on: World, name: string | undefined, input: string) =>
    on.call('states', 'AWSStepFunctions.StartExecution', { stateMachineArn: arn('machine', 'Machine'), name, input });

  it('answer the same execution while it runs with the same input, and never begin another', async () => {
    const on = await world(template(definition));
    const first = await begin(on, 'month', '{"s":60}');
    await on.idle();
    expect(await begin(on, 'month', '{"s":60}')).toEqual(first);
    expect((await begin(on, 'month', '{"s":61}')).body['__type']).toBe('ExecutionAlreadyExists');
    await on.moveTo('2011-01-02T00:00:00Z');
    expect((await begin(on, 'month', '{"s":60}')).body['__type']).toBe('ExecutionAlreadyExists');
    const { body } = await on.call('states', 'AWSStepFunctions.ListExecutions', {
      stateMachineArn: arn('machine', 'Machine'),
    });
    expect(body['executions']).toMatchObject([{ name: 'month', status: 'SUCCEEDED' }]);
  });

  it('are refused when they are not legal, as are wrong inputs, machines and rights', async () => {
    const on = await world(template(definition), {
      allows: (action, _resource, role) => role === 'Role' || action !== 'states:StartExecution',
    });
    expect((await begin(on, 'a b', '{}')).body['__type']).toBe('InvalidName');
    expect((await begin(on, 'ok', '{')).body['__type']).toBe('InvalidExecutionInput');
    const other = { stateMachineArn: arn('machine', 'Other'), input: '{}' };
    expect((await on.call('states', 'AWSStepFunctions.StartExecution', other)).body['__type']).toBe(
      'StateMachineDoesNotExist',
    );
    expect((await on.call('states', 'AWSStepFunctions.StartExecution', other, 'Stranger')).body['__type']).toBe(
      'AccessDeniedException',
    );
    expect(
      (await on.call('states', 'AWSStepFunctions.DescribeExecution', { executionArn: executionArn('none') })).body[
        '__type'
      ],
    ).toBe('ExecutionDoesNotExist');
  });

  it('can be stopped, and their history can be read', async () => {
    const on = await world(template(definition));
    await begin(on, 'month', '{"s":60}');
    await on.idle();
    await on.call('states', 'AWSStepFunctions.StopExecution', {
      executionArn: executionArn('month'),
      error: 'Operator',
      cause: 'wrong month',
    });
    expect(await described(on, 'month')).toMatchObject({ status: 'ABORTED', error: 'Operator', cause: 'wrong month' });
    expect(await on.moveTo('2011-01-02T00:00:00Z')).toMatchObject({ fired: 0 });
    const { body } = await on.call('states', 'AWSStepFunctions.GetExecutionHistory', {
      executionArn: executionArn('month'),
    });
    expect(body['events']).toMatchObject([
      { type: 'ExecutionStarted' },
      { type: 'WaitStateEntered' },
      { type: 'ExecutionAborted' },
    ]);
  });
});
