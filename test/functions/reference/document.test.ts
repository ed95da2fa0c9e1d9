import { readdirSync } from 'node:fs';
import * as z from 'zod/mini';
import { ERROR_STATUS } from '../../../domain/errors.ts';
import { ERROR_MEANINGS, openApiDocument } from '../../../functions/reference/document.ts';
import { BODY_EXAMPLES } from '../../../functions/reference/examples.ts';
import { NOTHING } from '../../../functions/shared/contract.ts';
import { ALL_OPERATIONS } from '../../../functions/shared/contracts/index.ts';

const document = JSON.parse(JSON.stringify(openApiDocument(ALL_OPERATIONS, 'https://api.example')));

const operationsOf = (paths: Record<string, Record<string, { operationId: string }>>): string[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`),
  );

test('The document holds every operation, and nothing else', () => {
  const wanted = ALL_OPERATIONS.map(({ method, path, id }) => `${method} ${path} ${id}`);
  expect(operationsOf(document.paths).toSorted()).toEqual(wanted.toSorted());
  expect(document.openapi).toBe('3.1.0');
  expect(document.servers).toEqual([{ url: 'https://api.example' }]);
});

test('Every contract file is in the table of operations', async () => {
  const folder = new URL('../../../functions/shared/contracts/', `file://${__filename}`);
  const notContracts = ['index.ts', 'fields.ts', 'link-fields.ts', 'target-fields.ts', 'currencies.ts', 'prospects.ts'];
  const known = new Set(ALL_OPERATIONS.map((operation) => operation.id));
  for (const file of readdirSync(folder).filter((name) => !notContracts.includes(name))) {
    const contracts: Record<string, unknown> = await import(new URL(file, folder).pathname);
    const operations = Object.values(contracts).filter(
      (value): value is { id: string } => typeof value === 'object' && value !== null && 'path' in value,
    );
    expect(operations.filter(({ id }) => !known.has(id))).toEqual([]);
    expect(operations.length).toBeGreaterThan(0);
  }
});

test('No two operations share a name, or a method and path', () => {
  const ids = ALL_OPERATIONS.map(({ id }) => id);
  const places = ALL_OPERATIONS.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(places).size).toBe(places.length);
});

/** They work something out from a body and store nothing. */
const READING_POSTS: readonly string[] = ['previewSegment', 'previewTiers'];

test('Operations are named as they are exported, and read-only scopes go with reading', () => {
  for (const operation of ALL_OPERATIONS) {
    expect(operation.id).toMatch(/^[a-z][A-Za-z]+$/);
    if (operation.kind !== 'keyed' || operation.scope === 'keys:write') continue;
    const reads = operation.method === 'GET' || READING_POSTS.includes(operation.id);
    expect([operation.id, operation.scope.endsWith(':read')]).toEqual([operation.id, reads]);
  }
});

const referencesIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    name === '$ref' && typeof part === 'string' ? [part] : referencesIn(part),
  );
};

test('Every reference leads to a part of the document', () => {
  const references = new Set(referencesIn(document));
  expect(references.size).toBeGreaterThan(30);
  for (const reference of references) {
    const found = reference
      .slice(2)
      .split('/')
      .reduce((part, name) => part?.[name], document);
    expect([reference, typeof found]).toEqual([reference, 'object']);
  }
});

test('Every part of a path is described, and every parameter is in the path, the query or a header', () => {
  for (const [path, methods] of Object.entries<Record<string, { parameters: Record<string, string>[] }>>(
    document.paths,
  )) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters } of Object.values(methods)) {
      const inPath = parameters.filter((parameter) => parameter['in'] === 'path');
      expect(inPath.map((parameter) => parameter['name'])).toEqual(names);
    }
  }
});

test('Numbers in queries are described as numbers', () => {
  const [limit] = document.paths['/v2/groups'].get.parameters;
  expect(limit).toMatchObject({
    name: 'limit',
    in: 'query',
    schema: { type: 'integer', minimum: 1, maximum: 250, default: 10 },
  });
});

test('Every body has an example that the contract takes', () => {
  const withBody = ALL_OPERATIONS.flatMap((operation) =>
    operation.kind !== 'open' && operation.body !== NOTHING ? [operation] : [],
  );
  expect(Object.keys(BODY_EXAMPLES).toSorted()).toEqual(withBody.map(({ id }) => id).toSorted());
  for (const operation of withBody) {
    const reading = z.safeParse(operation.body, BODY_EXAMPLES[operation.id]);
    expect([operation.id, reading.error?.issues ?? []]).toEqual([operation.id, []]);
  }
});

test('Every object of a request refuses unknown fields, as the document says', () => {
  const loose = (value: unknown, where: string): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    const here =
      'type' in value && value.type === 'object' && 'properties' in value && !('additionalProperties' in value)
        ? [where]
        : [];
    return [...here, ...Object.entries(value).flatMap(([name, part]) => loose(part, `${where}.${name}`))];
  };
  for (const [path, methods] of Object.entries<Record<string, { requestBody?: unknown }>>(document.paths)) {
    for (const [method, { requestBody }] of Object.entries(methods)) {
      expect(loose(requestBody, `${method} ${path}`)).toEqual([]);
    }
  }
});

test('Every error code has a meaning and an answer in the document', () => {
  expect(Object.keys(ERROR_MEANINGS)).toEqual(Object.keys(ERROR_STATUS));
  expect(Object.keys(document.components.responses)).toEqual(Object.keys(ERROR_STATUS));
});
