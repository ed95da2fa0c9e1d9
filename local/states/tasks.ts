import { randomUUID } from 'node:crypto';
import type { Kernel } from '../contract.ts';
import type { Json } from '../values.ts';
import { isJsonObject, messageOf, toJson } from '../values.ts';
import type { ResolveCall } from './definition.ts';
import { StateFailure } from './failure.ts';
import type { RunCall } from './steps.ts';

const LAMBDA_INVOKE = /^arn:[^:]+:states:::lambda:invoke$/;
const START_EXECUTION = /^arn:[^:]+:states:::states:startExecution$/;

/** Finds what a Resource of a Task calls: a function by its ARN, `lambda:invoke`, or `states:startExecution`. */
export function callResolver(kernel: Kernel): ResolveCall {
  const { stack } = kernel;
  const constant = (parameters: Json | undefined, key: string, type: string): string => {
    const arn = isJsonObject(parameters) ? parameters[key] : undefined;
    const id = typeof arn === 'string' ? stack.find(arn.replace(/:\$LATEST$/, '')) : undefined;
    if (id === undefined || stack.resources.get(id)?.type !== type) {
      throw new Error(`Parameters.${key} must be the ARN of a resource of type ${type} in the template`);
    }
    return id;
  };
  const only = (parameters: Json | undefined, known: readonly string[]): void => {
    const keys = isJsonObject(parameters) ? Object.keys(parameters) : [];
    const unknown = keys.find((key) => !known.includes(key));
    if (unknown !== undefined) throw new Error(`the local runtime does not support Parameters.${unknown}`);
  };
  return (resource, parameters) => {
    if (LAMBDA_INVOKE.test(resource)) {
      only(parameters, ['FunctionName', 'Payload', 'Payload.$']);
      return {
        kind: 'function',
        functionId: constant(parameters, 'FunctionName', 'AWS::Lambda::Function'),
        wrapped: true,
      };
    }
    if (START_EXECUTION.test(resource)) {
      only(parameters, ['StateMachineArn', 'Input', 'Input.$', 'Name', 'Name.$']);
      return {
        kind: 'machine',
        machineId: constant(parameters, 'StateMachineArn', 'AWS::StepFunctions::StateMachine'),
      };
    }
    const id = stack.find(resource);
    if (id === undefined || stack.resources.get(id)?.type !== 'AWS::Lambda::Function') {
      throw new Error(`the local runtime does not support the Resource ${resource}`);
    }
    return { kind: 'function', functionId: id, wrapped: false };
  };
}

/** Starts an execution as StartExecution does; answers its ARN and when it began. */
export type StartExecution = (
  machineId: string,
  name: string,
  input: string,
) => { readonly arn: string; readonly started: number };

async function callFunction(kernel: Kernel, functionId: string, payload: Json): Promise<Json> {
  const result = await kernel.invoker.invoke(functionId, payload).catch((thrown: unknown) => {
    throw new StateFailure('Lambda.Unknown', messageOf(thrown));
  });
  if (result.ok) return toJson(result.payload);
  const { errorType = 'Lambda.Unknown', errorMessage = '', trace } = result.error ?? {};
  throw new StateFailure(
    errorType,
    JSON.stringify({ errorMessage, errorType, ...(trace === undefined ? {} : { trace }) }),
  );
}

/** Makes the calls of Tasks. */
export function callRunner(kernel: Kernel, start: StartExecution): RunCall {
  return async (state, input) => {
    const { call } = state;
    if (call.kind === 'function') {
      if (!call.wrapped) return await callFunction(kernel, call.functionId, input);
      const given = isJsonObject(input) ? input['Payload'] : undefined;
      const payload = await callFunction(kernel, call.functionId, given ?? {});
      return { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 };
    }
    const given = isJsonObject(input) ? input : {};
    const name = given['Name'];
    const text = given['Input'] ?? {};
    const begun = start(
      call.machineId,
      typeof name === 'string' ? name : randomUUID(),
      typeof text === 'string' ? text : JSON.stringify(text),
    );
    return { ExecutionArn: begun.arn, StartDate: begun.started };
  };
}
