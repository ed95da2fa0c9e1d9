import type { Json, JsonObject } from '../values.ts';
import { parseJson } from '../values.ts';
import type { Definition, State } from './model.ts';
import type { Execution, Frame } from './rows.ts';

/** The context object (`$$`) that a state sees. */
export function contextOf(
  frame: Frame,
  execution: Execution,
  state: State,
  machine: { readonly arn: string; readonly name: string; readonly role: string },
): JsonObject {
  return {
    Execution: {
      Id: execution.arn,
      Input: parseJson(execution.input),
      Name: execution.name,
      RoleArn: machine.role,
      StartTime: new Date(execution.started).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
    State: {
      Name: state.name,
      EnteredTime: new Date(frame.entered).toISOString(),
      RetryCount: frame.retries.reduce((sum, count) => sum + count, 0),
    },
    ...(frame.item === undefined ? {} : { Map: { Item: frame.item } }),
  };
}

/** An event of the history: a state was entered. */
export function enteredEvent(definition: Definition, scope: string, name: string): { type: string; detail: Json } {
  const type = definition.scopes.get(scope)?.states.get(name)?.type ?? '';
  return { type: `${type}StateEntered`, detail: { name } };
}

/** What AWS adds to the history for a state besides entering and leaving it. */
export function furtherEvents(state: State): number {
  return state.type === 'Task' ? 3 : state.type === 'Map' ? 2 : 0;
}
