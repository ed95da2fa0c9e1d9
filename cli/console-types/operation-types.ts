import * as z from 'zod';

/** As much of a JSON Schema as the document uses. */
interface Schema {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
  readonly allOf?: readonly Schema[] | undefined;
  readonly items?: Schema | undefined;
  readonly prefixItems?: readonly Schema[] | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: boolean | Schema | undefined;
  readonly description?: string | undefined;
}

const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
    allOf: z.array(Schema).optional(),
    items: Schema.optional(),
    prefixItems: z.array(Schema).optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
    description: z.string().optional(),
  }),
);

const Content = z.object({ content: z.object({ 'application/json': z.object({ schema: Schema.optional() }) }) });
const Parameter = z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: Schema });
const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(z.union([Parameter, z.object({ $ref: z.string() })])).optional(),
  requestBody: Content.optional(),
  responses: z.record(z.string(), z.unknown()),
});
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
});
type Operation = z.infer<typeof Operation>;

const commented = (text: string | undefined): string =>
  text === undefined || text === '' ? '' : `/** ${text.replaceAll('*/', '* /').replaceAll('\n', ' ')} */ `;

const fieldOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

const objectType = ({ properties = {}, required = [], additionalProperties }: Schema): string => {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const absent = required.includes(name) ? '' : '?';
    const type = typeOf(schema);
    return `${commented(schema.description)}readonly ${fieldOf(name)}${absent}: ${type}${absent === '' ? '' : ' | undefined'};`;
  });
  const rest = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : undefined;
  if (fields.length > 0) return `{ ${fields.join(' ')} }`;
  return rest === undefined ? 'Nothing' : `{ readonly [name: string]: ${rest} }`;
};

const plainType = (schema: Schema, type: string): string => {
  switch (type) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'array': {
      const { prefixItems, items } = schema;
      if (prefixItems !== undefined) return `readonly [${prefixItems.map(typeOf).join(', ')}]`;
      return `readonly (${items === undefined ? 'unknown' : typeOf(items)})[]`;
    }
    default:
      return objectType(schema);
  }
};

/** Long lists (currencies) say nothing to whoever reads a type. */
const MOST_VALUES = 60;
const enumType = (values: readonly unknown[]): string =>
  values.length > MOST_VALUES ? 'string' : values.map((value) => JSON.stringify(value)).join(' | ');

/** The type of what a schema describes. */
const typeOf = (schema: Schema): string => {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if ('const' in schema && schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return enumType(schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return either.map((each) => `(${typeOf(each)})`).join(' | ');
  if (schema.allOf !== undefined) return schema.allOf.map((each) => `(${typeOf(each)})`).join(' & ');
  if (schema.type === undefined) return schema.properties === undefined ? 'unknown' : objectType(schema);
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  return types.map((type) => plainType(schema, type)).join(' | ');
};

const parametersOf = (operation: Operation, place: string): string => {
  const found = (operation.parameters ?? []).flatMap((parameter) =>
    'in' in parameter && parameter.in === place ? [parameter] : [],
  );
  if (found.length === 0) return 'undefined';
  const fields = found.map(({ name, schema, required = false }) => {
    const absent = required ? '' : '?';
    return `readonly ${fieldOf(name)}${absent}: ${typeOf(schema)}${required ? '' : ' | undefined'};`;
  });
  return `{ ${fields.join(' ')} }`;
};

/** The `data` of a successful answer; undefined for operations that answer something else. */
const dataOf = (operation: Operation): string | undefined => {
  const answered = Object.entries(operation.responses).find(([status]) => status.startsWith('2'));
  const content = Content.safeParse(answered?.[1]);
  const data = content.data?.content['application/json'].schema?.properties?.['data'];
  return data === undefined ? undefined : typeOf(data);
};

const describe = (path: string, operation: Operation): string | undefined => {
  const data = dataOf(operation);
  if (data === undefined) return undefined;
  const body = operation.requestBody?.content['application/json'].schema;
  const parts = [
    `readonly params: ${parametersOf(operation, 'path')};`,
    `readonly query: ${parametersOf(operation, 'query')};`,
    `readonly body: ${body === undefined ? 'undefined' : typeOf(body)};`,
    `readonly data: ${data};`,
  ];
  return `  /** ${operation.summary} (${operation.operationId}) */\n  ${JSON.stringify(path)}: { ${parts.join(' ')} };`;
};

const HEADER = `// Made by cli/console-types.ts from the description of the API. Not kept in the repository: run \`npm run console:types\`.

/** An object without fields. */
export type Nothing = Readonly<Record<string, never>>;
`;

/** TypeScript for everything in an OpenAPI document: the objects by their names, and the operations by method and path. */
export const operationTypes = (document: unknown): string => {
  const { paths, components } = Document.parse(document);
  const objects = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `${schema.description === undefined ? '' : `${commented(schema.description)}\n`}export type ${name} = ${typeOf(schema)};\n`,
  );
  const methods = ['get', 'post', 'put', 'patch', 'delete'].map((method) => {
    const lines = Object.entries(paths).flatMap(([path, operations]) => {
      const operation = operations[method];
      const described = operation === undefined ? undefined : describe(path, operation);
      return described === undefined ? [] : [described];
    });
    return `/** Operations of this method, by path. */\nexport interface ${method[0]?.toUpperCase()}${method.slice(1)}s {\n${lines.join('\n')}\n}\n`;
  });
  return [HEADER, ...objects, ...methods].join('\n');
};
