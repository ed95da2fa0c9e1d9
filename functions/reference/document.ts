import { ERROR_STATUS } from '../../domain/errors.ts';
import { isPortalScope } from '../../domain/roles.ts';
import type { AnyOperation, CheckedOperation, OpenOperation } from '../shared/contract.ts';
import { NOTHING } from '../shared/contract.ts';
import { BODY_EXAMPLES } from './examples.ts';
import { Components, isObject, type Json, type JsonObject } from './schemas.ts';

const INTRODUCTION = `Amounts are integers in minor units beside their currency; instants are epoch milliseconds; keys sort by time.
Send the secret key as \`Authorization: Bearer <secret key>\`, or both keys as HTTP Basic.
Unknown fields are refused, with the field's name. Repeat a POST with the same \`Idempotency-Key\`, or with the same
\`external_key\`, as often as you like: it happens once.`;

const LOGIN =
  'An access token of the login. The header `fairshare-program` names the program where somebody belongs to several.';

const REF = '#/components';

const ref = (kind: string, name: string): JsonObject => ({ $ref: `${REF}/${kind}/${name}` });

const fieldsOf = (schema: JsonObject): readonly (readonly [string, JsonObject])[] => {
  const fields = schema['properties'];
  return isObject(fields)
    ? Object.entries(fields).filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    : [];
};

/** A number or switch in a query arrives as text; the document says what it means. */
const meaningOf = (sent: JsonObject, read: JsonObject | undefined): JsonObject => {
  const { description = '', default: initial } = sent;
  if (read?.['type'] === 'integer') {
    return initial === undefined ? { ...read, description } : { ...read, description, default: Number(initial) };
  }
  const values = sent['enum'];
  return Array.isArray(values) && values.includes('true') ? { type: 'boolean', description } : sent;
};

const parametersOf = (components: Components, operation: AnyOperation): readonly Json[] => {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): JsonObject => {
    const schema: JsonObject = { type: 'string', maxLength: 255 };
    return { name, in: 'path', required: true, schema };
  });
  if (operation.kind === 'open') return inPath;
  const read = new Map(fieldsOf(components.describe(operation.query, 'output')));
  const inQuery = fieldsOf(components.describe(operation.query, 'input')).map(([name, sent]): JsonObject => {
    const schema = meaningOf(sent, read.get(name));
    return { name, in: 'query', required: false, schema };
  });
  const once = operation.method === 'POST' && operation.kind !== 'public' ? [ref('parameters', 'IdempotencyKey')] : [];
  return [...inPath, ...inQuery, ...once];
};

const json = (schema: JsonObject, example?: Json): JsonObject => ({
  content: { 'application/json': example === undefined ? { schema } : { schema, example } },
});

const envelope = (status: number, data: JsonObject): JsonObject => ({
  type: 'object',
  required: ['status', 'message', 'data'],
  properties: { status: { type: 'integer', const: status }, message: { type: 'string' }, data },
});

const statusOf = (code: string, status: number): string => (code === 'plan_limit' ? '' : String(status));

/** Which refusals are possible for everybody, and which need a body or a path to be wrong. */
const refusalsOf = (operation: CheckedOperation): JsonObject => {
  const withBody = operation.body !== NOTHING;
  const codes = Object.entries(ERROR_STATUS).filter(([code]) => {
    if (code === 'forbidden') return operation.kind === 'keyed';
    if (code === 'too_large' || code === 'bad_request') return withBody;
    if (code === 'conflict') return operation.method !== 'GET';
    if (code === 'gone') return operation.path.includes('{');
    return code !== 'plan_limit';
  });
  return Object.fromEntries(codes.map(([code, status]) => [statusOf(code, status), ref('responses', code)]));
};

/** Which credentials an operation takes: partners have no keys. */
const securityOf = (operation: CheckedOperation): JsonObject => {
  switch (operation.kind) {
    case 'keyed':
      return {
        security: isPortalScope(operation.scope) ? [{ login: [] }] : [{ bearer: [] }, { basic: [] }, { login: [] }],
        'x-scope': operation.scope,
      };
    case 'personal':
      return { security: [{ login: [] }] };
    case 'public':
      return { security: [] };
  }
};

const describeChecked = (components: Components, operation: CheckedOperation): JsonObject => {
  const { id, status, message } = operation;
  const data = components.describe(operation.data, 'output');
  const example = BODY_EXAMPLES[id];
  const body = { required: true, ...json(components.describe(operation.body, 'input'), example) };
  return {
    parameters: parametersOf(components, operation),
    ...(operation.body === NOTHING ? {} : { requestBody: body }),
    responses: {
      [String(status)]: { description: message, ...json(envelope(status, data)) },
      ...refusalsOf(operation),
    },
    ...securityOf(operation),
  };
};

/** What an open operation may refuse, which reads its requests itself. */
const OPEN_REFUSALS = ['bad_request', 'unauthorized', 'not_found', 'too_large', 'internal'] as const;

const describeOpen = (components: Components, operation: OpenOperation): JsonObject => ({
  parameters: parametersOf(components, operation),
  ...(operation.method === 'POST' ? { requestBody: { required: true, ...json({ type: 'object' }) } } : {}),
  responses: {
    '200': { description: 'The answer.', content: { [operation.answers]: {} } },
    ...Object.fromEntries(OPEN_REFUSALS.map((code) => [String(ERROR_STATUS[code]), ref('responses', code)])),
  },
  security: [],
});

const describeOperation = (components: Components, operation: AnyOperation): JsonObject => {
  const { id, tag, summary, description } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(operation.kind === 'open' ? describeOpen(components, operation) : describeChecked(components, operation)),
  };
};

const ERROR: JsonObject = {
  type: 'object',
  required: ['status', 'message', 'error'],
  properties: {
    status: { type: 'integer' },
    message: { type: 'string' },
    error: {
      type: 'object',
      required: ['code', 'message', 'doc_url', 'request_id'],
      properties: {
        code: { type: 'string', enum: Object.keys(ERROR_STATUS) },
        message: { type: 'string' },
        param: { type: 'string', description: 'The field that is at fault.' },
        reason: { type: 'string', description: 'The rule that was broken.' },
        fields: {
          type: 'array',
          description: 'One entry for each wrong field.',
          items: {
            type: 'object',
            required: ['param', 'message'],
            properties: {
              param: { type: 'string' },
              message: { type: 'string' },
              reason: { type: 'string', description: 'What is wrong with it, in a word.' },
              value: { description: 'The bound, number or name that the message names.' },
            },
          },
        },
        doc_url: { type: 'string' },
        request_id: { type: 'string' },
      },
    },
  },
};

/** What each error code means, for the document and its page. */
export const ERROR_MEANINGS: Readonly<Record<keyof typeof ERROR_STATUS, string>> = {
  bad_request: 'The body is not JSON, nests too deep, or the request is not proper HTTP.',
  unauthorized: 'The key or token is missing, unknown, expired or revoked.',
  forbidden: 'The key or login may not do this.',
  plan_limit: 'The plan of the merchant does not allow more.',
  not_found: 'There is nothing with this key, or nothing at this path.',
  conflict: 'The same key was used before with other content, or what is asked comes too late.',
  gone: 'It was there and is not any more.',
  too_large: 'The body is larger than 256 kB.',
  unprocessable: 'Well-formed, but wrong: `fields` names each wrong field, `reason` the rule.',
  rate_limited: 'Too many requests; `Retry-After` says in how many seconds to try again.',
  internal: 'Something went wrong on our side.',
  busy: 'Others are changing the same data; `Retry-After` says in how many seconds to try again.',
};

const refusals = (): JsonObject =>
  Object.fromEntries(
    Object.entries(ERROR_MEANINGS).map(([code, description]) => [
      code,
      { description, ...json(ref('schemas', 'Error')) },
    ]),
  );

const pathsOf = (components: Components, operations: readonly AnyOperation[]): JsonObject => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    const methods = paths[operation.path] ?? {};
    methods[operation.method.toLowerCase()] = describeOperation(components, operation);
    paths[operation.path] = methods;
  }
  return paths;
};

/** The OpenAPI 3.1 document of these operations, from the same schemas that read their requests. */
export const openApiDocument = (operations: readonly AnyOperation[], url: string): JsonObject => {
  const components = new Components();
  const paths = pathsOf(components, operations);
  return {
    openapi: '3.1.0',
    info: { title: 'Fairshare API', version: '2.0.0', description: INTRODUCTION },
    servers: [{ url }],
    tags: [...new Set(operations.map((operation) => operation.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...components.all(), Error: ERROR },
      responses: refusals(),
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: 'Kept for 24 hours: the same request with the same key gets the same answer and happens once.',
          schema: { type: 'string', minLength: 1, maxLength: 255 },
        },
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The secret key.' },
        basic: { type: 'http', scheme: 'basic', description: 'The public key and the secret key.' },
        login: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: LOGIN },
      },
    },
  };
};
