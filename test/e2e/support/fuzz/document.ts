import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';

/** A JSON Schema as the OpenAPI document has it. */
export interface JsonSchema {
  readonly [name: string]: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly schema: JsonSchema;
}

/** One operation as the document tells it. */
export interface DocumentedOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: JsonSchema | undefined;
  /** Who may call it: a key, a partner's login, any login, or anybody. */
  readonly security: readonly string[];
  readonly scope: string | undefined;
  readonly responses: Readonly<Record<string, unknown>>;
  /** Whether what it answers is JSON. */
  readonly json: boolean;
}

export type Json = ReturnType<typeof JSON.parse>;

/** The operations of an OpenAPI document, with what is needed to send to them and to judge their answers. */
export class ApiDocument {
  readonly operations: readonly DocumentedOperation[];
  readonly #document: Json;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: false });

  constructor(document: Json) {
    this.#document = document;
    this.#ajv.addSchema({ $id: 'https://api.example/openapi', ...document } satisfies AnySchemaObject);
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(Object(methods)).map(([method, described]) => this.#operation(path, method, described)),
    );
  }

  #operation(path: string, method: string, described: Json): DocumentedOperation {
    const parameters: Json[] = (described.parameters ?? []).filter((parameter: Json) => parameter.name !== undefined);
    const success = Object.entries(described.responses).find(([status]) => status.startsWith('2'))?.[1];
    return {
      id: described.operationId,
      method: method.toUpperCase(),
      path,
      parameters,
      body: described.requestBody?.content?.['application/json']?.schema,
      security: (described.security ?? []).flatMap((scheme: object) => Object.keys(scheme)),
      scope: described['x-scope'],
      responses: described.responses,
      json: Object(success).content?.['application/json'] !== undefined,
    };
  }

  /** The schema that a reference leads to, or the schema itself. */
  resolve(schema: JsonSchema): JsonSchema {
    const reference = schema['$ref'];
    if (typeof reference !== 'string') return schema;
    const found = reference
      .slice(2)
      .split('/')
      .reduce((part: Json, name) => part?.[name], this.#document);
    return this.resolve(found);
  }

  /** Whether a value is what the schema says. */
  isValid(schema: JsonSchema, value: unknown): boolean {
    return this.#compiled(schema)(value);
  }

  /** By their text: the same query parameters and refusals stand at every operation. */
  readonly #known = new Map<string, (value: unknown) => boolean>();

  #compiled(schema: JsonSchema): (value: unknown) => boolean {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"https://api.example/openapi#/components/');
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const validate = this.#ajv.compile(JSON.parse(text));
    const check = (value: unknown): boolean => validate(value) === true;
    this.#known.set(text, check);
    return check;
  }

  /** What is wrong with an answer; undefined when it is as the document says. */
  problemOf(operation: DocumentedOperation, status: number, text: string): string | undefined {
    if (status >= 500 && status !== 503) return `answers ${status}: ${text.slice(0, 200)}`;
    const documented = Object(operation.responses)[String(status)];
    if (documented === undefined) return `answers ${status}, which is not documented: ${text.slice(0, 200)}`;
    const response = this.resolve(documented);
    const schema = Object(response)['content']?.['application/json']?.schema;
    if (schema === undefined) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return `answers ${status} with what is no JSON: ${text.slice(0, 100)}`;
    }
    return this.isValid(schema, value) ? undefined : `answers ${status} against its schema: ${text.slice(0, 300)}`;
  }
}
