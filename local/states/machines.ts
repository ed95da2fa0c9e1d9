import type { Kernel, Resource } from '../contract.ts';
import type { MessagingParts } from '../messaging-parts.ts';
import { requireRole, requireTrust, roleIn } from '../resource-policies.ts';
import type { Loose } from '../values.ts';
import { isObject, objectAt, textAt, tryJson } from '../values.ts';
import type { ResolveCall } from './definition.ts';
import { compileDefinition } from './definition.ts';
import { UnsupportedDefinition } from './failure.ts';
import type { Definition } from './model.ts';

/** A state machine of the template. */
export interface Machine {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly role: string;
  readonly text: string;
  readonly definition: Definition;
}

const SERVICE = 'states.amazonaws.com';
const KNOWN = new Set(
  [
    ['DefinitionString', 'Definition', 'DefinitionSubstitutions', 'RoleArn', 'StateMachineName', 'StateMachineType'],
    ['LoggingConfiguration', 'TracingConfiguration', 'EncryptionConfiguration', 'Tags'],
  ].flat(),
);

/** The definition as text, with the holes `${name}` filled. */
function definitionText(id: string, properties: Loose): string {
  const refuse = (what: string): never => {
    throw new UnsupportedDefinition(`state machine ${id}${what}`);
  };
  const unknown = Object.keys(properties).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) refuse(`: the local runtime does not support ${unknown}`);
  const type = textAt(properties, 'StateMachineType') ?? 'STANDARD';
  if (type !== 'STANDARD') refuse(`: the local runtime does not support type ${type}`);
  const given: unknown = properties['Definition'];
  const text = isObject(given) ? JSON.stringify(given) : textAt(properties, 'DefinitionString');
  if (text === undefined) return refuse(' has no DefinitionString');
  const holes = objectAt(properties, 'DefinitionSubstitutions');
  return text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (_hole, name: string) => {
    const value = holes[name];
    if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return refuse(`: nothing fills the hole \${${name}}`);
  });
}

/** What the machine's role must allow, or AWS would fail each Task with an access error. */
function requireRights(kernel: Kernel, parts: MessagingParts, machine: Machine): void {
  const why = `state machine ${machine.id}`;
  const roleId = kernel.stack.find(machine.role) ?? '';
  requireTrust(kernel.stack, roleId, SERVICE, why);
  const caller = parts.callerOf(roleId);
  for (const call of machine.definition.calls) {
    if (call.kind === 'function') {
      requireRole(caller, 'lambda:InvokeFunction', kernel.stack.reference(call.functionId, 'Arn'), why);
    } else {
      requireRole(caller, 'states:StartExecution', kernel.stack.reference(call.machineId), why);
    }
  }
}

/** Reads a state machine of the template; fails, naming it, for one that this runtime or AWS would not run. */
export function readMachine(
  kernel: Kernel,
  parts: MessagingParts,
  resolve: ResolveCall,
  { id, properties }: Resource,
): Machine {
  const { stack } = kernel;
  const text = definitionText(id, properties);
  const parsed = tryJson(text);
  if (parsed === undefined) throw new UnsupportedDefinition(`state machine ${id}: its definition is no JSON`);
  const definition = compileDefinition(id, parsed, resolve);
  const arn = stack.reference(id);
  const role = stack.reference(roleIn(stack, properties, 'RoleArn', `state machine ${id}`), 'Arn');
  const machine = { id, arn, name: arn.split(':').at(-1) ?? id, role, text, definition };
  requireRights(kernel, parts, machine);
  return machine;
}
