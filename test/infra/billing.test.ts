import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import aslValidator from 'asl-validator';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { AslMachine, holesOf } from '../../infra/billing.ts';
import { readStage } from '../../infra/stage.ts';
import { type Resource, type Resources, resourcesOf, statements, target, testApp } from './support/synth.ts';

const DIRECTORY = join(import.meta.dirname, '../../statemachines');
const FILES = readdirSync(DIRECTORY).filter((file) => file.endsWith('.asl.json'));

let resources: Resources;
let machines: [string, Resource][];
beforeAll(() => {
  resources = resourcesOf();
  machines = resources.ofType('AWS::StepFunctions::StateMachine');
});

function read(file: string): string {
  return readFileSync(join(DIRECTORY, file), 'utf8');
}

/** A hole alone is accepted where an ARN is expected; with `checkArn` off it would match two branches of the schema. */
function problems(definition: string): string {
  const result = aslValidator(JSON.parse(definition), { checkArn: true, checkPaths: true });
  return result.isValid ? '' : result.errorsText('\n');
}

test('there is a state machine for each file and a file for each state machine', () => {
  const names = machines.map(([, { Properties }]) => Properties['StateMachineName']);
  expect(names.sort()).toEqual(FILES.map((file) => `fairshare-dev-${file.replace('.asl.json', '')}`).sort());
});

test.each(FILES)('%s is valid Amazon States Language as written', (file) => {
  expect(problems(read(file))).toBe('');
});

test.each(FILES)('%s is valid Amazon States Language once its holes are filled', (file) => {
  const filled = read(file).replaceAll(
    /\$\{(\w+)\}/g,
    (_, hole: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${hole}`,
  );
  expect(filled).not.toContain('${');
  expect(problems(filled)).toBe('');
});

test('the template carries the definitions as the files have them', () => {
  for (const [, { Properties }] of machines) {
    const file = `${String(Properties['StateMachineName']).replace('fairshare-dev-', '')}.asl.json`;
    expect(Properties['DefinitionString']).toBe(read(file));
    expect(Object.keys(Properties['DefinitionSubstitutions']).sort()).toEqual([...holesOf(read(file))].sort());
  }
});

test('a state machine may invoke the functions of its holes and no other', () => {
  const all = statements(resources);
  for (const [, { Properties }] of machines) {
    const role = target(Properties['RoleArn']);
    const invoked = all
      .filter(({ roles, actions }) => roles.includes(role) && actions.includes('lambda:InvokeFunction'))
      .flatMap((statement) => statement.resources.map(target));
    const holes = Object.values(Properties['DefinitionSubstitutions']).map(target);
    expect(invoked.sort()).toEqual(holes.sort());
  }
});

test('the function that starts months may start exactly those', () => {
  const close = resources.get(resources.functionId('close'));
  const month = close.Properties['Environment'].Variables.BILLING_MONTH_ARN;
  expect(JSON.stringify(month)).toContain(':stateMachine:fairshare-dev-billing-month');
  const started = statements(resources).filter(
    ({ roles, actions }) =>
      roles.includes(target(close.Properties['Role'])) && actions.includes('states:StartExecution'),
  );
  expect(started.map((statement) => statement.resources)).toEqual([[month]]);
});

test('executions are traced and logged without what partners earn', () => {
  for (const [, { Properties }] of machines) {
    expect(Properties['StateMachineType']).toBe('STANDARD');
    expect(Properties['TracingConfiguration']).toEqual({ Enabled: true });
    expect(Properties['LoggingConfiguration']).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
  }
});

describe('the holes of a definition', () => {
  const definition = JSON.stringify({
    StartAt: 'Close',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what a hole looks like.
    States: { Close: { Type: 'Task', Resource: '${closeArn}', End: true } },
  });

  function machine(...holes: readonly string[]): AslMachine {
    const app = testApp();
    const stack = new Stack(app, 'Machines');
    const fn = LambdaFunction.fromFunctionArn(stack, 'Close', 'arn:aws:lambda:eu-west-1:123456789012:function:close');
    return new AslMachine(stack, 'Machine', {
      stage: readStage(app.node),
      stateMachineName: 'month',
      definition,
      holes: Object.fromEntries(holes.map((hole) => [hole, fn])),
    });
  }

  test('are filled by the functions given', () => {
    expect(() => machine('closeArn')).not.toThrow();
  });

  test('fail the synthesis when nothing fills one', () => {
    expect(() => machine()).toThrow('month: nothing fills the hole closeArn.');
  });

  test('fail the synthesis when a function is given that no task uses', () => {
    expect(() => machine('closeArn', 'paymentsArn')).toThrow('month: no task uses paymentsArn.');
  });
});
