import type { Assembly } from './assembly.ts';
import type { Resource, Stack } from './contract.ts';
import { NO_VALUE, resolveValue, type Scope } from './intrinsics.ts';
import { type Identity, identify, nameProperty, type Place } from './names.ts';
import { checkReplicas, checkSupport, deploymentFunctions } from './resource-types.ts';
import { isObject, type Loose, listAt, objectAt, textAt } from './values.ts';

const SECTIONS = [
  ...['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Conditions', 'Resources', 'Outputs'],
  'Rules', // asserts about the account at deployment
];

/** The values of the template's parameters: what was given, else the default. */
function readParameters(template: Loose, given: Readonly<Record<string, string>>): Map<string, unknown> {
  const declared = objectAt(template, 'Parameters');
  for (const name of Object.keys(given)) {
    if (!(name in declared)) throw new Error(`The template has no parameter ${name}.`);
  }
  const values = new Map<string, unknown>();
  for (const name of Object.keys(declared)) {
    const parameter = objectAt(declared, name);
    const type = textAt(parameter, 'Type') ?? 'String';
    const value = given[name] ?? parameter['Default'];
    // Parameters that are read from an account (the version of the CDK bootstrap) only matter to a deployment.
    if (type.startsWith('AWS::')) continue;
    if (value === undefined) throw new Error(`The parameter ${name} of the template needs a value.`);
    checkParameter(name, String(value), parameter);
    values.set(name, type === 'CommaDelimitedList' ? String(value).split(',') : String(value));
  }
  return values;
}

function checkParameter(name: string, value: string, parameter: Loose): void {
  const allowed = listAt(parameter, 'AllowedValues');
  if (allowed.length > 0 && !allowed.map(String).includes(value)) {
    throw new Error(`The parameter ${name} must be one of ${allowed.join(', ')}, not ${value}.`);
  }
  const pattern = textAt(parameter, 'AllowedPattern');
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
    throw new Error(`The parameter ${name} must match ${pattern}, and ${JSON.stringify(value)} does not.`);
  }
}

/** Resolves a template step by step, as its parts ask for each other. */
class Resolver implements Scope {
  readonly #template: Loose;
  readonly #place: Place;
  readonly #parameters: ReadonlyMap<string, unknown>;
  readonly #identities = new Map<string, Identity>();
  readonly #conditions = new Map<string, boolean>();
  readonly #underWay = new Set<string>();

  constructor(template: Loose, place: Place, parameters: ReadonlyMap<string, unknown>) {
    this.#template = template;
    this.#place = place;
    this.#parameters = parameters;
  }

  /** Runs one step; a step that needs itself is a circle in the template. */
  #step<T>(name: string, where: string, work: () => T): T {
    if (this.#underWay.has(name)) throw new Error(`${where}: ${name} refers to itself.`);
    this.#underWay.add(name);
    try {
      return work();
    } finally {
      this.#underWay.delete(name);
    }
  }

  condition(name: string, where: string): boolean {
    const before = this.#conditions.get(name);
    if (before !== undefined) return before;
    const written = objectAt(this.#template, 'Conditions')[name];
    if (written === undefined) throw new Error(`${where}: the template has no condition ${name}.`);
    const value = this.#step(`Condition ${name}`, where, () => resolveValue(written, this, `Conditions.${name}`));
    if (typeof value !== 'boolean') throw new Error(`The condition ${name} is neither true nor false.`);
    this.#conditions.set(name, value);
    return value;
  }

  reference(id: string, attribute: string | undefined, where: string): unknown {
    if (attribute === undefined) {
      const pseudo = this.#pseudo(id, where);
      if (pseudo !== undefined) return pseudo;
      const parameter = this.#parameters.get(id);
      if (parameter !== undefined) return parameter;
    }
    const identity = this.identity(id, where);
    if (attribute === undefined) return identity.ref;
    const value = identity.attributes[attribute];
    if (value !== undefined) return value;
    throw new Error(
      `${where}: the local runtime does not know the attribute ${attribute} of ${id} (${this.#type(id)}).`,
    );
  }

  #pseudo(name: string, where: string): unknown {
    if (!name.startsWith('AWS::')) return undefined;
    switch (name) {
      case 'AWS::AccountId':
        return this.#place.account;
      case 'AWS::Region':
        return this.#place.region;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return this.#place.stack;
      case 'AWS::StackId':
        return `arn:aws:cloudformation:${this.#place.region}:${this.#place.account}:stack/${this.#place.stack}/local`;
      case 'AWS::NoValue':
        return NO_VALUE;
      default:
        throw new Error(`${where}: the local runtime does not support the pseudo parameter ${name}.`);
    }
  }

  #type(id: string): string {
    return textAt(objectAt(objectAt(this.#template, 'Resources'), id), 'Type') ?? 'no resource of the template';
  }

  /** What a resource is called; its physical name may itself be made of intrinsics. */
  identity(id: string, where: string): Identity {
    const before = this.#identities.get(id);
    if (before !== undefined) return before;
    const resource = objectAt(this.#template, 'Resources')[id];
    if (!isObject(resource)) throw new Error(`${where}: the template has no parameter or resource ${id}.`);
    const condition = textAt(resource, 'Condition');
    if (condition !== undefined && !this.condition(condition, where)) {
      throw new Error(`${where}: ${id} does not exist, since its condition ${condition} is false.`);
    }
    const type = this.#type(id);
    const property = nameProperty(type);
    const written = property === undefined ? undefined : objectAt(resource, 'Properties')[property];
    const given = this.#step(`the name of ${id}`, where, () => resolveValue(written, this, `${id}.${property}`));
    const identity = identify(type, id, typeof given === 'string' ? given : undefined, this.#place);
    this.#identities.set(id, identity);
    return identity;
  }

  resources(): Map<string, Resource> {
    const resources = new Map<string, Resource>();
    const all = objectAt(this.#template, 'Resources');
    const skipped = deploymentFunctions(all);
    for (const [id, resource] of Object.entries(all)) {
      if (!isObject(resource)) throw new Error(`The resource ${id} of the template is no object.`);
      const condition = textAt(resource, 'Condition');
      if (condition !== undefined && !this.condition(condition, id)) continue;
      const type = textAt(resource, 'Type') ?? '';
      const written = objectAt(resource, 'Properties');
      if (skipped.has(id)) continue;
      checkSupport(id, type, written);
      checkReplicas(id, written);
      const properties = resolveValue(written, this, id);
      resources.set(id, { id, type, properties: isObject(properties) ? properties : {} });
    }
    return resources;
  }

  outputs(): Record<string, string> {
    const outputs: Record<string, string> = {};
    for (const [name, output] of Object.entries(objectAt(this.#template, 'Outputs'))) {
      if (!isObject(output)) continue;
      const condition = textAt(output, 'Condition');
      if (condition !== undefined && !this.condition(condition, name)) continue;
      outputs[name] = String(resolveValue(output['Value'], this, `Outputs.${name}`));
    }
    return outputs;
  }
}

function indexIdentities(resources: ReadonlyMap<string, Resource>, resolver: Resolver): Map<string, string> {
  const index = new Map<string, string>();
  for (const { id } of resources.values()) {
    const { ref, attributes } = resolver.identity(id, id);
    // A queue may be called like a function: the first to come keeps the name, ARNs tell them apart.
    for (const name of [id, ref, ...Object.values(attributes)]) if (!index.has(name)) index.set(name, id);
  }
  return index;
}

/**
 * Resolves the template of an assembly: parameters, conditions, names, and every intrinsic of every resource.
 * What the local runtime does not support stops it here, with a message that names it.
 */
export function loadStack(assembly: Assembly, url: string, given: Readonly<Record<string, string>> = {}): Stack {
  const { template } = assembly;
  for (const section of Object.keys(template)) {
    if (!SECTIONS.includes(section))
      throw new Error(`The local runtime does not support the template section ${section}.`);
  }
  const place: Place = { stack: assembly.stackName, account: assembly.account, region: assembly.region, url };
  const resolver = new Resolver(template, place, readParameters(template, given));
  const resources = resolver.resources();
  const index = indexIdentities(resources, resolver);
  return {
    name: assembly.stackName,
    resources,
    ofType: (type) => [...resources.values()].filter((resource) => resource.type === type),
    reference: (id, attribute) => String(resolver.reference(id, attribute, id)),
    find: (arnOrName) => index.get(arnOrName),
    outputs: resolver.outputs(),
  };
}
