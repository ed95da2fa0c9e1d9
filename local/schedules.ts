import { createHash } from 'node:crypto';
import { targetsOf } from './bus.ts';
import type { Deliver, TargetSinks } from './bus-targets.ts';
import type { Kernel, Resource } from './contract.ts';
import type { Occurrences } from './cron.ts';
import { occurrences } from './cron.ts';
import type { MessagingParts } from './messaging-parts.ts';
import { isDisabled, requireRole, requireTrust, roleIn } from './resource-policies.ts';
import type { Json, JsonObject, Loose } from './values.ts';
import { isObject, messageOf, objectAt, textAt, tryJson } from './values.ts';

const PREFIX = 'schedule:';
const SERVICE = 'scheduler.amazonaws.com';
const KNOWN = new Set([
  'Name',
  'Description',
  'GroupName',
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'State',
  'StartDate',
  'EndDate',
  'FlexibleTimeWindow',
  'Target',
  'KmsKeyArn',
]);
const TARGET = new Set(['Arn', 'RoleArn', 'Input', 'RetryPolicy', 'DeadLetterConfig']);

/** Something that happens at times: a schedule, or a rule with a schedule expression. */
interface Plan {
  readonly id: string;
  readonly expression: string;
  readonly next: Occurrences;
  /** Hands the occurrence on, durably, in the transaction under way. */
  readonly occur: (at: number) => void;
}

/** Instants as EventBridge writes them. */
function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** The same occurrence has the same name: fired twice (after a kill), it still starts one execution. */
function occurrenceId(id: string, at: number): string {
  const digest = createHash('sha256').update(`${id}|${at}`).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** Input with Scheduler's own words filled in; an event with the time when there is none. */
function inputOf(template: string | undefined, arn: string, id: string, at: number): Json {
  if (template === undefined) return {};
  const filled = template
    .replaceAll('<aws.scheduler.schedule-arn>', arn)
    .replaceAll('<aws.scheduler.scheduled-time>', iso(at))
    .replaceAll('<aws.scheduler.execution-id>', occurrenceId(id, at))
    .replaceAll('<aws.scheduler.attempt-number>', '1');
  return tryJson(filled) ?? filled;
}

function within(next: Occurrences, properties: Loose): Occurrences {
  const [start, end] = [textAt(properties, 'StartDate'), textAt(properties, 'EndDate')];
  const from = start === undefined ? undefined : Date.parse(start);
  const to = end === undefined ? undefined : Date.parse(end);
  return (after) => {
    const at = next(from === undefined ? after : Math.max(after, from - 1));
    return at === undefined || (to !== undefined && at > to) ? undefined : at;
  };
}

/** What a schedule's target does at an occurrence. */
function targetOf(
  kernel: Kernel,
  parts: MessagingParts,
  sinks: TargetSinks,
  id: string,
  arn: string,
  target: Loose,
): (at: number) => void {
  const { stack } = kernel;
  const why = `schedule ${id}`;
  const unknown = Object.keys(target).find((key) => !TARGET.has(key));
  if (unknown !== undefined) throw new Error(`${why}: the local runtime does not support Target.${unknown}`);
  const targetArn = textAt(target, 'Arn') ?? '';
  const targetId = stack.find(targetArn) ?? '';
  const type = stack.resources.get(targetId)?.type;
  const roleId = roleIn(stack, target, 'RoleArn', why);
  requireTrust(stack, roleId, SERVICE, why);
  const role = parts.callerOf(roleId);
  const dead = textAt(objectAt(target, 'DeadLetterConfig'), 'Arn');
  if (dead !== undefined) requireRole(role, 'sqs:SendMessage', dead, why);
  const template = textAt(target, 'Input');
  switch (type) {
    case 'AWS::StepFunctions::StateMachine':
      requireRole(role, 'states:StartExecution', targetArn, why);
      return (at) => sinks.machines.startOnce(targetId, occurrenceId(id, at), inputOf(template, arn, id, at));
    case 'AWS::Lambda::Function':
      requireRole(role, 'lambda:InvokeFunction', targetArn, why);
      return (at) => sinks.invocations.enqueue(targetId, inputOf(template, arn, id, at));
    case 'AWS::SQS::Queue':
      requireRole(role, 'sqs:SendMessage', targetArn, why);
      return (at) => {
        sinks.queues.send(targetId, JSON.stringify(inputOf(template, arn, id, at)));
      };
    default:
      throw new Error(`${why}: the local runtime does not support the target ${targetArn}`);
  }
}

function planOfSchedule(kernel: Kernel, parts: MessagingParts, sinks: TargetSinks, resource: Resource): Plan {
  const { id, properties } = resource;
  const unknown = Object.keys(properties).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw new Error(`schedule ${id}: the local runtime does not support ${unknown}`);
  const expression = textAt(properties, 'ScheduleExpression') ?? '';
  const zone = textAt(properties, 'ScheduleExpressionTimezone') ?? 'UTC';
  const target = properties['Target'];
  if (!isObject(target)) throw new Error(`schedule ${id} has no Target`);
  const occur = targetOf(kernel, parts, sinks, id, kernel.stack.reference(id, 'Arn'), target);
  return { id, expression: `${expression} ${zone}`, next: within(occurrences(expression, zone), properties), occur };
}

/** The event that a rule's schedule makes. */
function scheduledEvent(parts: MessagingParts, arn: string, id: string, at: number): JsonObject {
  return {
    version: '0',
    id: occurrenceId(id, at),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: parts.account,
    time: iso(at),
    region: parts.region,
    resources: [arn],
    detail: {},
  };
}

function planOfRule(kernel: Kernel, parts: MessagingParts, sinks: TargetSinks, resource: Resource): Plan | undefined {
  const expression = textAt(resource.properties, 'ScheduleExpression');
  if (expression === undefined) return undefined;
  const arn = kernel.stack.reference(resource.id, 'Arn');
  const targets: readonly Deliver[] = targetsOf(kernel, parts, sinks, resource);
  const occur = (at: number): void => {
    const event = scheduledEvent(parts, arn, resource.id, at);
    for (const deliver of targets) deliver(event, JSON.stringify(event));
  };
  return { id: resource.id, expression, next: occurrences(expression), occur };
}

/**
 * Schedules on business time. The next occurrence of each is a durable timer; firing hands the occurrence on and
 * sets the next timer in one transaction, so none is lost and none is made twice.
 */
export function startSchedules(kernel: Kernel, parts: MessagingParts, sinks: TargetSinks): void {
  const { stack, timers, clock, journal } = kernel;
  const plans = new Map<string, Plan>();
  const add = (resource: Resource, plan: Plan | undefined): void => {
    if (plan !== undefined && !isDisabled(resource.properties)) plans.set(plan.id, plan);
  };
  for (const resource of stack.ofType('AWS::Scheduler::Schedule')) {
    try {
      add(resource, planOfSchedule(kernel, parts, sinks, resource));
    } catch (thrown) {
      throw new Error(`schedule ${resource.id}: ${messageOf(thrown)}`, { cause: thrown });
    }
  }
  for (const resource of stack.ofType('AWS::Events::Rule')) add(resource, planOfRule(kernel, parts, sinks, resource));

  const setNext = (plan: Plan, after: number): void => {
    const at = plan.next(after);
    if (at === undefined) timers.clear(`${PREFIX}${plan.id}`);
    else timers.set(`${PREFIX}${plan.id}`, at, { expression: plan.expression });
  };
  timers.on(PREFIX, async (name, _payload, at) => {
    const plan = plans.get(name.slice(PREFIX.length));
    if (plan === undefined) return;
    journal.transaction(() => {
      plan.occur(at);
      setNext(plan, at);
    });
  });
  restore(kernel, plans, (plan) => setNext(plan, clock.now()));
}

/** Keeps the timers that were set before a restart; those of schedules that changed or went are set anew or cleared. */
function restore(kernel: Kernel, plans: ReadonlyMap<string, Plan>, setNext: (plan: Plan) => void): void {
  const { journal } = kernel;
  journal.schema('CREATE TABLE IF NOT EXISTS schedules (id TEXT PRIMARY KEY, expression TEXT NOT NULL)');
  const known = new Map(
    journal.all('SELECT * FROM schedules').map((row) => [String(row['id']), String(row['expression'])]),
  );
  journal.transaction(() => {
    for (const id of known.keys()) {
      if (plans.has(id)) continue;
      kernel.timers.clear(`${PREFIX}${id}`);
      journal.run('DELETE FROM schedules WHERE id = ?', id);
    }
    for (const plan of plans.values()) {
      if (known.get(plan.id) === plan.expression) continue;
      journal.run('INSERT OR REPLACE INTO schedules VALUES (?, ?)', plan.id, plan.expression);
      setNext(plan);
    }
  });
}
