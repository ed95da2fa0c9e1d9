import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { startExecution } from '../../../functions/shared/executions.ts';

const sfn = mockClient(SFNClient);
const ARN = 'arn:aws:states:eu-west-1:000000000000:stateMachine:billing-month';

beforeEach(() => {
  sfn.reset();
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    BILLING_MONTH_ARN: ARN,
  });
});

describe('starting the month of a program', () => {
  test('is one execution by its name', async () => {
    sfn.on(StartExecutionCommand).resolves({ executionArn: 'x' });
    await expect(startExecution()('month-p-2026-01', { period: '2026-01' })).resolves.toBe('running');
    expect(sfn.commandCalls(StartExecutionCommand).map((call) => call.args[0].input)).toEqual([
      { stateMachineArn: ARN, name: 'month-p-2026-01', input: '{"period":"2026-01"}' },
    ]);
  });

  test('says when it is over already, and passes every other failure on', async () => {
    sfn.on(StartExecutionCommand).rejectsOnce(new ExecutionAlreadyExists({ message: 'there', $metadata: {} }));
    await expect(startExecution()('month-p-2026-01', {})).resolves.toBe('ended');
    sfn.on(StartExecutionCommand).rejects(new Error('down'));
    await expect(startExecution()('month-p-2026-01', {})).rejects.toThrow('down');
  });
});
