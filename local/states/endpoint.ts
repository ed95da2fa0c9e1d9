import { randomUUID } from 'node:crypto';
import { AwsFailure, authorise, optional, required, targetEndpoint } from '../aws-answers.ts';
import type { AwsEndpoint, Kernel } from '../contract.ts';
import type { Json, JsonObject } from '../values.ts';
import { columnNumber, columnText, flagAt, numberAt } from '../values.ts';
import type { StateMachines } from './index.ts';
import type { Execution } from './rows.ts';

const MOST_LISTED = 1000;

function summary(kernel: Kernel, execution: Execution): JsonObject {
  const { arn, machine, name, status, started, stopped } = execution;
  return {
    executionArn: arn,
    stateMachineArn: kernel.stack.reference(machine),
    name,
    status,
    startDate: started / 1000,
    ...(stopped === undefined ? {} : { stopDate: stopped / 1000 }),
  };
}

function described(kernel: Kernel, execution: Execution): JsonObject {
  const { input, output, error, cause } = execution;
  return {
    ...summary(kernel, execution),
    input,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** The API of Step Functions, as far as functions and tools need it. */
export function statesEndpoint(kernel: Kernel, machines: StateMachines): AwsEndpoint {
  const { stack } = kernel;
  const executionOf = (input: JsonObject): Execution => {
    const arn = required(input, 'executionArn');
    const execution = machines.store.execution(arn);
    if (execution === undefined) throw new AwsFailure('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  };
  const machineOf = (input: JsonObject): string => {
    const arn = required(input, 'stateMachineArn');
    const id = stack.find(arn);
    if (id === undefined) throw new AwsFailure('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return id;
  };
  return targetEndpoint(
    'AWSStepFunctions',
    {
      StartExecution: (input, caller) => {
        authorise(caller, 'states:StartExecution', [required(input, 'stateMachineArn')]);
        const name = optional(input, 'name') ?? randomUUID();
        const begun = machines.start(machineOf(input), name, optional(input, 'input') ?? '{}');
        return { executionArn: begun.arn, startDate: begun.started / 1000 };
      },
      DescribeExecution: (input, caller) => {
        authorise(caller, 'states:DescribeExecution', [required(input, 'executionArn')]);
        return described(kernel, executionOf(input));
      },
      StopExecution: (input, caller) => {
        authorise(caller, 'states:StopExecution', [required(input, 'executionArn')]);
        machines.stop(executionOf(input).arn, optional(input, 'error'), optional(input, 'cause'));
        return { stopDate: (executionOf(input).stopped ?? kernel.clock.now()) / 1000 };
      },
      ListExecutions: (input, caller) => {
        authorise(caller, 'states:ListExecutions', [required(input, 'stateMachineArn')]);
        const most = Math.min(numberAt(input, 'maxResults') ?? 100, MOST_LISTED);
        const from = Number(optional(input, 'nextToken') ?? '0') || 0;
        const found = machines.store.list(machineOf(input), optional(input, 'statusFilter'), most + 1, from);
        const executions = found.slice(0, most).map((execution) => summary(kernel, execution));
        return { executions, ...(found.length > most ? { nextToken: String(from + most) } : {}) };
      },
      GetExecutionHistory: (input, caller) => {
        authorise(caller, 'states:GetExecutionHistory', [required(input, 'executionArn')]);
        const events: Json[] = machines.store.history.read(executionOf(input).arn).map((row) => ({
          id: columnNumber(row, 'id'),
          previousEventId: columnNumber(row, 'id') - 1,
          timestamp: columnNumber(row, 'at') / 1000,
          type: columnText(row, 'type'),
          detail: columnText(row, 'detail'),
        }));
        return { events: flagAt(input, 'reverseOrder') ? events.reverse() : events };
      },
    },
    'application/x-amz-json-1.0',
  );
}
