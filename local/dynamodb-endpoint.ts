import { setTimeout as pause } from 'node:timers/promises';
import type { AwsEndpoint, AwsRequest, AwsResponse, Caller } from './contract.ts';
import { type HttpAnswer, type HttpClient, NotSent } from './http-client.ts';
import { type Need, TableAccess } from './table-access.ts';
import { type TableDefinition, UNSIGNED } from './tables.ts';
import { isObject, type Loose, tryJson } from './values.ts';

const PREFIX = 'DynamoDB_20120810.';
const JSON_TYPE = { 'content-type': 'application/x-amz-json-1.0' } as const;
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);
const EXPRESSIONS = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
];
/** How long a call waits for a table server that is being started again, in milliseconds. */
const PATIENCE_MS = 3000;

function refuse(status: number, type: string, message: string): AwsResponse {
  return { status, headers: JSON_TYPE, body: JSON.stringify({ __type: type, message, Message: message }) };
}

function denied(caller: Caller, { action, resource }: Need): AwsResponse {
  return refuse(
    400,
    'com.amazon.coral.service#AccessDeniedException',
    `User: ${caller.roleId} is not authorized to perform: ${action} on resource: ${resource} because no identity-based ` +
      `policy allows the ${action} action`,
  );
}

/** Expression text that is not ASCII ends version 1.2.1 of the table server; values and names may hold anything. */
function strangeExpression(input: Loose): string | undefined {
  for (const name of EXPRESSIONS) {
    const text = input[name];
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant, all of it
    if (typeof text === 'string' && /[^\x00-\x7f]/.test(text)) return name;
  }
  const parts = input['TransactItems'];
  if (!Array.isArray(parts)) return undefined;
  for (const part of parts.filter(isObject).flatMap((entry) => Object.values(entry))) {
    const found = isObject(part) ? strangeExpression(part) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Sends a call on. While the table server is started again, a call that did not reach it is sent again, and so is one
 * that changes nothing; of a write that got no answer nobody knows, as on AWS.
 */
async function forward(client: HttpClient, target: string, body: Buffer, writes: boolean): Promise<HttpAnswer> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await client.send('POST', '/', { ...UNSIGNED, 'x-amz-target': target }, body);
    } catch (thrown) {
      if ((writes && !(thrown instanceof NotSent)) || performance.now() > until) throw thrown;
      await pause(20);
    }
  }
}

/**
 * The DynamoDB endpoint: checks by target, table, index and leading keys that the caller's role allows the call,
 * hands it to the table server, and tells the streams of each write before the answer goes out.
 */
export function dynamodbEndpoint(
  client: HttpClient,
  tables: readonly TableDefinition[],
  wrote: () => void,
): AwsEndpoint {
  const access = new TableAccess(tables);

  const check = (operation: string, { body, caller }: AwsRequest): AwsResponse | undefined => {
    const input = tryJson(body.toString());
    if (!isObject(input)) return refuse(400, 'com.amazon.coral.service#SerializationException', 'Not a JSON object.');
    const needs = access.needs(operation, input);
    if (needs === undefined) {
      const message = `The local runtime does not serve the DynamoDB operation ${operation}.`;
      return refuse(400, 'com.amazon.coral.service#UnknownOperationException', message);
    }
    for (const need of needs) {
      const keys: Record<string, readonly string[]> = {};
      if (need.leadingKeys.length > 0) keys['dynamodb:LeadingKeys'] = need.leadingKeys;
      if (!caller.allows(need.action, need.resource, keys)) return denied(caller, need);
    }
    const strange = strangeExpression(input);
    if (strange === undefined) return undefined;
    const message = `Invalid ${strange}: Syntax error; an expression holds ASCII characters only.`;
    return refuse(400, 'com.amazon.coral.validate#ValidationException', message);
  };

  return async (request) => {
    const target = request.target ?? '';
    const operation = target.startsWith(PREFIX) ? target.slice(PREFIX.length) : target;
    const refused = check(operation, request);
    if (refused !== undefined) return refused;
    const writes = WRITES.has(operation);
    try {
      const { status, body } = await forward(client, target, request.body, writes);
      return { status, headers: JSON_TYPE, body };
    } catch {
      return refuse(500, 'com.amazonaws.dynamodb.v20120810#InternalServerError', 'The table server did not answer.');
    } finally {
      if (writes) wrote();
    }
  };
}
