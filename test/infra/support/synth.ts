import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { App, type Stack } from 'aws-cdk-lib/core';
import cdkJson from '../../../cdk.json' with { type: 'json' };
import { FairshareStack } from '../../../infra/fairshare-stack.ts';
import { readStage } from '../../../infra/stage.ts';

/** A test app: the feature flags of cdk.json, no bundling, no built-in validation (that is `npm run synth`'s job). */
export function testApp(context: Record<string, unknown> = {}): App {
  return new App({
    context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [], ...context },
    builtinCloudFormationValidation: false,
  });
}

/** The stack as infra/app.ts makes it for a stage, with a built site where a test is about one. */
export function fairshare(app: App, site?: string): FairshareStack {
  const stage = readStage(app.node);
  return new FairshareStack(app, 'Fairshare', {
    stage,
    site,
    stackName: `fairshare-${stage.name}`,
    env: { region: stage.region },
  });
}

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is free-form, and tests look into all corners of it.
  readonly Properties: Record<string, any>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

/** The resources of a stack, by logical id. */
export class Resources {
  private readonly all: Readonly<Record<string, Resource>>;

  constructor(stack: Stack) {
    this.all = Template.fromStack(stack).toJSON()['Resources'];
  }

  ofType(type: string): [id: string, resource: Resource][] {
    return Object.entries(this.all).filter(([, resource]) => resource.Type === type);
  }

  get(id: string): Resource {
    const resource = this.all[id];
    if (resource === undefined) throw new Error(`no resource ${id}`);
    return resource;
  }

  /** The folder of the function behind a logical id. */
  functionName(id: string): string {
    const entry = String(this.get(id).Metadata?.['source:entry']);
    return entry.replace(/^functions\/(.*)\/handler\.ts$/, '$1');
  }

  /** The logical id of a function, by its folder. */
  functionId(name: string): string {
    const found = this.ofType('AWS::Lambda::Function').find(([id]) => this.functionName(id) === name);
    if (found === undefined) throw new Error(`no function ${name}`);
    return found[0];
  }
}

const known = new Map<string, Resources>();

/** The resources of the stack with a context. Nobody changes what it reads: a file makes each stack once. */
export function resourcesOf(context: Record<string, unknown> = {}): Resources {
  const name = JSON.stringify(context);
  const resources = known.get(name) ?? new Resources(fairshare(testApp(context)));
  known.set(name, resources);
  return resources;
}

export interface Statement {
  readonly policy: string;
  readonly roles: readonly string[];
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  readonly condition: unknown;
}

/** All statements of identity policies. */
export function statements(resources: Resources): Statement[] {
  return resources.ofType('AWS::IAM::Policy').flatMap(([policy, { Properties }]) =>
    Properties['PolicyDocument'].Statement.map((statement: Record<string, unknown>) => ({
      policy,
      roles: Properties['Roles'].map((role: { Ref: string }) => role.Ref),
      effect: statement['Effect'],
      actions: [statement['Action']].flat(),
      resources: [statement['Resource']].flat(),
      condition: statement['Condition'],
    })),
  );
}

/** The logical id in a Ref or GetAtt. */
export function target(value: unknown): string {
  const reference = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  const id = reference.Ref ?? reference['Fn::GetAtt']?.[0];
  if (id === undefined) throw new Error(`not a reference: ${JSON.stringify(value)}`);
  return id;
}

/** The template without content hashes and state machines, so a snapshot moves only when the infrastructure moves. */
export function stableTemplate(stack: Stack): Record<string, unknown> {
  const text = JSON.stringify(Template.fromStack(stack).toJSON(), (key, value) =>
    key === 'DefinitionString' ? '<definition>' : value,
  );
  return JSON.parse(text.replace(/[0-9a-f]{64}/g, '<hash>'));
}

export interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly path: string;
}

/** What the validation plugins of an app report. */
export function findings(app: App): Finding[] {
  const report = JSON.parse(readFileSync(join(app.synth().directory, 'validation-report.json'), 'utf8')) as {
    pluginReports: {
      violations: { ruleName: string; severity: string; violatingConstructs: { constructPath: string }[] }[];
    }[];
  };
  return report.pluginReports.flatMap((plugin) =>
    plugin.violations.flatMap((violation) =>
      violation.violatingConstructs.map((construct) => ({
        rule: violation.ruleName,
        severity: violation.severity,
        path: construct.constructPath,
      })),
    ),
  );
}
