import type { AsyncInvocations } from './async-invocations.ts';
import type { Kernel } from './contract.ts';
import { transformer } from './input-transformer.ts';
import type { MessagingParts } from './messaging-parts.ts';
import type { Queues } from './queues.ts';
import { requireLambdaPermission, requireQueuePolicy, requireRole, requireTrust, roleIn } from './resource-policies.ts';
import type { StateMachines } from './states/index.ts';
import type { Json, JsonObject, Loose } from './values.ts';
import { isObject, objectAt, parseJson, textAt } from './values.ts';

/** Hands one event to one target, durably, before it returns. */
export type Deliver = (event: JsonObject, text: string) => void;

export interface TargetSinks {
  readonly queues: Queues;
  readonly invocations: AsyncInvocations;
  readonly machines: StateMachines;
}

const SERVICE = 'events.amazonaws.com';
const KNOWN = new Set([
  'Arn',
  'Id',
  'Input',
  'InputPath',
  'InputTransformer',
  'RetryPolicy',
  'DeadLetterConfig',
  'RoleArn',
]);

/** Compiles a target of a rule; fails, naming it, for one that AWS would not deliver to. */
export function compileTarget(
  kernel: Kernel,
  parts: MessagingParts,
  sinks: TargetSinks,
  rule: { readonly id: string; readonly arn: string; readonly name: string },
  target: Loose,
): Deliver {
  const { stack } = kernel;
  const why = `rule ${rule.id}, target ${textAt(target, 'Id') ?? ''}`;
  const unknown = Object.keys(target).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw new Error(`${why}: the local runtime does not support ${unknown}`);
  const arn = textAt(target, 'Arn');
  const id = arn === undefined ? undefined : stack.find(arn);
  if (arn === undefined || id === undefined) throw new Error(`${why}: Arn names no resource of the template`);
  const dead = textAt(objectAt(target, 'DeadLetterConfig'), 'Arn');
  if (dead !== undefined) {
    const queue = sinks.queues.find(dead);
    if (queue === undefined) throw new Error(`${why}: the dead-letter queue ${dead} is not in the template`);
    requireQueuePolicy(stack, queue.id, SERVICE, rule.arn);
  }
  const shape = inputOf(kernel, rule, target, why);
  const type = stack.resources.get(id)?.type ?? '';
  switch (type) {
    case 'AWS::SQS::Queue':
      requireQueuePolicy(stack, id, SERVICE, rule.arn);
      return (event, text) => {
        sinks.queues.send(id, shape === undefined ? text : textOf(shape(event)));
      };
    case 'AWS::Lambda::Function':
      requireLambdaPermission(stack, id, SERVICE, rule.arn);
      return (event) => sinks.invocations.enqueue(id, shape === undefined ? event : shape(event));
    case 'AWS::StepFunctions::StateMachine': {
      const roleId = roleIn(stack, target, 'RoleArn', why);
      requireTrust(stack, roleId, SERVICE, why);
      requireRole(parts.callerOf(roleId), 'states:StartExecution', arn, why);
      return (event) => {
        // Named after the event, so that an event that is delivered twice starts once.
        const name = `${textAt(event, 'id') ?? ''}_${rule.name}`.slice(0, 80);
        sinks.machines.startOnce(id, name, shape === undefined ? event : shape(event));
      };
    }
    default:
      throw new Error(`${why}: the local runtime does not support targets of type ${type}`);
  }
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What of the event the target gets: all of it (undefined), a part, a constant or a text made from parts. */
function inputOf(
  kernel: Kernel,
  rule: { readonly arn: string; readonly name: string },
  target: Loose,
  why: string,
): ((event: JsonObject) => Json) | undefined {
  const constant = textAt(target, 'Input');
  if (constant !== undefined) {
    const value = parseJson(constant);
    return () => value;
  }
  const path = textAt(target, 'InputPath');
  const given = target['InputTransformer'];
  if (path === undefined && !isObject(given)) return undefined;
  const template = isObject(given) ? given : { InputPathsMap: { whole: path }, InputTemplate: '<whole>' };
  return transformer(template, rule, kernel.clock, why);
}
