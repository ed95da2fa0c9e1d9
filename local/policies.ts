import type { Caller, Stack } from './contract.ts';
import { isObject, type Loose, many, objectsAt, textAt } from './values.ts';

type Keys = Readonly<Record<string, readonly string[]>>;
type Test = (keys: Keys) => boolean;

interface Statement {
  readonly allow: boolean;
  readonly action: (action: string) => boolean;
  readonly resource: (resource: string) => boolean;
  readonly conditions: readonly Test[];
}

/** Managed policies whose rights (logs, traces) nothing here asks for. */
const MANAGED =
  /\/(service-role\/AWSLambdaBasicExecutionRole|AWSXRayDaemonWriteAccess|AWSXrayWriteOnlyAccess|service-role\/AmazonAPIGatewayPushToCloudWatchLogs)$/;

/** IAM's wildcards: `*` for any text, `?` for one character. */
function wildcard(pattern: string, flags = ''): (text: string) => boolean {
  if (pattern === '*') return () => true;
  if (!/[*?]/.test(pattern) && flags === '') return (text) => text === pattern;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, `s${flags}`);
  return (text) => expression.test(text);
}

function anyOf(patterns: readonly unknown[], flags = ''): (text: string) => boolean {
  const tests = patterns.map((pattern) => wildcard(String(pattern), flags));
  return (text) => tests.some((test) => test(text));
}

type Comparison = (expected: readonly string[]) => (value: string) => boolean;

const equal: Comparison = (expected) => (value) => expected.includes(value);
const like: Comparison = (expected) => anyOf(expected);

const COMPARISONS: ReadonlyMap<string, { readonly compare: Comparison; readonly negated: boolean }> = new Map([
  ['StringEquals', { compare: equal, negated: false }],
  ['StringNotEquals', { compare: equal, negated: true }],
  ['StringLike', { compare: like, negated: false }],
  ['StringNotLike', { compare: like, negated: true }],
  ['ArnEquals', { compare: like, negated: false }],
  ['ArnLike', { compare: like, negated: false }],
  ['ArnNotEquals', { compare: like, negated: true }],
  ['ArnNotLike', { compare: like, negated: true }],
  ['Bool', { compare: equal, negated: false }],
]);

/** One entry of a Condition block, such as `ForAllValues:StringLike` on `dynamodb:LeadingKeys`. */
function compileTest(operator: string, key: string, expected: readonly string[], where: string): Test {
  if (operator === 'Null') {
    const absent = expected.includes('true');
    return (keys) => (keys[key] === undefined || keys[key].length === 0) === absent;
  }
  const parts = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator);
  const comparison = COMPARISONS.get(parts?.[2] ?? '');
  if (parts === null || comparison === undefined) {
    throw new Error(`${where}: the local runtime does not support the condition operator ${operator}.`);
  }
  const [, quantifier, , ifExists] = parts;
  const matches = comparison.compare(expected);
  const holds = comparison.negated ? (value: string) => !matches(value) : matches;
  const absent = quantifier === 'ForAllValues' || ifExists !== undefined || comparison.negated;
  return (keys) => {
    const values = keys[key];
    if (values === undefined || values.length === 0) return absent;
    return quantifier === 'ForAllValues' || comparison.negated ? values.every(holds) : values.some(holds);
  };
}

function compileStatement(statement: Loose, where: string): Statement {
  for (const name of Object.keys(statement)) {
    if (!['Action', 'Condition', 'Effect', 'Resource', 'Sid'].includes(name)) {
      throw new Error(`${where}: the local runtime does not support ${name} in a policy of a role.`);
    }
  }
  const conditions: Test[] = [];
  const written = statement['Condition'];
  for (const [operator, entries] of Object.entries(isObject(written) ? written : {})) {
    for (const [key, expected] of Object.entries(isObject(entries) ? entries : {})) {
      conditions.push(compileTest(operator, key, many(expected).map(String), where));
    }
  }
  return {
    allow: statement['Effect'] === 'Allow',
    action: anyOf(many(statement['Action']), 'i'),
    resource: anyOf(many(statement['Resource'])),
    conditions,
  };
}

function compileDocument(document: unknown, where: string): Statement[] {
  if (!isObject(document)) throw new Error(`${where}: a policy needs a PolicyDocument.`);
  return many(document['Statement'])
    .filter(isObject)
    .map((statement) => compileStatement(statement, where));
}

function statementsOf(stack: Stack, roleId: string): Statement[] {
  const role = stack.resources.get(roleId);
  if (role?.type !== 'AWS::IAM::Role') throw new Error(`${roleId} is no role of the template.`);
  const statements: Statement[] = [];
  const attached = new Set(many(role.properties['ManagedPolicyArns']).map(String));
  for (const inline of objectsAt(role.properties, 'Policies')) {
    statements.push(...compileDocument(inline['PolicyDocument'], roleId));
  }
  const name = stack.reference(roleId);
  for (const policy of [...stack.ofType('AWS::IAM::Policy'), ...stack.ofType('AWS::IAM::ManagedPolicy')]) {
    const own = policy.type === 'AWS::IAM::ManagedPolicy' && attached.delete(stack.reference(policy.id));
    if (own || many(policy.properties['Roles']).includes(name)) {
      statements.push(...compileDocument(policy.properties['PolicyDocument'], policy.id));
    }
  }
  for (const arn of attached) {
    if (!MANAGED.test(arn)) throw new Error(`${roleId}: the local runtime does not know the managed policy ${arn}.`);
  }
  return statements;
}

/** The statements that speak about an action on a resource are looked for once, then remembered. */
const REMEMBERED = 10_000;

class RoleCaller implements Caller {
  readonly roleId: string;
  readonly #statements: readonly Statement[];
  readonly #remembered = new Map<string, readonly Statement[]>();

  constructor(roleId: string, statements: readonly Statement[]) {
    this.roleId = roleId;
    this.#statements = statements;
  }

  allows(action: string, resourceArn: string, conditionKeys: Keys = {}): boolean {
    const name = `${action} ${resourceArn}`;
    let matching = this.#remembered.get(name);
    if (matching === undefined) {
      matching = this.#statements.filter((each) => each.action(action) && each.resource(resourceArn));
      if (this.#remembered.size >= REMEMBERED) this.#remembered.clear();
      this.#remembered.set(name, matching);
    }
    let allowed = false;
    for (const statement of matching) {
      if (!statement.conditions.every((test) => test(conditionKeys))) continue;
      if (!statement.allow) return false;
      allowed = true;
    }
    return allowed;
  }
}

/** The person at the command line: may invoke functions and nothing else. */
export const OPERATOR: Caller = { roleId: 'operator', allows: (action) => action === 'lambda:InvokeFunction' };

export interface Callers {
  /** The caller that a role of the template is; throws when the logical id is no role. */
  callerOf(roleId: string): Caller;
  /** The caller behind an access key, which is the logical id of a role, or `operator`. */
  byAccessKey(accessKey: string): Caller | undefined;
}

/** Reads the policies of every role of the template. */
export function createCallers(stack: Stack): Callers {
  const callers = new Map<string, Caller>([[OPERATOR.roleId, OPERATOR]]);
  for (const { id } of stack.ofType('AWS::IAM::Role')) callers.set(id, new RoleCaller(id, statementsOf(stack, id)));
  return {
    callerOf: (roleId) => {
      const caller = callers.get(roleId);
      if (caller === undefined) throw new Error(`${roleId} is no role of the template.`);
      return caller;
    },
    byAccessKey: (accessKey) => callers.get(accessKey),
  };
}

/** Whether the template lets an AWS service invoke a function (AWS::Lambda::Permission). */
export function servicePermitted(stack: Stack, functionId: string, service: string): boolean {
  return stack.ofType('AWS::Lambda::Permission').some(({ properties }) => {
    const name = textAt(properties, 'FunctionName') ?? '';
    return stack.find(name) === functionId && textAt(properties, 'Principal') === service;
  });
}
