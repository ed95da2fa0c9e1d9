import { operationTypes } from '../../cli/console-types/operation-types.ts';

const schema = (data: object, body?: object) => ({
  operationId: 'changeTag',
  summary: 'Change a tag',
  parameters: [
    { name: 'tag', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'limit', in: 'query', required: false, schema: { type: 'integer' } },
    { $ref: '#/components/parameters/IdempotencyKey' },
  ],
  ...(body === undefined ? {} : { requestBody: { content: { 'application/json': { schema: body } } } }),
  responses: {
    '200': { content: { 'application/json': { schema: { type: 'object', properties: { data } } } } },
    '404': { $ref: '#/components/responses/not_found' },
  },
});

const typesOf = (data: object, body?: object): string =>
  operationTypes({
    paths: { '/v2/tags/{tag}': { patch: schema(data, body) } },
    components: { schemas: { Tag: { type: 'object', required: ['key'], properties: { key: { type: 'string' } } } } },
  });

test('an operation has its parameters, body and data by method and path', () => {
  const types = typesOf(
    { $ref: '#/components/schemas/Tag' },
    { type: 'object', properties: { name: { type: 'string' } } },
  );
  expect(types).toContain('export type Tag = { readonly key: string; };');
  const [, methods = ''] = types.split('export interface Patchs {');
  expect(methods).toContain(
    [
      '"/v2/tags/{tag}": { readonly params: { readonly tag: string; };',
      'readonly query: { readonly limit?: number | undefined; };',
      'readonly body: { readonly name?: string | undefined; };',
      'readonly data: Tag; };',
    ].join(' '),
  );
});

test.each([
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, '(number) | (null)'],
  [{ enum: ['new', 'approved'] }, '"new" | "approved"'],
  [{ const: 'approved' }, '"approved"'],
  [{ type: 'array', items: { type: 'boolean' } }, 'readonly (boolean)[]'],
  [{ type: 'object', additionalProperties: { type: 'number' } }, '{ readonly [name: string]: number }'],
  [{ type: 'object', properties: {} }, 'Nothing'],
  [{}, 'unknown'],
  [{ enum: Array.from({ length: 200 }, (_each, at) => `C${at}`) }, 'string'],
])('%j is the type %s', (data, type) => {
  expect(typesOf(data)).toContain(`readonly data: ${type}; };`);
});

test('an operation that answers no JSON is no part of the client', () => {
  const document = {
    paths: {
      '/v2/docs': {
        get: { operationId: 'docs', summary: 'Page', responses: { '200': { content: { 'text/html': {} } } } },
      },
    },
    components: { schemas: {} },
  };
  expect(operationTypes(document)).not.toContain('/v2/docs');
});
