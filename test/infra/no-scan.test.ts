import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourcesOf } from './support/synth.ts';

const ROOT = join(import.meta.dirname, '../..');

const sources = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));

/** The operation of DynamoDB by its name in a call, a client or a policy. */
const SCAN = /\bScan(?:Command|Input|Output)?\b|dynamodb:Scan|\bscan\(|ExecuteStatement/;

test('No role may scan the table, or do anything with it that is not named', () => {
  const resources = resourcesOf();
  const policies = resources.ofType('AWS::IAM::Policy').map(([id, { Properties }]) => {
    const actions: readonly unknown[] = Properties['PolicyDocument'].Statement.flatMap(
      (statement: { Action: string | readonly string[] }) => statement.Action,
    );
    return [id, actions.filter((action) => /^(?:\*|dynamodb:(?:\*|Scan.*|.*\*.*|PartiQL.*))$/.test(String(action)))];
  });
  expect(policies.length).toBeGreaterThan(10);
  expect(policies.filter(([, actions]) => actions?.length !== 0)).toEqual([]);
});

test('No source of the product scans the table', () => {
  const product = ['domain', 'table', 'functions', 'infra'].flatMap(sources);
  const code = (path: string): string =>
    readFileSync(join(ROOT, path), 'utf8')
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .replaceAll(/\/\/.*$/gm, '');
  expect(product.length).toBeGreaterThan(200);
  expect(product.filter((path) => SCAN.test(code(path)))).toEqual([]);
});
