import type { Resource, Stack } from './contract.ts';
import { type Loose, numberAt, objectAt, textAt } from './values.ts';

/** A function of the template, with everything a worker needs to run it. */
export interface FunctionDefinition {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly roleId: string;
  readonly folder: string;
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly logGroup: string;
  readonly jsonLogs: boolean;
  readonly sourceMaps: boolean;
  readonly reserved: number | undefined;
  /** The variables of the template, without NODE_OPTIONS. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What NODE_OPTIONS of a template may say here; other options would be ignored by a thread, so they stop. */
function readNodeOptions(id: string, options: string): { sourceMaps: boolean } {
  let sourceMaps = false;
  for (const option of options.split(/\s+/).filter((each) => each !== '')) {
    if (option === '--enable-source-maps') sourceMaps = true;
    else throw new Error(`${id}: the local runtime does not support ${option} in NODE_OPTIONS.`);
  }
  return { sourceMaps };
}

function required(id: string, properties: Loose, name: string): string {
  const value = textAt(properties, name);
  if (value === undefined) throw new Error(`${id}: a function needs the property ${name}.`);
  return value;
}

function readFunction(
  { id, properties }: Resource,
  stack: Stack,
  assetPath: (key: string) => string | undefined,
): FunctionDefinition {
  const runtime = required(id, properties, 'Runtime');
  if (!runtime.startsWith('nodejs'))
    throw new Error(`${id}: the local runtime does not support the runtime ${runtime}.`);
  const key = textAt(objectAt(properties, 'Code'), 'S3Key');
  const folder = key === undefined ? undefined : assetPath(key);
  if (folder === undefined) throw new Error(`${id}: the local runtime runs functions from assets; Code names none.`);
  const role = required(id, properties, 'Role');
  const roleId = stack.find(role);
  if (roleId === undefined) throw new Error(`${id}: its role ${role} is not in the template.`);
  const name = stack.reference(id);
  const written = objectAt(objectAt(properties, 'Environment'), 'Variables');
  const { NODE_OPTIONS = '', ...variables } = Object.fromEntries(
    Object.entries(written).map(([variable, value]) => [variable, String(value)]),
  );
  const logging = objectAt(properties, 'LoggingConfig');
  return {
    id,
    name,
    arn: stack.reference(id, 'Arn'),
    roleId,
    folder,
    handler: required(id, properties, 'Handler'),
    timeoutMs: (numberAt(properties, 'Timeout') ?? 3) * 1000,
    memoryMb: numberAt(properties, 'MemorySize') ?? 128,
    logGroup: textAt(logging, 'LogGroup') ?? `/aws/lambda/${name}`,
    jsonLogs: textAt(logging, 'LogFormat') === 'JSON',
    ...readNodeOptions(id, NODE_OPTIONS),
    reserved: numberAt(properties, 'ReservedConcurrentExecutions'),
    variables,
  };
}

/** The functions of the template by their logical ids. */
export function readFunctions(
  stack: Stack,
  assetPath: (key: string) => string | undefined,
): ReadonlyMap<string, FunctionDefinition> {
  const functions = stack.ofType('AWS::Lambda::Function').map((resource) => readFunction(resource, stack, assetPath));
  return new Map(functions.map((each) => [each.id, each]));
}

/** The functions that an HTTP route leads to: they may run twice at a time. */
export function functionsBehindHttp(stack: Stack): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { properties } of stack.ofType('AWS::ApiGatewayV2::Integration')) {
    const id = stack.find(textAt(properties, 'IntegrationUri') ?? '');
    if (id !== undefined) ids.add(id);
  }
  return ids;
}
