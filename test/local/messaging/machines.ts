import { arn, FUNCTION, ROLE, type Template } from './template.ts';
import { type Handlers, type World, type WorldOptions, world } from './world.ts';

export const task = (name: string, more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: arn('function', name),
  ...more,
});

export function template(definition: unknown, more: Record<string, unknown> = {}): Template {
  return {
    Role: ROLE,
    Draft: FUNCTION,
    Charge: FUNCTION,
    Pay: FUNCTION,
    Machine: [
      'AWS::StepFunctions::StateMachine',
      { DefinitionString: JSON.stringify(definition), RoleArn: arn('role', 'Role'), ...more },
    ],
  };
}
export const states = (StartAt: string, States: Record<string, unknown>) => ({ StartAt, States });
export const executionArn = (name: string) =>
  `${arn('machine', 'Machine').replace('stateMachine', 'execution')}:${name}`;

export async function start(on: World, input: unknown, name = 'run'): Promise<void> {
  const { status } = await on.call('states', 'AWSStepFunctions.StartExecution', {
    stateMachineArn: arn('machine', 'Machine'),
    name,
    input: JSON.stringify(input),
  });
  expect(status).toBe(200);
}
export async function described(on: World, name = 'run'): Promise<Record<string, unknown>> {
  const { body } = await on.call('states', 'AWSStepFunctions.DescribeExecution', { executionArn: executionArn(name) });
  return { ...body, output: typeof body['output'] === 'string' ? JSON.parse(body['output']) : undefined };
}
export async function run(
  definition: unknown,
  input: unknown,
  handlers: Handlers = {},
  options: WorldOptions = {},
): Promise<Record<string, unknown>> {
  const on = await world(template(definition), { handlers, ...options });
  await start(on, input);
  await on.idle();
  return await described(on);
}
