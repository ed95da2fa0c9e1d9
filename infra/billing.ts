import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Functions } from './functions.ts';
import type { Stage } from './stage.ts';

const DIRECTORY = fileURLToPath(new URL('../statemachines/', import.meta.url));

interface AslMachineProps {
  readonly stage: Stage;
  readonly stateMachineName: string;
  /** The definition in Amazon States Language, with holes such as `${closeArn}`. */
  readonly definition: string;
  /** The function behind each hole. */
  readonly holes: Readonly<Record<string, IFunction>>;
}

/** A state machine from its ASL text. It may invoke the functions of its holes and nothing else. */
export class AslMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: AslMachineProps) {
    super(scope, id);
    checkHoles(props.stateMachineName, props.definition, Object.keys(props.holes));
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: props.stateMachineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(props.definition),
      definitionSubstitutions: Object.fromEntries(
        Object.entries(props.holes).map(([hole, fn]) => [hole, fn.functionArn]),
      ),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          retention: props.stage.logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        includeExecutionData: false, // What a partner earns does not belong into logs.
      },
      removalPolicy: props.stage.removalPolicy,
    });
    for (const fn of Object.values(props.holes)) {
      this.machine.addToRolePolicy(
        new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }),
      );
    }
  }
}

/** The billing run of all programs, and the month of one program. */
export class Billing extends Construct {
  readonly run: StateMachine;
  readonly month: StateMachine;

  constructor(scope: Construct, id: string, props: { readonly stage: Stage; readonly functions: Functions }) {
    super(scope, id);
    const stack = Stack.of(this);
    const close = props.functions.get('close');
    const payments = props.functions.get('payments');
    const monthName = `${stack.stackName}-billing-month`;
    this.run = new AslMachine(this, 'Run', {
      stage: props.stage,
      stateMachineName: `${stack.stackName}-billing-run`,
      definition: readDefinition('billing-run'),
      holes: { closeArn: close },
    }).machine;
    this.month = new AslMachine(this, 'Month', {
      stage: props.stage,
      stateMachineName: monthName,
      definition: readDefinition('billing-month'),
      holes: { closeArn: close, paymentsArn: payments },
    }).machine;
    // By name and not by reference: the month invokes the function that starts it, which would be a circle.
    const monthArn = stack.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: monthName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    // The run starts months, and a payment by hand starts what is left of one.
    for (const starter of [close, payments]) {
      starter.addEnvironment('BILLING_MONTH_ARN', monthArn);
      starter.addToRolePolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [monthArn] }));
    }
  }
}

/** Reads `statemachines/<name>.asl.json`. */
function readDefinition(name: string): string {
  return readFileSync(`${DIRECTORY}${name}.asl.json`, 'utf8');
}

/** The names of the holes of a definition, each once. */
export function holesOf(definition: string): ReadonlySet<string> {
  return new Set(Array.from(definition.matchAll(/\$\{([^}]*)\}/g), ([, name]) => name ?? ''));
}

/** A hole that nobody fills would fail a month later in a task; one that nobody uses is a permission too much. */
function checkHoles(machine: string, definition: string, filled: readonly string[]): void {
  const holes = holesOf(definition);
  const missing = [...holes].filter((hole) => !filled.includes(hole));
  const unused = filled.filter((hole) => !holes.has(hole));
  if (missing.length > 0) throw new Error(`${machine}: nothing fills the hole ${missing.join(', ')}.`);
  if (unused.length > 0) throw new Error(`${machine}: no task uses ${unused.join(', ')}.`);
}
