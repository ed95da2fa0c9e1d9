import type { Caller, Stack } from './contract.ts';
import type { Loose } from './values.ts';
import { flagAt, isObject, many, objectAt, objectsAt, textAt } from './values.ts';

/** Something that would work here but not on AWS: the template lacks a permission. */
class MissingPermission extends Error {
  override readonly name = 'MissingPermission';
}

/** Matches an ARN or an action against text with `*` and `?`. */
function matchesGlob(glob: string, value: string): boolean {
  const escaped = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's').test(value);
}

const listed = (value: unknown, wanted: string): boolean =>
  many(value).some((entry) => typeof entry === 'string' && matchesGlob(entry, wanted));

const listedAction = (value: unknown, action: string): boolean =>
  many(value).some((entry) => typeof entry === 'string' && matchesGlob(entry.toLowerCase(), action.toLowerCase()));

/** The conditions that resource policies of queues and functions are written with. */
function conditionsHold(condition: Loose, facts: Readonly<Record<string, string>>, where: string): boolean {
  return Object.entries(condition).every(([operator, tests]) =>
    Object.entries(isObject(tests) ? tests : {}).every(([key, wanted]) => {
      const fact = facts[key.toLowerCase()];
      switch (operator) {
        case 'ArnEquals':
        case 'ArnLike':
        case 'StringLike':
          return fact !== undefined && listed(wanted, fact);
        case 'StringEquals':
          return fact !== undefined && many(wanted).includes(fact);
        case 'Bool':
          return fact !== undefined && many(wanted).some((value) => String(value) === fact);
        default:
          throw new Error(`${where}: the local runtime does not support the condition operator ${operator}`);
      }
    }),
  );
}

function namesService(principal: unknown, service: string): boolean {
  if (principal === '*') return true;
  return isObject(principal) && (many(principal['AWS']).includes('*') || many(principal['Service']).includes(service));
}

interface Use {
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  readonly facts: Readonly<Record<string, string>>;
}

function statementApplies(statement: Loose, use: Use, where: string): boolean {
  return (
    namesService(statement['Principal'], use.service) &&
    listedAction(statement['Action'], use.action) &&
    listed(statement['Resource'], use.resource) &&
    conditionsHold(objectAt(statement, 'Condition'), use.facts, where)
  );
}

/** Throws unless a queue policy of the template lets the service send to the queue on behalf of the source. */
export function requireQueuePolicy(stack: Stack, queueId: string, service: string, sourceArn: string): void {
  const resource = stack.reference(queueId, 'Arn');
  const facts = { 'aws:sourcearn': sourceArn, 'aws:securetransport': 'true', 'aws:sourceaccount': accountOf(resource) };
  const use: Use = { service, action: 'sqs:SendMessage', resource, facts };
  let allowed = false;
  for (const policy of stack.ofType('AWS::SQS::QueuePolicy')) {
    const queues = many(policy.properties['Queues']);
    if (!queues.some((queue) => typeof queue === 'string' && stack.find(queue) === queueId)) continue;
    for (const statement of objectsAt(objectAt(policy.properties, 'PolicyDocument'), 'Statement')) {
      if (!statementApplies(statement, use, policy.id)) continue;
      if (statement['Effect'] === 'Deny') {
        throw new MissingPermission(`the queue policy ${policy.id} denies ${service} to send to ${queueId}`);
      }
      allowed = true;
    }
  }
  if (!allowed) {
    throw new MissingPermission(`no AWS::SQS::QueuePolicy allows ${service} to send to ${queueId} for ${sourceArn}`);
  }
}

/** The account inside an ARN. */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** Throws unless an AWS::Lambda::Permission lets the service invoke the function on behalf of the source. */
export function requireLambdaPermission(stack: Stack, functionId: string, service: string, sourceArn: string): void {
  const found = stack.ofType('AWS::Lambda::Permission').some(({ properties }) => {
    const target = textAt(properties, 'FunctionName');
    const source = textAt(properties, 'SourceArn');
    return (
      target !== undefined &&
      stack.find(target) === functionId &&
      properties['Principal'] === service &&
      listedAction(properties['Action'], 'lambda:InvokeFunction') &&
      (source === undefined || matchesGlob(source, sourceArn))
    );
  });
  if (!found) {
    throw new MissingPermission(`no AWS::Lambda::Permission lets ${service} invoke ${functionId} for ${sourceArn}`);
  }
}

/** Throws unless the role's policies allow the action on the resource. */
export function requireRole(caller: Caller, action: string, resourceArn: string, why: string): void {
  if (!caller.allows(action, resourceArn)) {
    throw new MissingPermission(`${why}: the role ${caller.roleId} does not allow ${action} on ${resourceArn}`);
  }
}

/** Throws unless the service may take the role on. */
export function requireTrust(stack: Stack, roleId: string, service: string, why: string): void {
  const role = stack.resources.get(roleId);
  const document = objectAt(role?.properties ?? {}, 'AssumeRolePolicyDocument');
  const trusted = objectsAt(document, 'Statement').some(
    (statement) => statement['Effect'] === 'Allow' && namesService(statement['Principal'], service),
  );
  if (!trusted) throw new MissingPermission(`${why}: the role ${roleId} does not trust ${service}`);
}

/** The logical id of the role behind a property that holds a role's ARN. */
export function roleIn(stack: Stack, properties: Loose, key: string, why: string): string {
  const arn = textAt(properties, key);
  const id = arn === undefined ? undefined : stack.find(arn);
  if (id === undefined || stack.resources.get(id)?.type !== 'AWS::IAM::Role') {
    throw new MissingPermission(`${why}: ${key} names no role of the template`);
  }
  return id;
}

/** True for a resource that the template switches off. */
export function isDisabled(properties: Loose): boolean {
  return properties['State'] === 'DISABLED' || (properties['Enabled'] !== undefined && !flagAt(properties, 'Enabled'));
}
