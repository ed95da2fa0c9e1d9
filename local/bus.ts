import { authorise, targetEndpoint } from './aws-answers.ts';
import type { Accepted } from './bus-entries.ts';
import { acceptEntry, conditionKeys, entriesOf } from './bus-entries.ts';
import type { Deliver, TargetSinks } from './bus-targets.ts';
import { compileTarget } from './bus-targets.ts';
import type { Caller, Kernel, Resource } from './contract.ts';
import type { MessagingParts } from './messaging-parts.ts';
import type { Matcher } from './patterns/index.ts';
import { compilePattern } from './patterns/index.ts';
import { isDisabled } from './resource-policies.ts';
import type { Json, JsonObject } from './values.ts';
import { messageOf, objectsAt, textAt, toJson, tryJson } from './values.ts';

interface Rule {
  readonly busId: string;
  readonly matches: Matcher;
  readonly targets: readonly Deliver[];
}

/** The default bus exists in every account; it has no resource in the template. */
const DEFAULT_BUS = 'default';

const KNOWN = new Set(
  [
    ['Name', 'Description', 'EventBusName', 'EventPattern', 'ScheduleExpression'],
    ['State', 'Targets', 'Tags', 'RoleArn'],
  ].flat(),
);

/** The bus that a rule or an entry means, by name or ARN. */
function busOf(kernel: Kernel, reference: string | undefined): string | undefined {
  if (reference === undefined || reference === DEFAULT_BUS || reference.endsWith(':event-bus/default')) {
    return DEFAULT_BUS;
  }
  const id = kernel.stack.find(reference);
  return id !== undefined && kernel.stack.resources.get(id)?.type === 'AWS::Events::EventBus' ? id : undefined;
}

/** Compiles the targets of a rule, for events and for its schedule alike. */
export function targetsOf(
  kernel: Kernel,
  parts: MessagingParts,
  sinks: TargetSinks,
  { id, properties }: Resource,
): readonly Deliver[] {
  const rule = { id, arn: kernel.stack.reference(id, 'Arn'), name: textAt(properties, 'Name') ?? id };
  return objectsAt(properties, 'Targets').map((target) => compileTarget(kernel, parts, sinks, rule, target));
}

function ruleOf(kernel: Kernel, parts: MessagingParts, sinks: TargetSinks, resource: Resource): Rule | undefined {
  const { id, properties } = resource;
  const unknown = Object.keys(properties).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw new Error(`rule ${id}: the local runtime does not support ${unknown}`);
  const pattern: unknown = properties['EventPattern'];
  if (pattern === undefined) return undefined;
  const busId = busOf(kernel, textAt(properties, 'EventBusName'));
  if (busId === undefined) throw new Error(`rule ${id}: EventBusName names no bus of the template`);
  try {
    const parsed = typeof pattern === 'string' ? tryJson(pattern) : toJson(pattern);
    const matches = compilePattern(parsed ?? null);
    const targets = targetsOf(kernel, parts, sinks, resource);
    return isDisabled(properties) ? undefined : { busId, matches, targets };
  } catch (thrown) {
    throw new Error(`rule ${id}: ${messageOf(thrown)}`, { cause: thrown });
  }
}

/** The event buses of the template: rules that match hand events to queues, functions and state machines. */
export function startBus(kernel: Kernel, parts: MessagingParts, sinks: TargetSinks): void {
  const { stack, clock, chaos } = kernel;
  const rules = stack
    .ofType('AWS::Events::Rule')
    .map((resource) => ruleOf(kernel, parts, sinks, resource))
    .filter((rule) => rule !== undefined);
  const arnOf = (busId: string): string =>
    busId === DEFAULT_BUS
      ? `arn:aws:events:${parts.region}:${parts.account}:event-bus/default`
      : stack.reference(busId, 'Arn');

  const publish = ({ busId, event }: Accepted): void => {
    const text = JSON.stringify(event);
    for (const rule of rules) {
      if (rule.busId !== busId || !rule.matches(event)) continue;
      for (const deliver of rule.targets) deliver(event, text);
    }
  };
  const putEvents = (input: JsonObject, caller: Caller): Json => {
    const entries = entriesOf(input);
    const buses = entries.map((entry) => busOf(kernel, textAt(entry, 'EventBusName')));
    for (const busId of new Set(buses)) {
      if (busId !== undefined) authorise(caller, 'events:PutEvents', [arnOf(busId)], conditionKeys(entries));
    }
    const outcomes = entries.map((entry, index) => acceptEntry(entry, buses[index], parts, clock.now()));
    // One transaction for all deliveries: when the answer leaves, nothing of it can be lost.
    kernel.journal.transaction(() => {
      for (const outcome of chaos.shuffle(outcomes)) if ('event' in outcome) publish(outcome);
    });
    return {
      FailedEntryCount: outcomes.filter((outcome) => 'refused' in outcome).length,
      Entries: outcomes.map(
        (outcome): JsonObject => ('event' in outcome ? { EventId: outcome.event['id'] ?? '' } : { ...outcome.refused }),
      ),
    };
  };
  parts.registerEndpoint('events', targetEndpoint('AWSEvents', { PutEvents: putEvents }));
}
